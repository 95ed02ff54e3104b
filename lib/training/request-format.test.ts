import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy, parseNpyHeader } from './npy';
import { bytesPerNumber, encodeRequest, requestFormatOf, requestFormats } from './request-format';

const registry = '763104351884.dkr.ecr.us-east-1.amazonaws.com';

/** Two pictures of 2 x 2 pixels. */
const batch = (type: 'u1' | 'f4', data: Uint8Array) => ({
  header: parseNpyHeader(encodeNpy(type, [2, 2, 2], data)),
  count: 2,
  bytes: data,
});
const bytes = batch('u1', Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 255]));
const floats = batch('f4', new Uint8Array(Float32Array.from([0, 0.5, -1, NaN, 1e-7, 1, 2, 3]).buffer));
const body = (format: (typeof requestFormats)[number], from = bytes) =>
  String(encodeRequest(format, from).body);

describe('the form of a request', () => {
  it.each([
    [`${registry}/tensorflow-inference:2.19.0-cpu`, 'json-instances'],
    [`${registry}/tensorflow-inference@sha256:${'0'.repeat(64)}`, 'json-instances'],
    ['683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1', 'csv'],
    [`${registry}/pytorch-inference:2.8.0-cpu-py312`, 'npy'],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1', 'npy'],
    [undefined, 'npy'],
  ])('is what the container of %s takes', (image, format) => {
    expect(requestFormatOf(image)).toBe(format);
  });

  it('keeps the shape of an example in JSON', () => {
    expect(JSON.parse(body('json-instances'))).toEqual({
      instances: [
        [
          [0, 1],
          [2, 3],
        ],
        [
          [4, 5],
          [6, 255],
        ],
      ],
    });
    expect(
      body('json-lines')
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toHaveLength(2);
    expect(JSON.parse(body('json-instances', floats))).toMatchObject({
      instances: [
        [
          [0, 0.5],
          [-1, null],
        ],
        {},
      ],
    });
  });

  it('is a row an example in CSV and libsvm', () => {
    expect(body('csv')).toBe('0,1,2,3\n4,5,6,255');
    expect(body('libsvm')).toBe('0 1:1 2:2 3:3\n0 0:4 1:5 2:6 3:255');
  });

  it('is the same array in .npy', () => {
    expect(decodeNpy(encodeRequest('npy', bytes).body as Uint8Array)).toMatchObject({ shape: [2, 2, 2] });
  });

  it.each(requestFormats)('takes no more bytes than are reckoned: %s', (format) => {
    for (const from of [bytes, floats]) {
      const { length } = encodeRequest(format, from).body;
      expect(length).toBeLessThan(8 * bytesPerNumber(format, from.header) + 200);
    }
  });
});
