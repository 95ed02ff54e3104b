import { describe, expect, it } from 'vitest';
import { sampleDraft } from '@/testing/training/launch-sample';
import { draftTitle, idsOfDrafts, type KeptDraft, maxDrafts, parseDrafts, withDraft } from './kept-drafts';

const draft = (id: string, change: Partial<KeptDraft> = {}): KeptDraft => ({
  id,
  backend: 'local',
  from: 'scratch',
  launchId: '0f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  values: sampleDraft({ checkpoint: undefined }),
  files: ['train.py'],
  savedAt: 1,
  ...change,
});

describe('what a browser keeps of drafts', () => {
  it('comes back as it was, newest first, whatever was typed', () => {
    const typed = sampleDraft({
      name: '"}\n😀',
      maxRuntimeSeconds: 'an hour',
      instanceCount: '',
      channels: [{ name: '', s3Uri: 'x', inputMode: 'FastFile' }],
    });
    const drafts = [draft('a'), draft('b', { values: typed, savedAt: 2, title: 'of mine' })];
    expect(parseDrafts(JSON.stringify(drafts)).entries.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(parseDrafts(JSON.stringify(drafts)).entries[0]).toEqual(drafts[1]);
  });

  it.each([null, '', '{', '{}', '"x"', '[null, 1, {}]'])('is nothing where there is only %j', (text) =>
    expect(parseDrafts(text).entries).toEqual([]),
  );

  it('loses one draft by what cannot be read of it, not the others', () => {
    const broken = { ...draft('b'), values: { name: 'half' } };
    const kept = parseDrafts(JSON.stringify([broken, draft('a')]));
    expect(kept.entries.map(({ id }) => id)).toEqual(['a']);
    expect(kept.unreadable, 'and it stays').toEqual([broken]);
    expect(idsOfDrafts(kept), 'with its files').toEqual(['a', 'b']);
  });

  it('is one entry a draft, and the newest of too many', () => {
    const many = Array.from({ length: maxDrafts + 5 }, (_, index) => draft(String(index)));
    const kept = many.reduce<readonly KeptDraft[]>(withDraft, []);
    expect(kept).toHaveLength(maxDrafts);
    expect(withDraft(kept, draft('9', { savedAt: 5 }))[0]).toMatchObject({ id: '9', savedAt: 5 });
    expect(withDraft(kept, draft('9'))).toHaveLength(maxDrafts);
  });

  it('is called as its owner says, else as the job', () => {
    expect(draftTitle(draft('a'))).toBe('mnist-1');
    expect(draftTitle(draft('a', { title: 'of mine' }))).toBe('of mine');
    expect(draftTitle(draft('a', { values: sampleDraft({ name: ' ' }) }))).toBe('Without a name');
  });
});
