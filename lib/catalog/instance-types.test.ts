import { expect, test } from 'vitest';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { listInstanceTypes } from './instance-types';
import { createJobStore } from './job-store';

test('each type is named once, of the jobs of the account alone', () => {
  const database = openCatalogDatabase(':memory:');
  const scope = { backend: 'local', account: '0' };
  const [first, ...jobs] = generateJobs(50);
  const { instanceType: _, ...withoutType } = first!;
  expect(listInstanceTypes(database, scope)).toEqual([]);
  createJobStore(database, scope).storeJobs([withoutType], 0, 'search');
  expect(listInstanceTypes(database, scope)).toEqual([]);
  createJobStore(database, scope).storeJobs(jobs, 0, 'search');
  createJobStore(database, { ...scope, account: '1' }).storeJobs(
    [{ ...first!, instanceType: 'ml.p4d.24xlarge' }],
    0,
    'search',
  );
  expect(listInstanceTypes(database, scope)).toEqual(
    [...new Set(jobs.map(({ instanceType }) => instanceType))].sort(),
  );
});
