import { describe, expect, it } from 'vitest';
import { encodeNpy } from './npy';
import { PredictionError, readPredictions } from './predictions';

const json = (value: unknown) => ({
  body: new TextEncoder().encode(JSON.stringify(value)),
  contentType: 'application/json',
});
const npy = (values: number[], shape: number[]) => ({
  body: encodeNpy('f4', shape, new Uint8Array(new Float32Array(values).buffer)),
  contentType: 'application/x-npy',
});

describe('predictions', () => {
  it.each([
    [
      'JSON rows',
      json({
        predictions: [
          [0.75, 0.25],
          [0.5, 0.5],
        ],
      }),
    ],
    [
      'a bare list',
      json([
        [0.75, 0.25],
        [0.5, 0.5],
      ]),
    ],
    ['npy', npy([0.75, 0.25, 0.5, 0.5], [2, 2])],
  ])('takes the most probable class of %s, the first of equals', (_, answer) => {
    const { classes, probabilities } = readPredictions(answer, 2, 2);
    expect([...classes]).toEqual([0, 0]);
    expect([...probabilities]).toEqual([0.75, 0.5]);
  });

  it.each([
    ['CSV rows', 'text/csv; charset=utf-8', '0.75,0.25\n0.5,0.5\n'],
    ['JSON lines', 'application/jsonlines', '{"predictions":[0.75,0.25]}\n[0.5,0.5]\n'],
  ])('reads %s', (_, contentType, text) => {
    const answer = { body: new TextEncoder().encode(text), contentType };
    expect([...readPredictions(answer, 2, 2).probabilities]).toEqual([0.75, 0.5]);
  });

  it('reads one row of CSV as a number an example, or as the scores of one', () => {
    const row = (text: string) => ({ body: new TextEncoder().encode(text), contentType: 'text/csv' });
    expect([...readPredictions(row('0.25,0.75,0.5'), 3, 2).classes]).toEqual([0, 1, 1]);
    expect([...readPredictions(row('0.1,0.2,0.7'), 1, 3).classes]).toEqual([2]);
    expect(() => readPredictions(row('0.1,,0.7'), 1, 3)).toThrow(/no list of predictions: 0\.1,,0\.7/);
  });

  it('does not pass logits off as probabilities', () => {
    const { classes, probabilities } = readPredictions(json({ predictions: [[-3, 8, 1]] }), 1, 3);
    expect([...classes]).toEqual([1]);
    expect(probabilities[0]).toBeNaN();
  });

  it('takes class indices as they are, and of two classes the probability of the second', () => {
    expect([...readPredictions(json([2, 0]), 2, 3).classes]).toEqual([2, 0]);
    expect([...readPredictions(npy([1, 2], [2, 1]), 2, 3).classes]).toEqual([1, 2]);
    const binary = readPredictions(json({ predictions: [[0.25], [0.75]] }), 2, 2);
    expect([...binary.classes]).toEqual([0, 1]);
    expect([...binary.probabilities]).toEqual([0.75, 0.75]);
  });

  it.each([
    ['too few predictions', json([[0.5, 0.5]])],
    [
      'another number of classes',
      json([
        [0.2, 0.3, 0.5],
        [0.2, 0.3, 0.5],
      ]),
    ],
    ['rows of different lengths', json([[0.5, 0.5], [1]])],
    ['an index beyond the classes', json([0, 2])],
    ['text', { body: new TextEncoder().encode('<html>'), contentType: 'text/html' }],
    ['an object', json({ error: 'no' })],
    ['a broken npy', { body: new Uint8Array(20), contentType: 'application/x-npy' }],
    ['not-a-number scores', npy([NaN, 1, 0, 1], [2, 2])],
  ])('refuses %s', (_, answer) => {
    expect(() => readPredictions(answer, 2, 2)).toThrow(PredictionError);
  });
});
