import { describe, expect, it } from 'vitest';
import { axisValue, countOf, formatPosition, reachedNumber } from './position';
import { sampleModel } from '../../testing/training/sample-reading';

describe('positions in words', () => {
  it.each([
    [3, '3'],
    [2.999, '3'],
    [2.98, '2.98'],
    [0.655, '0.65'],
    [0.29, '0.29'],
    [12_000, '12,000'],
  ])('%f is %s', (position, text) => expect(formatPosition(position)).toBe(text));

  it('never says of what is not complete that it is', () => {
    expect(formatPosition(2.994)).toBe('2.99');
  });

  it.each([
    [1, 'epoch', '1 epoch'],
    [0, 'epoch', '0 epochs'],
    [2.4, 'round', '2.4 rounds'],
    [0.15, 'epoch', '0.15 of an epoch'],
    [0.5, 'round', '0.5 of a round'],
    [500, 'step', '500 steps'],
  ] as const)('%f counted by %s is %s', (amount, counts, text) => expect(countOf(amount, counts)).toBe(text));
});

it('puts the end of an epoch at its own number, whether the script counts from 0 or from 1', () => {
  expect(axisValue(3, 1)).toBe(3);
  expect(axisValue(3, 0)).toBe(2);
  expect(axisValue(2.4, 1)).toBe(2.4);
});

it('names the epoch that an attempt is in, and the last step of a log of steps', () => {
  const { attempts } = sampleModel([
    {
      attempt: 1,
      epochs: [
        { number: 1, from: 0, to: 5 },
        { number: 2, from: 5 },
      ],
    },
  ]);
  expect(attempts.map(reachedNumber)).toEqual([2]);
  const steps = sampleModel([{ attempt: 1, points: [{ position: 40, at: 3 }] }], [], 'step');
  expect(steps.attempts.map(reachedNumber)).toEqual([40]);
});
