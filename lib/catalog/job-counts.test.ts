import fc from 'fast-check';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { type JobFilters, listedStandings, noFilters } from '../training/job-filters';
import { archivedTag } from '../training/job-tags';
import { openCatalogDatabase } from './catalog-database';
import { conditionOf } from './job-conditions';
import { countMatching } from './job-counts';
import { createJobStore, findScopeId } from './job-store';
import { createPriceStore } from './price-store';

const scopes = ['0', '1'].map((account) => ({ backend: 'local', account }));
const jobs = [...generateJobs(80, { seed: 8, running: 10 })];

test('whatever comes, changes, vanishes or is taken out, a count is of the jobs that match', () => {
  const act = fc.record({
    kind: fc.constantFrom('come', 'change', 'archive', 'vanish', 'unmet', 'remove', 'price'),
    job: fc.nat(jobs.length - 1),
    of: fc.nat(1),
  });
  const either = fc.constantFrom(undefined, true, false);
  const filter: fc.Arbitrary<Partial<JobFilters>> = fc.record({
    outcomes: fc.subarray(['completed', 'failed', 'running', 'stopped']),
    spot: either,
    instanceTypes: fc.subarray(['ml.m5.xlarge', 'ml.g5.2xlarge']),
    interrupted: either,
    checkpoints: either,
    inAccount: either,
    standing: fc.constantFrom(undefined, ...listedStandings),
    archived: fc.constantFrom('shown' as const, 'hidden' as const, 'only' as const),
    nameContains: fc.subarray(['bert']),
  });
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 5, maxLength: 60 }),
      fc.array(filter, { minLength: 1, maxLength: 12 }),
      (acts, filters) => {
        const database = openCatalogDatabase(':memory:');
        const stores = scopes.map((scope) => createJobStore(database, scope));
        stores.forEach((store, index) => store.storeJobs(jobs.slice(0, 40 + index), 0, 'search'));
        let at = 1;
        for (const { kind, job: index, of } of acts) {
          const [job, store] = [jobs[index]!, stores[of]!];
          at += 1;
          const changed = { ...job, lastModifiedAt: job.createdAt + 1e9 + at };
          if (kind === 'come') store.storeJobs([job], at, 'search');
          else if (kind === 'change')
            store.storeJobs([{ ...changed, spot: at % 2 === 0, status: 'Failed' }], at, 'describe');
          else if (kind === 'archive')
            store.storeJobs([{ ...changed, tags: { [archivedTag]: 'true' } }], at, 'describe');
          else if (kind === 'vanish') store.markGone(job.name, at);
          else if (kind === 'remove') store.removeJob(job.name);
          else if (kind === 'unmet') {
            store.saveSyncState({ walk: store.syncState().walk + 1 });
            store.markUnmet(Date.UTC(2100, 0, 1), at);
          } else
            createPriceStore(database, scopes[of]!).save({
              instanceType: 'ml.m5.xlarge',
              price: { instanceType: 'ml.m5.xlarge', region: 'r', usdPerHour: 1, source: 's' },
              byHand: true,
              readAt: at,
            });
        }
        scopes.forEach((scope, index) => {
          const id = findScopeId(database, scope);
          const straight = (asked: JobFilters) =>
            database.value(sql`SELECT count(*) FROM job WHERE ${conditionOf(id, asked)}`, z.number());
          for (const one of [{}, ...filters]) {
            const asked = { ...noFilters, ...one };
            expect(countMatching(database, id, asked), JSON.stringify(one)).toBe(straight(asked));
          }
          expect(stores[index]!.count()).toBe(straight({ ...noFilters, inAccount: true }));
        });
        database.close();
      },
    ),
    { numRuns: 40, seed: 20_261_127 },
  );
}, 120_000);
