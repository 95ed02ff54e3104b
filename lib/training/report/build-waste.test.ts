import { expect, test } from 'vitest';
import { noFilters } from '../job-filters';
import { buildWaste, type WasteInput, type WastePart } from './build-waste';
import { defaultWasteQuery, type IdleEndpoint, type WasteQuery, type WasteSums } from './waste-board';

const hour = 3_600_000;
const period = { from: 0, before: 100 * hour, zone: 'UTC' };
const type = 'ml.g4dn.xlarge';

const sums = (change: Partial<WasteSums>): WasteSums => ({
  cause: 'failed',
  instanceType: type,
  jobs: 1,
  trainingInstanceSeconds: 3_600,
  billableInstanceSeconds: 1_800,
  lostInstanceSeconds: 0,
  lostBillableInstanceSeconds: 0,
  interruptedJobs: 0,
  backfilledJobs: 0,
  ...change,
});

const endpoint = (change: Partial<IdleEndpoint>): IdleEndpoint => ({
  endpoint: 'serve-a',
  variant: 'main',
  tags: { Owner: 'ada' },
  instanceType: 'ml.m5.large',
  instanceCount: 2,
  usdPerHour: 0.115,
  idleSince: 40 * hour,
  ...change,
});

const partOf = (change: Partial<WastePart>): WastePart => ({
  sums: [],
  idle: [],
  prices: new Map([[type, 0.7364]]),
  rateOf: () => ({ rate: 0.6, atMost: false }),
  within: () => 7_200,
  ...change,
});

const board = (
  { grouping, now = 50 * hour, ...part }: Partial<WasteInput & WastePart> = {},
  query: Partial<WasteQuery> = {},
) =>
  buildWaste({
    query: { ...defaultWasteQuery, ...query },
    grouping: grouping ?? { by: 'tag', key: 'Owner' },
    period,
    now,
    base: { ...noFilters, endedFrom: 0, endedBefore: 100 * hour },
    parts: [partOf(part)],
  });

test('each cause by hand: half an hour failed, 90 s again, an hour on demand at 60 %, two instances idle for ten hours', () => {
  const { totals, rows } = board({
    sums: [
      sums({ group: 'ada' }),
      sums({
        ...{ group: 'ada', cause: 'recomputed', lostInstanceSeconds: 90, lostBillableInstanceSeconds: 27 },
        ...{ interruptedJobs: 1, backfilledJobs: 1 },
      }),
      sums({ group: 'bob', cause: 'onDemand', billableInstanceSeconds: 3_600 }),
    ],
    idle: [endpoint({})],
  });
  expect(totals.figures.failed.usd).toBeCloseTo(0.3682, 10);
  expect(totals.figures.recomputed.usd).toBeCloseTo(0.005523, 10);
  expect(totals.figures.onDemand.usd).toBeCloseTo(0.44184, 10);
  expect(totals.figures.idle.usd).toBeCloseTo(2.3, 10);
  expect(totals.usd).toBeCloseTo(3.115563, 10);
  expect(rows.map(({ key }) => key)).toEqual(['ada', 'bob']);
  expect(rows[1]!.figures.onDemand.sources).toEqual([
    {
      ...{ cause: 'onDemand', instanceType: type, count: 1, usd: expect.closeTo(0.44184, 10) as number },
      hours: 1,
      filters: {
        ...noFilters,
        ...{ endedFrom: 0, endedBefore: 100 * hour, standing: 'counted', spot: false },
        ...{ outcomes: ['completed'], instanceTypes: [type], suitsSpotWithin: 7_200 },
        tags: [{ key: 'Owner', value: 'bob' }],
      },
    },
  ]);
});

test('without a price it is hours, apart, and never $0 in the dollars', () => {
  const { usdPerHour: _, ...unpriced } = endpoint({});
  const { totals, rows } = board({
    sums: [sums({ instanceType: 'ml.p4d.24xlarge', trainingInstanceSeconds: 7_200 }), sums({ group: 'ada' })],
    idle: [unpriced],
  });
  expect(totals.unpricedHours).toBe(2 + 20);
  expect(totals.usd).toBeCloseTo(0.3682, 10);
  expect(totals.figures.failed).toMatchObject({ count: 2, pricedCount: 1 });
  expect(rows.find(({ key }) => key === undefined)).toMatchObject({ usd: 0, unpricedHours: 2 });
});

test('where no spot job has run, what spot would have saved is not known, and is no dollar', () => {
  const { totals, noSpotRate } = board({
    sums: [sums({ cause: 'onDemand' })],
    rateOf: () => ({ rate: undefined, atMost: false }),
  });
  expect(noSpotRate).toBe(true);
  expect(totals.figures.onDemand).toMatchObject({ usd: 0, count: 1, pricedCount: 0, unknownCount: 1 });
  expect(totals.unpricedHours).toBe(0);
});

test('what no log told is not known, and is not nothing', () => {
  const interrupted = { cause: 'recomputed', interruptedJobs: 2 } as const;
  expect(board({ sums: [sums(interrupted)] }).totals.figures.recomputed).toMatchObject({
    ...{ usd: 0, count: 2, pricedCount: 0, unknownCount: 2 },
  });
  expect(board({ sums: [sums({ ...interrupted, backfilledJobs: 1 })] }).rows).toEqual([]);
});

test('spot that was dearer than on demand wasted nothing', () => {
  expect(
    board({ sums: [sums({ cause: 'onDemand' })], rateOf: () => ({ rate: -0.2, atMost: false }) }).rows,
  ).toEqual([]);
});

test('a sum whose truth lies on one side says on which', () => {
  const lost = { cause: 'recomputed', lostInstanceSeconds: 90, lostBillableInstanceSeconds: 27 } as const;
  const partly = sums({ ...lost, group: 'ada', interruptedJobs: 2, backfilledJobs: 1 });
  const wholly = sums({ ...lost, group: 'ada', interruptedJobs: 2, backfilledJobs: 2 });
  const missed = sums({ group: 'ada', cause: 'onDemand' });
  const failed = sums({ group: 'ada' });
  const boundsOf = (jobs: WasteSums[], atMost = false) => {
    const { totals, rows } = board({ sums: jobs, rateOf: () => ({ rate: 0.6, atMost }) });
    expect(rows[0]!.bound).toBe(totals.bound);
    const { recomputed, onDemand } = totals.figures;
    return [recomputed.bound, onDemand.bound, totals.bound];
  };
  expect(boundsOf([failed, wholly, missed])).toEqual([undefined, undefined, undefined]);
  expect(boundsOf([failed, partly, missed])).toEqual(['at least', undefined, 'at least']);
  expect(boundsOf([failed, wholly, missed], true)).toEqual([undefined, 'at most', 'at most']);
  expect(boundsOf([partly, missed], true), 'bounded on both sides').toEqual(['at least', 'at most', 'about']);
  // Of two instance types, one whole: the other is enough.
  expect(boundsOf([wholly, { ...partly, instanceType: 'ml.other' }]), 'no price, no sum').toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(boundsOf([wholly, { ...partly, group: 'ada' }])).toEqual(['at least', undefined, 'at least']);
});

test('an endpoint is idle within the period only, up to now', () => {
  const usd = (change: Partial<IdleEndpoint>, now = 50 * hour) =>
    board({ idle: [endpoint({ instanceCount: 1, usdPerHour: 1, ...change })], now }).totals.usd;
  expect(usd({ idleSince: -500 * hour })).toBeCloseTo(50, 10);
  expect(usd({ idleSince: 49.5 * hour })).toBeCloseTo(0.5, 10);
  expect(usd({ idleSince: 51 * hour })).toBe(0);
  expect(usd({ idleSince: 0 }, 500 * hour)).toBeCloseTo(100, 10);
});

test.each([
  [{ by: 'instance' }, 'ml.m5.large'],
  [{ by: 'prefix', parts: 1 }, 'serve'],
  [{ by: 'prefix', parts: 3 }, 'serve-a'],
  [{ by: 'tag', key: 'Owner' }, 'ada'],
  [{ by: 'tag', key: 'constructor' }, undefined],
] as const)('an endpoint belongs to its group by %j', (grouping, key) => {
  expect(board({ grouping, idle: [endpoint({})] }).rows[0]!.key).toBe(key);
});

test.each([
  [{ by: 'total', descending: true }, ['bob', 'ada', undefined]],
  [{ by: 'total', descending: false }, [undefined, 'ada', 'bob']],
  [{ by: 'group', descending: false }, ['ada', 'bob', undefined]],
  [{ by: 'recomputed', descending: true }, ['ada', undefined, 'bob']],
  [{ by: 'unpriced', descending: true }, [undefined, 'bob', 'ada']],
] as const)('sorted by %j', (sort, keys) => {
  const { rows } = board(
    {
      sums: [
        sums({ group: 'ada' }),
        sums({ group: 'bob', billableInstanceSeconds: 9_000 }),
        sums({ instanceType: 'ml.p4d.24xlarge' }),
        sums({ group: 'ada', cause: 'recomputed', lostBillableInstanceSeconds: 1, backfilledJobs: 1 }),
      ],
    },
    { sort },
  );
  expect(rows.map(({ key }) => key).sort()).toEqual([...keys].sort());
  if (sort.by !== 'unpriced' && sort.by !== 'recomputed') expect(rows.map(({ key }) => key)).toEqual(keys);
  else expect(rows[0]!.key).toBe(keys[0]);
});

test('of several backends each has its own prices and its own jobs, and a figure leads to each', () => {
  const parts = [
    partOf({ where: 'local', sums: [sums({ group: 'ada' })] }),
    partOf({
      where: 'us-east-1',
      sums: [sums({ group: 'ada' }), sums({ group: 'bob' })],
      prices: new Map([[type, 1]]),
      idle: [endpoint({})],
    }),
    partOf({ where: 'eu-west-1', sums: [sums({})], prices: new Map() }),
  ];
  const of = (grouping: WasteInput['grouping']) =>
    buildWaste({ query: defaultWasteQuery, grouping, period, now: 50 * hour, base: noFilters, parts });
  const byOwner = of({ by: 'tag', key: 'Owner' });
  expect(byOwner.totals.usd).toBeCloseTo(0.3682 + 0.5 + 0.5 + 2.3, 10);
  expect(byOwner.totals.figures.failed).toMatchObject({ count: 4, pricedCount: 3 });
  expect(byOwner.totals.unpriced).toMatchObject([{ where: 'eu-west-1', hours: 1 }]);
  const [ada] = byOwner.rows;
  expect(ada).toMatchObject({ key: 'ada', filters: { where: [] } });
  expect(ada?.figures.failed.sources.map(({ where, filters }) => [where, filters?.where])).toEqual([
    ['us-east-1', ['us-east-1']],
    ['local', ['local']],
  ]);
  expect(ada?.figures.idle.sources).toMatchObject([{ endpoint: 'serve-a', where: 'us-east-1' }]);

  const byPlace = of({ by: 'where' });
  expect(byPlace.rows.map(({ key, filters }) => [key, filters?.where])).toEqual([
    ['us-east-1', ['us-east-1']],
    ['local', ['local']],
    ['eu-west-1', ['eu-west-1']],
  ]);
  expect(byPlace.rows[0]?.figures.failed).toMatchObject({ count: 2, usd: 1 });
  expect(byPlace.totals).toEqual(byOwner.totals);
});
