/**
 * A process of its own: fills a new catalog by its own writer with more jobs than can be synchronised in some minutes, without
 * a backend, and times what pages ask of it. Tells its parent what it measured. `node large-catalog.mjs FILE COUNT DAYS SEED`.
 */
import { decodeTrainingJob } from '../../lib/aws/decode-training-job';
import { type ReportCatalog } from '../../lib/backfill/report-catalog';
import { openCatalogDatabase } from '../../lib/catalog/catalog-database';
import { createJobStore } from '../../lib/catalog/job-store';
import { createPriceStore } from '../../lib/catalog/price-store';
import { createJobQueries } from '../../lib/catalog/query-jobs';
import { createReportQueries } from '../../lib/catalog/report-queries';
import { computeReport } from '../../lib/reports/compute-report';
import { computeWaste } from '../../lib/reports/compute-waste';
import { resolvePeriod } from '../../lib/training/report/period';
import { defaultReportQuery } from '../../lib/training/report/savings-report';
import { defaultWasteQuery } from '../../lib/training/report/waste-board';
import { type TrainingJob } from '../../lib/training/training-job';
import { partOf } from '../../testing/part-of';
import { generatedAnswers, generatedPrices } from '../generated-answers';
import { timedBoards, timedReports, timeLists } from './catalog-questions';

export interface LargeCatalogMeasurements {
  jobs: number;
  fillSeconds: number;
  /** To keep the sums of a report, in turns as the dashboard takes them, and the longest of these. */
  sumSeconds: number;
  longestTurnMs: number;
  facetsMs: number;
  /** Of the processor, as all that follows. */
  listMs: Record<string, number[]>;
  reportMs: Record<string, number[]>;
}

/** As many as a page of Search has. */
const pageSize = 100;
const turnMs = 10;
const changes = 5;

const [, , file = '', count = '', days = '', seed = ''] = process.argv;
const scope = { backend: 'local', account: '000000000000' };
const now = Date.now();
const database = openCatalogDatabase(file);
const store = createJobStore(database, scope);
const prices = createPriceStore(database, scope);

const timed = (act: () => unknown): number => {
  const began = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
};

const fill = () => {
  for (const price of generatedPrices()) {
    const { instanceType } = price;
    prices.save({ instanceType, price: { ...price, source: 'generated' }, byHand: false, readAt: now });
  }
  let page: TrainingJob[] = [];
  const storePage = () => {
    store.storeJobs(page, now, 'search');
    page = [];
  };
  const options = { count: Number(count), days: Number(days), seed: Number(seed), until: now };
  for (const answer of generatedAnswers(options)) {
    page.push(decodeTrainingJob(answer));
    if (page.length === pageSize) storePage();
  }
  storePage();
  store.saveSyncState({ watermark: now, firstWalkDone: true, total: Number(count), asOf: now });
};

const keepSums = () => {
  const { keepAhead } = createReportQueries(database, scope);
  const turns: number[] = [];
  for (let isMore = true; isMore;) turns.push(timed(() => (isMore = keepAhead(0, turnMs))));
  return { sumSeconds: turns.reduce((sum, ms) => sum + ms, 0) / 1000, longestTurnMs: Math.max(...turns) };
};

const timeReports = (): Record<string, number[]> => {
  const report = partOf<ReportCatalog>({
    catalog: partOf<ReportCatalog['catalog']>({ database, scope, store }),
    queries: createReportQueries(database, scope),
    prices: partOf<ReportCatalog['prices']>({
      all: () => prices.all().flatMap(({ price }) => (price ? [{ ...price, byHand: false }] : [])),
    }),
    remember: (_key, compute) => compute(),
    region: 'us-east-1',
  });
  const times: Record<string, number[]> = {};
  const names = store.toBackfill(100);
  const time = (name: string, compute: () => unknown) => {
    times[`${name}, the first`] = [timed(compute)];
    times[name] = Array.from({ length: changes }, (_, lostSeconds) => {
      // A job has changed, as by reading its log, so that nothing is answered from memory.
      store.recordEpochs(names.pop() ?? '', { final: true, lostSeconds: 1 + lostSeconds });
      return timed(compute);
    });
  };
  for (const [name, change] of Object.entries(timedReports)) {
    const query = { ...defaultReportQuery, zone: 'Europe/Berlin', ...change };
    time(`report, ${name}`, () =>
      computeReport(report, query, resolvePeriod(query.period, query.zone, now, report.queries.ends()), now),
    );
  }
  for (const [name, change] of Object.entries(timedBoards)) {
    const query = { ...defaultWasteQuery, zone: 'Europe/Berlin', ...change };
    time(`waste board, ${name}`, () => computeWaste([{ report, idle: [] }], query, now));
  }
  return times;
};

const measure = async (): Promise<LargeCatalogMeasurements> => {
  const fillSeconds = timed(fill) / 1000;
  database.readFromMemory();
  const sums = keepSums();
  const queries = createJobQueries(database, scope);
  const facetsMs = timed(() => queries.readFacets(now));
  const reportMs = timeReports();
  const listMs = await timeLists((query) => Promise.resolve(queries.queryJobs(query)), now);
  return { jobs: store.count(), fillSeconds, ...sums, facetsMs, listMs, reportMs };
};

measure().then(
  (measured) => process.send?.(measured, () => process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
