import { describe, expect, it } from 'vitest';
import { keptListText } from '../kept-list';
import { jobEntryId, jobOfEntry, parseRecent, withRecent } from './recent';

const textOf = (...list: unknown[]) => JSON.stringify(list);

describe('what was chosen lately', () => {
  it('is read back, the newest first and each once', () => {
    let kept: string | null = null;
    for (const id of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'].map((text) => `page:${text}`))
      kept = keptListText(withRecent(parseRecent(kept), id));
    expect(parseRecent(kept)).toEqual({
      entries: ['g', 'f', 'e', 'd', 'c', 'a'].map((text) => `page:${text}`),
      unreadable: [],
    });
    const ids = [
      'page:Jobs',
      'jobs-that-match',
      'keys',
      'theme:dark',
      jobEntryId('us-east-1~research', 'mnist-1'),
    ];
    expect(parseRecent(textOf(...ids)).entries).toEqual(ids);
  });

  it('is nothing where something else was written, which stays beside what is chosen next', () => {
    expect(parseRecent(null)).toEqual({ entries: [], unreadable: [] });
    for (const text of ['', '{', '{"a":1}', '7', 'null'])
      expect(parseRecent(text)).toEqual({ entries: [], unreadable: [text] });
    const foreign = [1, { page: 'Jobs' }, 'x'.repeat(500), 'No kind'];
    const kept = parseRecent(textOf(...foreign, 'page:Jobs'));
    expect(kept).toEqual({ entries: ['page:Jobs'], unreadable: foreign });
    expect(parseRecent(keptListText(withRecent(kept, 'keys')))).toEqual({
      entries: ['keys', 'page:Jobs'],
      unreadable: foreign,
    });
  });

  it('knows the jobs of a backend from pages and from what was tampered with', () => {
    expect(jobOfEntry('local', jobEntryId('local', 'mnist-1'))).toBe('mnist-1');
    for (const id of ['page:Jobs', jobEntryId('us-east-1', 'mnist-1'), 'job:local/../x', 'job:local/'])
      expect(jobOfEntry('local', id)).toBeUndefined();
  });
});
