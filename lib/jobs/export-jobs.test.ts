import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { type ExportedJob } from '../training/job-columns';
import { createFakeSearch } from '../../testing/dashboard/fake-search';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { textOf } from '../catalog/catalog-database';
import { SpotdeckError } from '../errors/spotdeck-error';
import { noFilters } from '../training/job-filters';
import { type JobQuery } from '../training/job-list';
import { type TrainingJob } from '../training/training-job';

const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-export-'));
const aws = vi.hoisted(() => ({ search: vi.fn(), identity: vi.fn(), price: vi.fn(), capabilities: vi.fn() }));

vi.mock('../env', async (original) => ({
  ...(await original<object>()),
  settings: { dataDir: folder, localPort: 1 },
}));
vi.mock('../aws/identity', () => ({ callerIdentity: aws.identity }));
vi.mock('../aws/training-jobs', () => ({ searchTrainingJobs: aws.search, describeTrainingJob: vi.fn() }));
vi.mock('../aws/prices', () => ({ onDemandPrice: aws.price }));
vi.mock('../aws/capabilities', () => ({ readCapabilities: aws.capabilities }));
vi.mock('../backfill/watch-job', () => ({ watchJob: vi.fn() }));

const { csvText, exportJobs } = await import('./export-jobs');
const { runUseCase } = await import('../use-cases/run-use-case');
const { jobCatalog } = await import('../backfill/job-catalog');
const { refreshJobs } = await import('./list-jobs');

const query: JobQuery = {
  filters: noFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: 25,
};

/** Each test has an account of its own. */
let account = 0;
const setUp = async (jobs: TrainingJob[]) => {
  const backend = createFakeSearch(jobs);
  account += 1;
  aws.identity.mockResolvedValue({ accountId: String(account), arn: '' });
  aws.search.mockImplementation(async (_: unknown, { token }: { token?: string }) => {
    const { total, ...page } = await backend.source.search({ token });
    return { ...page, total: { value: total, exact: true } };
  });
  await runUseCase(refreshJobs, 'local', query);
};

beforeEach(() => {
  vi.restoreAllMocks();
  const memory = globalThis as { [key: symbol]: unknown };
  delete memory[Symbol.for('spotdeck.catalog-accounts')];
  aws.capabilities.mockResolvedValue({ spotMarket: false });
  aws.price.mockImplementation((_: unknown, instanceType: string) =>
    Promise.resolve({ instanceType, region: 'us-east-1', usdPerHour: 3.6, source: 'a price list' }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Cells that hold no comma, by column, one record for each job. */
const recordsOf = (csv: string) => {
  const [head = '', ...rows] = csv.trimEnd().split('\r\n');
  const columns = head.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, index) => [columns[index] ?? '', cell])),
  );
};

const read = async (filters = noFilters) => {
  const { body, fileName } = await runUseCase(exportJobs, 'local', filters);
  return { records: recordsOf(await new Response(body).text()), fileName };
};

const job: ExportedJob = {
  name: 'mnist-1',
  status: 'Completed',
  secondaryStatus: 'Completed',
  spot: true,
  forNothing: false,
  createdAt: Date.UTC(2026, 10, 1, 12),
  endedAt: Date.UTC(2026, 10, 1, 13),
  instanceType: 'ml.m5.large',
  instanceCount: 2,
  durationSeconds: 3_600,
  trainingSeconds: 1_000,
  billableSeconds: 300,
  usefulSeconds: 600,
  atMost: false,
  savedShare: 0.5,
  usdPerHour: 3.6,
  interruptions: 1,
  waitingSeconds: 90.5,
  recomputedEpochs: 3,
  lostSeconds: 61,
  checkpoints: true,
  standing: 'counted',
};
const lineOf = (change: Partial<ExportedJob>) =>
  recordsOf([...csvText([[{ ...job, ...change }]], false)].join(''))[0];

test('a spot job has all of its figures, its money for all of its instances', () => {
  expect([...csvText([[job]], false)].join('')).toBe(
    'name,status,secondary status,spot,created,ended,duration seconds,instance type,instance count,' +
      'useful seconds,training seconds,billable seconds,saved share,SageMaker savings share,' +
      'on-demand USD per hour,USD on demand,USD paid,USD saved,on demand and saved are at most,interruptions,' +
      'waiting seconds,recomputed epochs,lost seconds,checkpoints,standing,launched by,no longer in the account since,serverless\r\n' +
      'mnist-1,Completed,Completed,yes,2026-11-01T12:00:00.000Z,2026-11-01T13:00:00.000Z,3600,ml.m5.large,2,' +
      '600,1000,300,0.5,0.7,3.6,1.2,0.6,0.6,no,1,91,3,61,yes,counted,,,no\r\n',
  );
});

test('an on-demand job would have cost on demand what it cost', () => {
  expect(lineOf({ spot: false, billableSeconds: 900 })).toMatchObject({
    spot: 'no',
    'saved share': '',
    'SageMaker savings share': '',
    'on demand and saved are at most': '',
    'USD on demand': '1.8',
    'USD paid': '1.8',
    'USD saved': '0',
  });
});

test('a failed job has saved nothing, and what rests on lost work that no log told is marked', () => {
  expect(lineOf({ forNothing: true })).toMatchObject({
    'saved share': '',
    'USD saved': '',
    'USD paid': '0.6',
  });
  expect(lineOf({ atMost: true })).toMatchObject({ 'on demand and saved are at most': 'yes' });
});

test('what is unknown is an empty cell, and so is the money that depends on it', () => {
  const money = (change: Partial<ExportedJob>) => {
    const line = lineOf(change);
    return ['USD on demand', 'USD paid', 'USD saved'].map((column) => line?.[column]);
  };
  expect(money({ usdPerHour: undefined })).toEqual(['', '', '']);
  expect(money({ instanceCount: undefined })).toEqual(['', '', '']);
  expect(money({ billableSeconds: undefined })).toEqual(['1.2', '', '']);
  expect(money({ usefulSeconds: undefined })).toEqual(['', '0.6', '']);
  expect(money({ spot: false, billableSeconds: undefined })).toEqual(['', '', '']);
  expect(money({ usefulSeconds: 0, billableSeconds: 0 })).toEqual(['0', '0', '0']);
  expect(
    lineOf({
      endedAt: undefined,
      recomputedEpochs: undefined,
      lostSeconds: undefined,
      instanceType: undefined,
    }),
  ).toMatchObject({ ended: '', 'recomputed epochs': '', 'lost seconds': '', 'instance type': '' });
});

test('a status that a spreadsheet would run is text', () => {
  expect(lineOf({ status: '=1+1' })?.status).toBe("'=1+1");
});

test('simulated money says so in the head of its columns', () => {
  const [head] = [...csvText([], true)];
  expect(head).toContain('on-demand simulated USD per hour,simulated USD on demand,simulated USD paid');
});

test('all jobs of a list are exported with their prices, whatever page it shows', async () => {
  const jobs = [...generateJobs(60)];
  await setUp(jobs);
  const { records, fileName } = await read();
  expect(records.map(({ name }) => name).sort()).toEqual(jobs.map(({ name }) => name).sort());
  expect(records.every((record) => record['on-demand USD per hour'] === '3.6')).toBe(true);
  expect(fileName).toMatch(/^spotdeck-jobs-local-\d{4}-\d{2}-\d{2}\.csv$/);
  const { records: failed } = await read({ ...noFilters, standing: 'failed' });
  expect(failed.map(({ name }) => name).sort()).toEqual(
    jobs
      .filter(({ status }) => status === 'Failed')
      .map(({ name }) => name)
      .sort(),
  );
});

test('prices that cannot be read leave the money out and stop nothing', async () => {
  aws.price.mockRejectedValue(new SpotdeckError('unreachable', 'The price list does not answer.'));
  await setUp([...generateJobs(3)]);
  const { records } = await read();
  expect(records).toHaveLength(3);
  expect(records.every((record) => record['USD paid'] === '' && record['billable seconds'] !== '')).toBe(
    true,
  );
});

test('jobs are read as the reader takes them, and no more once it has gone', async () => {
  await setUp([...generateJobs(2_500)]);
  const prepared = vi.spyOn((await jobCatalog('local')).database, 'all');
  const pagesRead = () =>
    prepared.mock.calls.filter(([query]) => textOf(query).includes('NOT INDEXED')).length;
  const { body } = await runUseCase(exportJobs, 'local', noFilters);
  const reader = body.getReader();
  await reader.read();
  await reader.read();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(pagesRead()).toBeLessThanOrEqual(2);
  await reader.cancel();
  expect(pagesRead()).toBeLessThanOrEqual(2);
});

test('what was never read is refused with the reason', async () => {
  aws.identity.mockRejectedValue(new SpotdeckError('unreachable', 'It does not answer.'));
  await expect(runUseCase(exportJobs, 'us-west-1', noFilters)).rejects.toThrow('It does not answer.');
  await expect(runUseCase(exportJobs, 'nowhere', noFilters)).rejects.toMatchObject({ code: 'not-found' });
});
