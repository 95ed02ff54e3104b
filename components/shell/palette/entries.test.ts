import { describe, expect, it } from 'vitest';
import { entriesFor, inGroups, type PaletteEntry, stepEntry } from './entries';

const entry = (label: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: label,
  group: 'Pages',
  label,
  ...more,
});
const labels = (entries: readonly PaletteEntry[]) => entries.map(({ label }) => label);

describe('what a text asks for', () => {
  const entries = [
    entry('Jobs', { words: 'list runs' }),
    entry('The whole story', { words: 'demo' }),
    entry('Launch a job', { group: 'Actions' }),
    entry('Switch to us-east-1', { group: 'Actions', words: 'region', onlyWhenAsked: true }),
  ];

  it('is all without a text, but for what is shown only when asked for', () => {
    for (const text of ['', '  '])
      expect(labels(entriesFor(text, entries))).toEqual(['Jobs', 'The whole story', 'Launch a job']);
  });

  it('is found by label and other words, in any order and case', () => {
    expect(labels(entriesFor('STORY whole', entries))).toEqual(['The whole story']);
    expect(labels(entriesFor('demo', entries))).toEqual(['The whole story']);
    expect(labels(entriesFor('region', entries))).toEqual(['Switch to us-east-1']);
    expect(entriesFor('story nothing', entries)).toEqual([]);
  });

  it('has first what begins with the text, then what has a word that does', () => {
    const job = [entry('Rejob'), entry('Launch a job'), entry('Jobs')];
    expect(labels(entriesFor('job', job))).toEqual(['Jobs', 'Launch a job', 'Rejob']);
  });

  it('stands in groups in the order of their first entries', () => {
    const groups = inGroups([entry('a'), entry('b', { group: 'Jobs' }), entry('c')]);
    expect(groups.map(({ group, entries: of }) => [group, labels(of)])).toEqual([
      ['Pages', ['a', 'c']],
      ['Jobs', ['b']],
    ]);
  });
});

describe('a step', () => {
  const entries = [entry('a'), entry('b'), entry('c')];

  it.each([
    ['a', 'ArrowDown', 'b'],
    ['c', 'ArrowDown', 'a'],
    ['a', 'ArrowUp', 'c'],
    ['b', 'PageDown', 'c'],
    ['c', 'PageUp', 'a'],
    ['gone', 'ArrowDown', 'b'],
    [undefined, 'ArrowUp', 'c'],
  ] as const)('from %s by %s leads to %s', (from, key, to) => {
    expect(stepEntry(entries, from, key)).toBe(to);
  });

  it('leads nowhere where there is nothing', () => {
    expect(stepEntry([], 'a', 'ArrowDown')).toBeUndefined();
    expect(stepEntry([], undefined, 'ArrowUp')).toBeUndefined();
  });
});
