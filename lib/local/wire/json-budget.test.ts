import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJsonBudget, checkMemberNames } from './json-budget';
import { parseJsonInput } from './json-protocol';

const limits = { maxDepth: 5, maxValues: 20 };
const fits = (text: string) => {
  try {
    checkJsonBudget(Buffer.from(text), limits);
    return true;
  } catch {
    return false;
  }
};
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('the budget of a JSON body', () => {
  it('knows the depth of any JSON, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 7 }), (text) => {
        const deep = depthOf(JSON.parse(text)) > limits.maxDepth;
        let refused = false;
        try {
          checkJsonBudget(Buffer.from(text), { ...limits, maxValues: 1e9 });
        } catch {
          refused = true;
        }
        expect(refused).toBe(deep);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"a":"[[[[[[[[,,,,,,,,,,,,,,,,,,,,,,,,,,,,"}', true],
    ['{"a\\"[":"\\\\","b":[1]}', true],
    ['{"a":"\\\\\\"[[[[[[[[[["}', true],
    [`{"a":${'['.repeat(5)}`, false],
    [`[${'1,'.repeat(25)}1]`, false],
    [`{"a":[${'{},'.repeat(12)}{}]}`, false],
    ['"never ends [[[[[[[[[[[[', true],
  ])('%s', (text, fitting) => expect(fits(text)).toBe(fitting));

  it('refuses a member that a plain object would lose, however it is spelled', () => {
    for (const text of ['{"__proto__":1}', '{"a":[{"_\\u005fproto__":{}}]}', '{"\\u005F_proto\\u005f_":1}']) {
      expect(() => checkMemberNames(Buffer.from(text), JSON.parse(text))).toThrow('__proto__');
      expect(() => parseJsonInput(Buffer.from(text))).toThrow('__proto__');
    }
    const value = '{"a":"__proto__","b":"\\\\u005f"}';
    expect(parseJsonInput(Buffer.from(value))).toEqual({ a: '__proto__', b: '\\u005f' });
  });
});
