import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  archivedTag,
  encodeNote,
  favouriteTag,
  isArchived,
  markChange,
  noteChange,
  noteOf,
  noteTag,
  tagChangeOf,
} from './job-tags';
import { noteSchema, tagChangeSchema } from './job-tag-schemas';

const inTag = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

describe('a note', () => {
  it('comes back as it was written, whatever it holds', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, (written) => {
        const note = written.trim().replace(/\r\n?/g, '\n');
        const value = encodeNote(written);
        expect(value).toMatch(inTag);
        expect(noteOf({ [noteTag]: value })).toBe(note === '' ? undefined : note);
      }),
    );
  });

  it('stays legible in the console', () => {
    expect(encodeNote('val_loss rises after epoch 7; retry (lr 0.1)')).toBe(
      'val_loss rises after epoch 7=3B retry =28lr 0.1=29',
    );
  });

  it.each(['=ZZ', '=FF', 'a=', '50=3'])('that another tool wrote is shown: %s', (value) => {
    expect(noteOf({ [noteTag]: value })).toBe(value);
  });

  it('that no tag can hold says by how much', () => {
    expect(noteSchema.safeParse('a'.repeat(256)).success).toBe(true);
    const { error } = noteSchema.safeParse(','.repeat(86));
    expect(error?.issues[0]?.message).toContain('2 characters too long');
  });

  it('that is empty is none', () => {
    expect(noteChange(' \n ')).toEqual({ set: [], remove: [noteTag] });
  });
});

it('a mark is a tag that is there or not', () => {
  expect(markChange(archivedTag, true)).toEqual({ set: [{ key: archivedTag, value: 'yes' }], remove: [] });
  expect(markChange(favouriteTag, false)).toEqual({ set: [], remove: [favouriteTag] });
  expect(isArchived({ [archivedTag]: '' })).toBe(true);
  expect(
    isArchived(JSON.parse('{"__proto__": {"spotdeck:archived": "yes"}}') as Record<string, string>),
  ).toBe(false);
});

it('what differs is sent, and what is AWS’s or ours stays', () => {
  const before = { team: 'vision', old: 'x', same: '1', 'aws:x': 'y', [favouriteTag]: 'yes' };
  expect(
    tagChangeOf(before, [
      { key: 'team', value: 'speech' },
      { key: 'same', value: '1' },
      { key: 'new', value: '' },
    ]),
  ).toEqual({
    set: [
      { key: 'team', value: 'speech' },
      { key: 'new', value: '' },
    ],
    remove: ['old'],
  });
});

it.each([
  ['a key of AWS', { set: [{ key: 'aws:x', value: '1' }], remove: [] }],
  ['a sign that tags do not take', { set: [{ key: 'a', value: 'b;c' }], remove: [] }],
  ['an empty key', { set: [{ key: ' ', value: 'b' }], remove: [] }],
  ['set and removed', { set: [{ key: 'a', value: 'b' }], remove: ['a'] }],
  ['too many', { set: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, value: '' })), remove: [] }],
])('%s is refused', (_, change) => {
  expect(tagChangeSchema.safeParse(change).success).toBe(false);
});
