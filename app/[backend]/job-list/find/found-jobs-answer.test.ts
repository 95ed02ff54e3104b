import { expect, it } from 'vitest';
import { partOf } from '@/testing/part-of';
import { type JobPage } from '@/lib/training/job-list';
import { foundJobsAnswer } from './found-jobs-answer';

const row = (name: string, changes: Partial<JobPage['rows'][number]> = {}) =>
  partOf<JobPage['rows'][number]>({ name, status: 'Completed', secondaryStatus: 'Completed', ...changes });

it('tells the palette of a job that vanished that it did, and of an archived one after the others', async () => {
  const page = partOf<JobPage>({
    rows: [row('old', { archived: true }), row('gone', { goneAt: 5 }), row('there')],
    total: 3,
    freshness: { throttled: false, asOf: 1 },
  });
  expect(await foundJobsAnswer(page).json()).toEqual({
    jobs: [
      { name: 'gone', status: 'Completed', secondaryStatus: 'Completed', goneAt: 5 },
      { name: 'there', status: 'Completed', secondaryStatus: 'Completed' },
      { name: 'old', status: 'Completed', secondaryStatus: 'Completed', archived: true },
    ],
    total: 3,
    isReading: false,
  });
});
