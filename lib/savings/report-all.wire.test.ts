/** The money of several accounts and Regions on one page: a price that is entered there goes to the one that lacks it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeveralAccounts, startSeveralAccounts } from '../../testing/aws/several-accounts';
import { launchScript } from '../../testing/dashboard/live-backend';
import { missingTypes } from '../training/report/missing-price';
import { defaultReportQuery, type SavingsReport } from '../training/report/savings-report';
import { defaultWasteQuery, type WasteBoard, type WasteQuery } from '../training/report/waste-board';

let accounts: SeveralAccounts;

const unpriced = 'ml.p4d.24xlarge';
const places = ['local', 'us-east-1', 'us-east-1~other', 'us-east-1~same'];

beforeAll(async () => {
  accounts = await startSeveralAccounts();
  const { getBackend } = await import('../aws/backends');
  const fails = "console.log('no'); process.exit(1);";
  await launchScript(getBackend('local'), 'failed-here', fails);
  await launchScript(getBackend('us-east-1'), 'failed-there', fails, {
    ResourceConfig: { InstanceType: unpriced, InstanceCount: 1, VolumeSizeInGB: 10 },
  });
});
afterAll(() => accounts.end());

const board = async (query: Partial<WasteQuery> = {}): Promise<WasteBoard> => {
  const { refreshAllWaste } = await import('./report-all-waste');
  const { runUseCase } = await import('../use-cases/run-use-case');
  return runUseCase(refreshAllWaste, 'local', { places, query: { ...defaultWasteQuery, ...query } });
};
const report = async (): Promise<SavingsReport> => {
  const { reportAllSavings } = await import('./report-all-savings');
  const { runUseCase } = await import('../use-cases/run-use-case');
  return runUseCase(reportAllSavings, 'local', { places, query: defaultReportQuery });
};

it('tells what was wasted by each, leads to where the jobs are, and asks each for the price that it lacks', async () => {
  await expect.poll(async () => (await board()).totals.figures.failed.count, { timeout: 60_000 }).toBe(3);
  await expect.poll(async () => (await board()).pricesPending).toBe(false);
  const byPlace = await board({ group: 'where' });
  // The profile of the same account adds nothing; the other account sees the same jobs here.
  expect(byPlace.rows.map(({ key, figures }) => [key, figures.failed.count]).sort()).toEqual([
    ['local', 1],
    ['us-east-1', 1],
    ['us-east-1~other', 1],
  ]);
  expect(byPlace.simulatedPlaces).toEqual(['local']);
  expect(byPlace.pricesMissing).toEqual([
    { instanceType: unpriced, where: 'us-east-1' },
    { instanceType: unpriced, where: 'us-east-1~other' },
  ]);
  expect((await report()).pricesMissing).toEqual(byPlace.pricesMissing);
  expect(byPlace.totals.unpriced.map(({ where, filters }) => [where, filters?.where])).toEqual([
    ['us-east-1', ['us-east-1']],
    ['us-east-1~other', ['us-east-1~other']],
  ]);
});

it('keeps an entered price for the Region that it was entered of, for all of its accounts, and takes it back', async () => {
  const { enterPrice } = await import('./enter-price');
  const { readEnteredPrices } = await import('../backfill/entered-prices');
  const { runUseCase } = await import('../use-cases/run-use-case');
  await runUseCase(enterPrice, 'us-east-1', { instanceType: unpriced, usdPerHour: 30 });
  expect([...readEnteredPrices('us-east-1').keys()]).toEqual([unpriced]);
  expect([...readEnteredPrices('local').keys()]).toEqual([]);
  const priced = await board({ group: 'where' });
  expect(missingTypes(priced.pricesMissing)).toEqual([]);
  expect(priced.totals.unpricedHours).toBe(0);
  const prices = (await report()).prices.filter(({ instanceType }) => instanceType === unpriced);
  expect(prices.map(({ where, usdPerHour, byHand }) => [where, usdPerHour, byHand])).toEqual([
    ['us-east-1', 30, true],
    ['us-east-1~other', 30, true],
  ]);
  await runUseCase(enterPrice, 'us-east-1~other', { instanceType: unpriced, usdPerHour: undefined });
  expect((await board()).pricesMissing).toHaveLength(2);
});

it('gives all of it as CSV, whose money is said', async () => {
  const { exportAllWaste } = await import('./report-all-waste');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const { body, fileName } = await runUseCase(exportAllWaste, 'local', {
    places,
    query: { ...defaultWasteQuery, group: 'where', sort: { by: 'group', descending: false } },
  });
  expect(fileName).toMatch(/^spotdeck-waste-all-\d{4}-\d\d-\d\d\.csv$/);
  const rows = body
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  expect(rows[0]?.slice(0, 2)).toEqual(['account and Region', 'partly simulated USD wasted']);
  expect(rows.slice(1).map(([where]) => where)).toEqual(['Local backend', 'us-east-1', 'us-east-1 as other']);
});

it('tells of endpoints that one may not list, and of those of the others', async () => {
  accounts.account.limits.denied.set('sagemaker:ListEndpoints', 'no-grant');
  const { inProcess } = await import('../process/process-memory');
  inProcess('idle-endpoints', () => new Map()).clear();
  await expect
    .poll(async () => (await board()).endpoints, { timeout: 30_000 })
    .toMatchObject({
      pending: false,
      problem: expect.stringMatching(/^us-east-1: .*us-east-1 as other: /s) as string,
    });
  accounts.account.limits.denied.clear();
  // Who refreshes has them read at once; else it would be told for a minute that they could not be.
  await expect.poll(async () => (await board()).endpoints, { timeout: 20_000 }).toEqual({ pending: false });
});
