import { expect, test } from 'vitest';
import { sampleJob } from '../../testing/dashboard/sample-job';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore } from '../catalog/job-store';
import { knownPlaces } from './known-places';

const catalogOf = (...scopes: [backend: string, account: string, jobs: number][]) => {
  const database = openCatalogDatabase(':memory:');
  for (const [backend, account, jobs] of scopes) {
    const store = createJobStore(database, { backend, account });
    store.saveSyncState({ asOf: 1 });
    store.storeJobs(
      Array.from({ length: jobs }, (_, index) => sampleJob(index, { name: `job-${index}` })),
      1,
      'search',
    );
  }
  return database;
};

test('what was opened before is known where it has jobs, an account and Region once', () => {
  const database = catalogOf(
    ['us-east-1', '111111111111', 1],
    ['local', '000000000000', 1],
    ['us-east-1', '222222222222', 1],
    ['eu-west-1', '222222222222', 2],
    ['eu-west-2', '222222222222', 0],
  );
  const accounts = new Map([
    ['local', '000000000000'],
    ['us-east-1', '111111111111'],
    ['us-east-1~main', '111111111111'],
    ['us-east-1~research', '222222222222'],
    ['eu-west-1~research', '222222222222'],
    ['eu-west-1~lab', '222222222222'],
    ['eu-west-2~research', '222222222222'],
  ]);
  expect(knownPlaces(database, accounts)).toEqual([
    'local',
    'eu-west-1~lab',
    'us-east-1',
    'us-east-1~research',
  ]);
});

test('an account that no credentials lead to any more is not shown, nor what is no backend', () => {
  const database = catalogOf(['us-east-1', '111111111111', 1], ['mars-1', '111111111111', 1]);
  expect(knownPlaces(database, new Map([['us-east-1', '222222222222']]))).toEqual([]);
  expect(knownPlaces(database, new Map())).toEqual(['us-east-1']);
});
