import { expect, test } from 'vitest';
import { recordReads } from './recorded-reads';

const reads = (act: (input: { a: string; b: { c: number }[]; d: string }) => unknown): string[] => {
  const read = new Set<string>();
  act(recordReads({ a: 'x', b: [{ c: 1 }, { c: 2 }], d: 'y' }, read));
  return [...read].sort();
};

test('a member that is named is read, below lists too', () => {
  expect(reads(({ a }) => a)).toEqual(['a']);
  expect(reads((input) => input.b.map(({ c }) => c))).toEqual(['b', 'b[].c']);
  expect(reads((input) => ({ e: input.a, f: input.d }))).toEqual(['a', 'd']);
});

test('what only carries members along reads none', () => {
  expect(reads((input) => ({ ...input }))).toEqual([]);
  expect(reads((input) => JSON.stringify(input))).toEqual([]);
  expect(reads((input) => structuredClone({ ...input.b[0] }))).toEqual(['b']);
  expect(reads((input) => Object.entries(input))).toEqual([]);
  expect(
    reads(({ a: _a, ...rest }) => {
      return rest;
    }),
  ).toEqual(['a']);
  expect(reads((input) => Object.assign({}, input))).toEqual([]);
});
