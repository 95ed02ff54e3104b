import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJsonBudget, checkMemberNames, type JsonLimits } from './json-budget';
import { parseJsonInput } from './json-protocol';

const limits = { maxDepth: 5, maxValues: 20 };
/** The whole pass, without the pauses. */
const check = (text: string, within: JsonLimits) => void [...checkJsonBudget(Buffer.from(text), within)];
const fits = (text: string) => {
  try {
    check(text, limits);
    return true;
  } catch {
    // Refused: that is what is asked.
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
          check(text, { ...limits, maxValues: 1e9 });
        } catch {
          // That is what is asked.
          refused = true;
        }
        expect(refused).toBe(deep);
      }),
      { numRuns: 500 },
    );
  });

  it('knows a structure or a list that is longer than any of the API', () => {
    const wide = { maxDepth: 5, maxValues: 1e9 };
    const members = (count: number) =>
      `{${Array.from({ length: count }, (_, at) => `"${at}":[]`).join(',')}}`;
    expect(() => check(members(1000), wide)).not.toThrow();
    expect(() => check(members(1001), wide)).toThrow(/too long/);
    expect(() => check(`[${'{},'.repeat(9999)}{}]`, wide)).not.toThrow();
    expect(() => check(`[${'{},'.repeat(10_000)}{}]`, wide)).toThrow(/too long/);
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
