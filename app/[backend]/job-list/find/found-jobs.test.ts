import { expect, it } from 'vitest';
import { partOf } from '@/testing/part-of';
import { type JobPage } from '@/lib/training/job-list';
import { isFoundJobs } from '@/components/shell/palette/found-jobs';
import { foundJobsOf } from './found-jobs';

const row = (name: string, changes: Partial<JobPage['rows'][number]> = {}) =>
  partOf<JobPage['rows'][number]>({ name, status: 'Completed', secondaryStatus: 'Completed', ...changes });

it('tells the palette of a job that vanished that it did, and of an archived one after the others', () => {
  const page = partOf<JobPage>({
    rows: [row('old', { archived: true }), row('gone', { goneAt: 5 }), row('there')],
    total: 3,
    freshness: { throttled: false, asOf: 1 },
  });
  const answer: unknown = JSON.parse(JSON.stringify(foundJobsOf(page)));
  expect(isFoundJobs(answer)).toBe(true);
  expect(answer).toEqual({
    jobs: [
      { name: 'gone', status: 'Completed', secondaryStatus: 'Completed', goneAt: 5 },
      { name: 'there', status: 'Completed', secondaryStatus: 'Completed' },
      { name: 'old', status: 'Completed', secondaryStatus: 'Completed', archived: true },
    ],
    total: 3,
    isReading: false,
  });
});
