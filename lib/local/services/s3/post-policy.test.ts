import { describe, expect, it } from 'vitest';
import { checkPolicy } from './post-policy';

const now = Date.parse('2030-01-01T00:00:00Z');
const later = '2030-01-01T00:10:00.000Z';

const check = (conditions: unknown, fields: Record<string, string>, expiration: unknown = later) =>
  checkPolicy(
    Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64'),
    new Map(Object.entries(fields)),
    now,
  );

describe('a policy', () => {
  it.each([
    ['exact values in either form', [{ bucket: 'b' }, ['eq', '$Key', 'k']], { bucket: 'b', key: 'k' }],
    ['beginnings', [['starts-with', '$key', 'user/']], { key: 'user/a' }],
    [
      'anything, also nothing',
      [
        ['starts-with', '$key', ''],
        ['starts-with', '$x-amz-meta-a', ''],
      ],
      { key: 'k' },
    ],
    [
      'each of several content types',
      [['starts-with', '$Content-Type', 'image/']],
      { 'content-type': 'image/png,image/gif' },
    ],
    [
      'fields that need no condition',
      [['starts-with', '$key', '']],
      { key: 'k', policy: 'p', 'x-amz-signature': 's', 'x-ignore-me': '1' },
    ],
  ])('lets pass %s', (_what, conditions, fields: Record<string, string>) => {
    expect(() => check(conditions, fields)).not.toThrow();
  });

  it.each([
    ['another value', [['eq', '$key', 'k']], { key: 'l' }],
    ['another case', [['eq', '$key', 'k']], { key: 'K' }],
    ['another beginning', [['starts-with', '$key', 'user/']], { key: 'users/a' }],
    [
      'a missing field',
      [
        ['eq', '$key', 'k'],
        ['eq', '$x-amz-meta-a', ''],
      ],
      { key: 'k' },
    ],
    ['a field without a condition', [['eq', '$key', 'k']], { key: 'k', 'x-amz-meta-b': '1' }],
    [
      'a content type among others',
      [['starts-with', '$Content-Type', 'image/']],
      { 'content-type': 'image/png,text/html' },
    ],
  ])('refuses %s', (_what, conditions, fields: Record<string, string>) => {
    expect(() => check(conditions, fields)).toThrow(expect.objectContaining({ code: 'AccessDenied' }));
  });

  it('ends', () => {
    expect(() => check([], {}, '2030-01-01T00:00:00Z')).toThrow(/Policy expired/);
  });

  it('gives the narrowest range of sizes', () => {
    const ranges = [
      ['content-length-range', 1, 10],
      ['content-length-range', '2', 20],
    ];
    expect(check(ranges, {})).toEqual({ min: 2, max: 10 });
    expect(check([], {})).toBeUndefined();
  });

  it.each([
    ['no list', { key: 'k' }, later],
    ['an unknown operator', [['ends-with', '$key', 'k']], later],
    ['a name without $', [['eq', 'key', 'k']], later],
    ['a size that is none', [['content-length-range', -1, 2]], later],
    ['no time', [], 'soon'],
    ['a number for a text', [{ key: 1 }], later],
  ])('that is malformed is refused: %s', (_what, conditions, expiration) => {
    expect(() => check(conditions, { key: 'k' }, expiration)).toThrow(
      expect.objectContaining({ code: 'InvalidPolicyDocument' }),
    );
  });

  it.each(['', '%%%', Buffer.from('{').toString('base64')])('that is no JSON is refused: %j', (base64) => {
    expect(() => checkPolicy(base64, new Map(), now)).toThrow(/Invalid Policy/);
  });
});
