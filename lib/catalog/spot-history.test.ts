import { expect, test } from 'vitest';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { jobEndOf } from '../training/job-end';
import { jobFactsOf } from '../training/report/job-facts';
import { describeStatus } from '../training/status';
import { createJobStore } from './job-store';
import { spotHistories } from './spot-history';

test('each type’s newest spot jobs that ended tell its interruptions and its median wait', () => {
  const database = openCatalogDatabase(':memory:');
  const scope = { backend: 'local', account: '0' };
  const jobs = [...generateJobs(900, { running: 7 })];
  createJobStore(database, scope).storeJobs(jobs, 0, 'search');
  createJobStore(database, { ...scope, account: '1' }).storeJobs(jobs.slice(0, 50), 0, 'search');

  const ended = jobs.filter((job) => job.spot && describeStatus(job).terminal);
  const expected = [...new Set(ended.map(({ instanceType }) => instanceType!))].sort().map((instanceType) => {
    const newest = ended
      .filter((job) => job.instanceType === instanceType)
      .map((job) => ({ endedAt: jobEndOf(job)!, facts: jobFactsOf(job, jobEndOf(job)!) }))
      .sort((a, b) => b.endedAt - a.endedAt)
      .slice(0, 100);
    const waits = newest
      .map(({ facts }) => facts.waitingSeconds + facts.startingSeconds)
      .sort((a, b) => a - b);
    const middle = Math.floor(waits.length / 2);
    return {
      instanceType,
      jobs: newest.length,
      interruptedJobs: newest.filter(({ facts }) => facts.interruptions > 0).length,
      medianWaitSeconds: waits.length % 2 ? waits[middle] : (waits[middle - 1]! + waits[middle]!) / 2,
    };
  });
  expect(expected.map((each) => each.jobs)).toContain(100);
  expect(spotHistories(database, scope, 100)).toEqual(expected);
  expect(spotHistories(database, { ...scope, account: '2' })).toEqual([]);
});
