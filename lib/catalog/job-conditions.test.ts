import sql from 'sql-template-tag';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { jobFactsOf } from '../training/report/job-facts';
import { listedStandings, noFilters, type JobFilters, type ListedStanding } from '../training/job-filters';
import { interruptionCount } from '../training/attempts';
import { describeStatus } from '../training/status';
import { archivedTag, favouriteTag, isArchived, isFavourite } from '../training/job-tags';
import { type TrainingJob } from '../training/training-job';
import { type CatalogDatabase, openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { conditionOf } from './job-conditions';
import { createJobStore, findScopeId } from './job-store';

const scope = { backend: 'local', account: '0' };
const otherScope = { backend: 'local', account: '1' };
const observedAt = Date.UTC(2026, 10, 21);

/** Types at a known price; of the others the price list has none, or was never asked. */
const pricedTypes = ['ml.m5.xlarge', 'ml.g5.2xlarge', 'ml.g5.12xlarge'];

const tagsOf = (job: TrainingJob, index: number): TrainingJob['tags'] => {
  if (index % 5 === 0) return undefined;
  if (index % 5 === 1) return { ...job.tags, Owner: 'ada', '100%': 'yes' };
  return index % 5 === 2 ? { ...job.tags, [index % 2 ? archivedTag : favouriteTag]: 'yes' } : job.tags;
};

/** Generated jobs, some of which lack what SageMaker may leave out, and a few with names that are hard to tell apart. */
const jobs: TrainingJob[] = [...generateJobs(400, { running: 6 })].map((job, index) => {
  const { billableSeconds, instanceType, instanceCount, checkpoint, tags: _, ...rest } = job;
  const tags = tagsOf(job, index);
  return {
    ...rest,
    ...(billableSeconds !== undefined && index % 17 !== 0 && { billableSeconds }),
    ...(index % 23 !== 0 && { instanceType }),
    ...(index % 29 !== 0 && { instanceCount }),
    ...(checkpoint !== undefined && index % 3 !== 0 && { checkpoint }),
    ...(tags && { tags }),
    ...(index % 31 === 0 && { serverless: { jobType: 'FineTuning' } }),
  };
});
const hardNames = ['a', 'a-b', 'a-b-c', 'A', 'A-b', 'ab', 'ab-c', 'a--b', 'b-a', 'a_b', 'a-B'];
hardNames.forEach((name, index) => jobs.push({ ...jobs[50 + index]!, name }));

let database: CatalogDatabase;

beforeAll(() => {
  database = openCatalogDatabase(':memory:');
  createJobStore(database, scope).storeJobs(jobs, observedAt, 'search');
  createJobStore(database, otherScope).storeJobs(jobs.slice(0, 40), observedAt, 'search');
});

const savePrices = (account: typeof scope, types: readonly string[], usdPerHour: number | null) => {
  for (const type of types) {
    database.run(
      sql`INSERT OR REPLACE INTO price (scope, instance_type, usd_per_hour, read_at)
        VALUES (${findScopeId(database, account)}, ${type}, ${usdPerHour}, 0)`,
    );
  }
};

const found = (where: Partial<JobFilters>) => {
  const condition = conditionOf(findScopeId(database, scope), { ...noFilters, ...where });
  return database
    .all(sql`SELECT name FROM job WHERE ${condition}`)
    .map(({ name }) => String(name))
    .sort();
};
const namesWhere = (matches: (job: TrainingJob) => boolean) =>
  jobs
    .filter(matches)
    .map(({ name }) => name)
    .sort();

/** The end of a job as its row says it. */
const endOf = (job: TrainingJob) => (describeStatus(job).terminal ? job.trainingEndedAt : undefined);

test('a serverless job is one that has no instances of its own', () => {
  expect(found({ serverless: true })).toEqual(namesWhere(({ serverless }) => serverless !== undefined));
  expect(found({ serverless: false })).toEqual(namesWhere(({ serverless }) => serverless === undefined));
});

test('an end lies from its first moment to before its last, and a job that runs has none', () => {
  for (const at of [jobs[0], jobs[30], jobs[200]].map((job) => job!.trainingEndedAt ?? observedAt)) {
    const from = namesWhere((job) => (endOf(job) ?? -Infinity) >= at);
    const before = namesWhere((job) => (endOf(job) ?? Infinity) < at);
    expect(found({ endedFrom: at })).toEqual(from);
    expect(found({ endedBefore: at })).toEqual(before);
    expect(found({ endedFrom: at, endedBefore: at })).toEqual([]);
    expect(found({ endedFrom: at, endedBefore: at + 1 })).toEqual(namesWhere((job) => endOf(job) === at));
  }
  const running = namesWhere((job) => endOf(job) === undefined);
  expect(running).toHaveLength(6);
  expect(found({ endedFrom: 0 })).not.toEqual(expect.arrayContaining([running[0]]));
});

test('a name begins with a prefix whatever its case', () => {
  for (const prefix of ['mnist-', 'MNIST-V', 'a', 'A-', 'ab-c', 'mnist-vision-000001', 'none']) {
    expect(found({ namePrefix: prefix })).toEqual(
      namesWhere(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase())),
    );
  }
  expect(found({ namePrefix: 'a-' })).toEqual(['A-b', 'a--b', 'a-B', 'a-b', 'a-b-c']);
});

test('the signs of a pattern in a prefix stand for themselves', () => {
  expect(found({ namePrefix: 'a_' })).toEqual(['a_b']);
  for (const prefix of ['%', '_', '\\', '%-vision', 'a\\_', "' OR 1=1 --"]) {
    expect(found({ namePrefix: prefix })).toEqual([]);
  }
});

test('a group of names is the name before the hyphen and all that goes on behind it, in its own case', () => {
  expect(found({ nameGroup: 'a-*' })).toEqual(['a', 'a--b', 'a-B', 'a-b', 'a-b-c']);
  expect(found({ nameGroup: 'A-*' })).toEqual(['A', 'A-b']);
  expect(found({ nameGroup: 'a-b-*' })).toEqual(['a-b', 'a-b-c']);
  expect(found({ nameGroup: 'ab-*' })).toEqual(['ab', 'ab-c']);
  expect(found({ nameGroup: 'a' })).toEqual(['a']);
  expect(found({ nameGroup: 'mnist-vision-*' })).toEqual(
    namesWhere(({ name }) => name.startsWith('mnist-vision-')),
  );
  for (const group of ['', '-*', '*', '%-*', '_-*', 'a*']) expect(found({ nameGroup: group })).toEqual([]);
});

test('jobs with and without checkpoints, interrupted and not, are told apart', () => {
  for (const value of [true, false]) {
    expect(found({ checkpoints: value })).toEqual(
      namesWhere(({ checkpoint }) => (checkpoint !== undefined) === value),
    );
    expect(found({ interrupted: value })).toEqual(namesWhere((job) => interruptionCount(job) > 0 === value));
    expect(found({ checkpoints: value }).length).toBeGreaterThan(0);
    expect(found({ interrupted: value }).length).toBeGreaterThan(0);
  }
});

test('spot suits a job that saves checkpoints or needs no longer, the bound included', () => {
  for (const seconds of [0, jobs[100]!.trainingSeconds!, 3_600, 999_999_999_999]) {
    expect(found({ suitsSpotWithin: seconds })).toEqual(
      namesWhere(
        ({ checkpoint, trainingSeconds }) =>
          checkpoint !== undefined || (trainingSeconds ?? Infinity) <= seconds,
      ),
    );
  }
});

test('a tag that may not be there leaves out who has it, and keeps who has none', () => {
  for (const key of ['Owner', 'Project', '100%', '%', 'owner', '']) {
    expect(found({ tags: [{ key, absent: true }] })).toEqual(
      namesWhere(({ tags }) => tags?.[key] === undefined),
    );
  }
  expect(
    found({
      tags: [
        { key: 'Owner', absent: true },
        { key: 'Project', value: 'maps' },
      ],
    }),
  ).toEqual(namesWhere(({ tags }) => tags?.Owner === undefined && tags?.Project === 'maps'));
  expect(found({ tags: [{ key: 'Owner', absent: true }, { key: 'Owner' }] })).toEqual([]);
});

test('work is lost, is not, or nobody knows before the log was read', () => {
  const store = createJobStore(database, scope);
  const [lost, kept, unread] = jobs.map(({ name }) => name);
  if (!lost || !kept || !unread) throw new Error('there are jobs');
  store.recordEpochs(lost, { final: true, lostSeconds: 90, lostExact: true });
  store.recordEpochs(kept, { final: true, lostSeconds: 0, lostExact: true });
  expect(found({ lostWork: true })).toEqual([lost]);
  expect(found({ lostWork: false })).toEqual([kept]);
});

const standingIn = (job: TrainingJob, priced: readonly string[]): ListedStanding => {
  const { standing } = jobFactsOf(job, observedAt);
  return standing === 'counted' && !priced.includes(job.instanceType ?? '') ? 'unpriced' : standing;
};

test('each job has one standing in the savings report, by what is known of its price', () => {
  const expectStandings = (priced: readonly string[]) => {
    for (const standing of listedStandings) {
      expect(found({ standing })).toEqual(namesWhere((job) => standingIn(job, priced) === standing));
    }
    expect(listedStandings.flatMap((standing) => found({ standing })).sort()).toEqual(namesWhere(() => true));
  };
  // What is known for another account does not count.
  savePrices(otherScope, [...pricedTypes, 'ml.c5.2xlarge'], 1);
  expectStandings([]);
  expect(found({ standing: 'counted' })).toEqual([]);

  savePrices(scope, pricedTypes, 1.5);
  savePrices(scope, ['ml.c5.2xlarge'], null);
  expectStandings(pricedTypes);
  for (const standing of listedStandings) expect(found({ standing }).length).toBeGreaterThan(0);

  // A price of zero is one that is known.
  savePrices(scope, ['ml.c5.2xlarge'], 0);
  expectStandings([...pricedTypes, 'ml.c5.2xlarge']);
});

test('filters hold together as each does alone', () => {
  const at = fc.constantFrom(...jobs.map((job) => job.trainingEndedAt ?? observedAt));
  const filters = fc.record(
    {
      namePrefix: fc.constantFrom('mnist', 'B', 'a'),
      nameGroup: fc.constantFrom('bert-*', 'mnist-vision-*', 'a-*', 'a'),
      endedFrom: at,
      endedBefore: at,
      standing: fc.constantFrom(...listedStandings),
      checkpoints: fc.boolean(),
      interrupted: fc.boolean(),
      suitsSpotWithin: fc.integer({ min: 0, max: 36_000 }),
      spot: fc.boolean(),
      favourite: fc.boolean(),
      archived: fc.constantFrom('hidden' as const, 'shown' as const, 'only' as const),
      tags: fc.constantFrom<JobFilters['tags'][]>(
        [{ key: 'Owner', absent: true }],
        [{ key: 'Project', value: 'maps' }],
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(filters, (where) => {
      const alone = Object.entries(where).map(([name, value]) => new Set(found({ [name]: value })));
      expect(found(where)).toEqual(namesWhere(({ name }) => alone.every((names) => names.has(name))));
    }),
    { numRuns: 200 },
  );
});

test('archived jobs are left out, shown or alone, and favourites are found', () => {
  expect(found({ archived: 'hidden' })).toEqual(namesWhere(({ tags }) => !isArchived(tags)));
  expect(found({ archived: 'only' })).toEqual(namesWhere(({ tags }) => isArchived(tags)));
  expect(found({ archived: 'shown' })).toEqual(found({}));
  expect(found({ favourite: true })).toEqual(namesWhere(({ tags }) => isFavourite(tags)));
  expect(found({ favourite: true, archived: 'only' })).toEqual([]);
});
