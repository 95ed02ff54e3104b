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
import { createJobQueries } from './query-jobs';
import { jobSortKeys } from '../training/job-columns';
import { createPriceStore } from './price-store';

const scopes = ['0', '1'].map((account) => ({ backend: 'local', account }));
const jobs = [...generateJobs(80, { seed: 8, running: 10 })].map((job, index) => ({
  ...job,
  ...(index % 9 === 1 && { tuningJobArn: 'arn:tuning/one' }),
  ...(index % 11 === 2 && { serverless: {} }),
  ...(index % 7 === 3 && { tags: undefined }),
}));

test('whatever comes, changes, vanishes or is taken out, a count is of the jobs that match', () => {
  const act = fc.record({
    kind: fc.constantFrom('come', 'change', 'archive', 'vanish', 'unmet', 'remove', 'price', 'logs'),
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
    nameContains: fc.subarray(['bert', '0']),
    namePrefix: fc.constantFrom(undefined, 'Bert-', 'x'),
    lostWork: either,
    serverless: either,
    launchers: fc.subarray(['tuning', 'pipeline']),
    favourite: either,
    createdFrom: fc.constantFrom(undefined, jobs[40]!.createdAt),
    endedBefore: fc.constantFrom(undefined, jobs[30]!.trainingEndedAt),
    suitsSpotWithin: fc.constantFrom(undefined, 3_600),
    tags: fc.subarray([
      { key: 'Project', value: 'maps' },
      { key: 'Model' },
      { key: 'Model', value: 'bert' },
      { key: archivedTag, absent: true as const },
      { key: 'Project', absent: true as const },
    ]),
  });
  let turn = 0;
  /** A page of the list in some order is of the jobs that match, in that order. */
  const expectPage = (queries: ReturnType<typeof createJobQueries>, filters: JobFilters) => {
    const sort = { by: jobSortKeys[turn % jobSortKeys.length]!, descending: turn % 3 === 0 };
    const ask = (page: number, pageSize: number) => queries.queryJobs({ filters, sort, page, pageSize });
    const all = ask(1, 1_000);
    expect(all.rows).toHaveLength(all.total);
    const pages = Array.from({ length: Math.ceil(all.total / 30) }, (_, index) => ask(index + 1, 30).rows);
    expect(pages.flat()).toEqual(all.rows);
  };
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 5, maxLength: 60 }),
      fc.array(filter, { minLength: 1, maxLength: 6 }),
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
          else if (kind === 'logs') store.recordEpochs(job.name, { final: true, lostSeconds: at % 2 });
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
            // As of few jobs, and as of very many, of which what is found is kept.
            for (const keptFrom of [undefined, 0])
              expect(countMatching(database, id, asked, keptFrom), JSON.stringify(one)).toBe(straight(asked));
            if (turn++ % 4 === 0) expectPage(createJobQueries(database, scope, 0), asked);
          }
          const unlike = database.column(
            sql`SELECT name FROM job LEFT JOIN job_traits AS had ON had.id = job.traits WHERE NOT (had.scope IS job.scope
              AND had.outcome IS job.outcome AND had.spot IS job.spot AND had.instance_type IS job.instance_type
              AND had.launched_by IS job.launched_by AND had.checkpointed IS job.checkpointed
              AND had.standing IS job.standing AND had.serverless IS job.serverless
              AND had.interruptions IS min(job.interruptions, 1) AND had.gone_at IS min(job.gone_at, 1)
              AND had.lost_seconds IS min(job.lost_seconds, 1))`,
            z.string(),
          );
          expect(unlike).toEqual([]);
          expect(stores[index]!.count()).toBe(straight({ ...noFilters, inAccount: true }));
        });
        database.close();
      },
    ),
    { numRuns: 25, seed: 20_261_127 },
  );
}, 120_000);
