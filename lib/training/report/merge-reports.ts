/**
 * One report of several backends: each part is reckoned with its own prices, and the sums are added. The parts are of the
 * same period, and hold all of their groups.
 */
import { type Amounts, type ApartJobs, type Excluded, noAmounts, sumKeys } from './amounts';
import { baseFilters, groupsOnPage, pageOfGroups } from './build-report';
import { type InterruptionCosts, mergedRates } from './interruption-costs';
import { byMoney, groupOrder, jobOrder } from './row-order';
import { type ComputedReport, type GroupRow, type ReportGroups, type ReportQuery } from './savings-report';

export interface ReportPart {
  /** Slug of the backend. */
  where: string;
  report: ComputedReport;
}

/** So many of each are told. */
const maxRows = 20;

/** @param parts at least one */
export const mergeReports = (query: ReportQuery, parts: readonly ReportPart[]): ComputedReport => {
  const [first] = parts;
  if (first === undefined) throw new Error('A report of no backend');
  const reports = parts.map(({ report }) => report);
  const { period, unit, bars } = first.report;
  const each = <Row extends object>(rows: (report: ComputedReport) => readonly Row[]) =>
    parts.flatMap(({ where, report }) => rows(report).map((row) => ({ ...row, where })));
  const count = (value: (report: ComputedReport) => number) =>
    reports.reduce((sum, report) => sum + value(report), 0);
  return {
    query,
    period,
    unit,
    totals: sumAmounts(reports.map(({ totals }) => totals)),
    excluded: sumExcluded(reports),
    bars: bars.map((bar, index) => ({
      ...bar,
      amounts: sumAmounts(reports.flatMap((report) => report.bars[index]?.amounts ?? [])),
    })),
    groups: mergedGroups(query, parts),
    placeRows: parts.map(rowOfPart).sort(byMoney),
    tagKeys: [...new Set(reports.flatMap(({ tagKeys }) => tagKeys))],
    interruptions: sumInterruptions(reports.map(({ interruptions }) => interruptions)),
    opportunities: {
      spotCandidates: each(({ opportunities }) => opportunities.spotCandidates)
        .map((one) => ({ ...one, filters: { ...one.filters, where: [one.where] } }))
        .sort((a, b) => (b.usdWouldSave ?? 0) - (a.usdWouldSave ?? 0) || (b.usdPaid ?? 0) - (a.usdPaid ?? 0)),
      intervals: each(({ opportunities }) => opportunities.intervals)
        .sort((a, b) => b.hoursSaved - a.hoursSaved || (a.name < b.name ? -1 : 1))
        .slice(0, maxRows),
      intervalsSeen: count(({ opportunities }) => opportunities.intervalsSeen),
      intervalsFar: count(({ opportunities }) => opportunities.intervalsFar),
      slowTypes: each(({ opportunities }) => opportunities.slowTypes).sort(
        (a, b) => b.waitRatio - b.share - (a.waitRatio - a.share),
      ),
    },
    matchedRuns: each(({ matchedRuns }) => matchedRuns)
      .sort((a, b) => b.spot.endedAt - a.spot.endedAt)
      .slice(0, maxRows),
    matchedRunsFound: count(({ matchedRunsFound }) => matchedRunsFound),
    prices: each(({ prices }) => prices),
    pricesMissing: each(({ pricesMissing }) => pricesMissing),
    region: [...new Set(reports.map(({ region }) => region))].sort().join(', '),
  };
};

/** As `amountsOf` would have it of all their jobs: those with money; where none has any, hours and shares of all. */
export const sumAmounts = (all: readonly Amounts[]): Amounts => {
  const some = all.filter(({ jobs }) => jobs > 0);
  const priced = some.filter((one) => one.priced);
  const of = priced.length > 0 ? priced : some;
  const total: Amounts = { ...noAmounts, priced: of.every((one) => one.priced) };
  for (const one of of) for (const key of sumKeys) total[key] += one[key];
  return total;
};

const sumExcluded = (reports: readonly ComputedReport[]): Excluded => {
  const all = reports.map(({ excluded }) => excluded);
  return {
    running: sumApart(all.map(({ running }) => running)),
    failed: sumApart(all.map(({ failed }) => failed)),
    unbilled: sumApart(all.map(({ unbilled }) => unbilled)),
    unpriced: {
      amounts: sumAmounts(all.map(({ unpriced }) => unpriced.amounts)),
      instanceTypes: [...new Set(all.flatMap(({ unpriced }) => unpriced.instanceTypes))].sort(),
    },
  };
};

/** What is known of some is their sum; what is known of none is not known. */
const sumApart = (all: readonly ApartJobs[]): ApartJobs => {
  const of = all.filter(({ jobs }) => jobs > 0);
  const sum = (key: 'trainingHours' | 'usdPaid' | 'unpricedHours') => {
    const told = (of.length > 0 ? of : all).flatMap((one) => one[key] ?? []);
    return told.length === 0 ? {} : { [key]: told.reduce((total, value) => total + value, 0) };
  };
  return {
    jobs: all.reduce((total, { jobs }) => total + jobs, 0),
    ...sum('trainingHours'),
    ...sum('usdPaid'),
    ...sum('unpricedHours'),
  };
};

const sumInterruptions = (all: readonly InterruptionCosts[]): InterruptionCosts => {
  const sum = (key: Exclude<keyof InterruptionCosts, 'rates'>) =>
    all.reduce((total, one) => total + one[key], 0);
  return {
    interruptions: sum('interruptions'),
    interruptedJobs: sum('interruptedJobs'),
    backfilledJobs: sum('backfilledJobs'),
    recomputedEpochs: sum('recomputedEpochs'),
    lostHours: sum('lostHours'),
    lostPricedHours: sum('lostPricedHours'),
    usdLost: sum('usdLost'),
    waitingHours: sum('waitingHours'),
    ranOutOfWait: sum('ranOutOfWait'),
    withoutCheckpoints: sum('withoutCheckpoints'),
    rates: mergedRates(all.flatMap(({ rates }) => rates)),
  };
};

const mergedGroups = (query: ReportQuery, parts: readonly ReportPart[]): ReportGroups => {
  const tagKey = parts[0]?.report.groups.tagKey;
  const named = { by: query.group, ...(tagKey !== undefined && { tagKey }) };
  if (query.group === 'job') {
    const jobs = parts
      .flatMap(({ where, report }) => (report.groups.jobs ?? []).map((job) => ({ ...job, where })))
      .sort((a, b) => (b.usdSaved ?? 0) - (a.usdSaved ?? 0) || (b.usdPaid ?? 0) - (a.usdPaid ?? 0));
    return {
      ...named,
      rows: [],
      page: 1,
      pages: 1,
      found: 0,
      jobs: jobs.slice(0, groupsOnPage).sort(jobOrder(query.sort)),
    };
  }
  return { ...named, ...pageOfGroups(rowsByKey(parts).sort(groupOrder(query.sort)), query.groupPage ?? 1) };
};

const rowsByKey = (parts: readonly ReportPart[]): GroupRow[] => {
  const byKey = new Map<string | undefined, GroupRow[]>();
  for (const row of parts.flatMap(({ report }) => report.groups.rows)) {
    const same = byKey.get(row.key);
    if (same) same.push(row);
    else byKey.set(row.key, [row]);
  }
  return [...byKey.values()].map(rowOfSeveral);
};

/** Of rows with the same key. */
const rowOfSeveral = (rows: readonly GroupRow[]): GroupRow => {
  const amounts = sumAmounts(rows.map((row) => row.amounts));
  const left = rows.flatMap((row) => [
    ...(amounts.priced && !row.amounts.priced && row.amounts.jobs > 0 ? [row.amounts] : []),
    ...(row.unpriced ? [row.unpriced] : []),
  ]);
  const [{ key, filters } = {}] = rows;
  return {
    ...(key !== undefined && { key }),
    amounts,
    ...(left.length > 0 && { unpriced: sumAmounts(left) }),
    ...(filters && { filters: { ...filters, standing: amounts.priced ? 'counted' : 'unpriced' } }),
  };
};

/** The totals of a backend are a row by themselves. */
const rowOfPart = ({ where, report }: ReportPart): GroupRow => {
  const { totals, excluded, query, period } = report;
  const unpriced = excluded.unpriced.amounts;
  return {
    key: where,
    amounts: totals,
    ...(totals.priced && totals.jobs > 0 && unpriced.jobs > 0 && { unpriced }),
    filters: {
      ...baseFilters(query, period),
      where: [where],
      standing: totals.priced ? 'counted' : 'unpriced',
    },
  };
};
