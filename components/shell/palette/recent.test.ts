import { describe, expect, it } from 'vitest';
import { jobEntryId, jobOfEntry, parseRecent, withRecent } from './recent';

describe('what was chosen lately', () => {
  it('is read back, the newest first and each once', () => {
    let kept: string | null = null;
    for (const id of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g']) kept = withRecent(parseRecent(kept), id);
    expect(parseRecent(kept)).toEqual(['g', 'f', 'e', 'd', 'c', 'a']);
  });

  it('is nothing where something else was written', () => {
    for (const text of [null, '', '{', '{"a":1}', '7', 'null', '[1,{}]'])
      expect(parseRecent(text)).toEqual([]);
    expect(parseRecent(JSON.stringify(['x'.repeat(500), 'page:Jobs']))).toEqual(['page:Jobs']);
  });

  it('knows the jobs of a backend from pages and from what was tampered with', () => {
    expect(jobOfEntry('local', jobEntryId('local', 'mnist-1'))).toBe('mnist-1');
    for (const id of ['page:Jobs', jobEntryId('us-east-1', 'mnist-1'), 'job:local/../x', 'job:local/'])
      expect(jobOfEntry('local', id)).toBeUndefined();
  });
});
