import { describe, expect, it } from 'vitest';
import { type JobPage } from './job-list';
import { isJobPage } from './job-page-shape';

/** With every member that there is. */
const whole = (): Required<JobPage> => ({
  rows: [
    {
      ...{ name: 'mnist-1', where: 'us-east-1', status: 'Completed', secondaryStatus: 'Completed' },
      ...{ spot: true, interruptions: 2, createdAt: 1, endedAt: 2, trainingSeconds: 1, billableSeconds: 1 },
      ...{ usefulSeconds: 1, atMost: false, forNothing: false, savedShare: 0.5, instanceType: 'ml.m5.large' },
      ...{ instanceCount: 1, launchedBy: 'pipeline', serverless: false, goneAt: 3, position: 2.5 },
      ...{ counts: 'epoch', of: 3, epochShare: 0.8, favourite: true, archived: true, usdPerHour: 0.1 },
      values: { 'tag:team': 'vision', 'metric:loss': 0.25 },
    },
  ],
  ...{ total: 1, totalUnfiltered: 2, archived: 1, page: 1, simulated: 'partly' },
  freshness: {
    ...{ asOf: 1, throttled: false, firstSync: { stored: 1, total: 2 } },
    problem: { code: 'unreachable', message: 'It does not answer.', field: 'name' },
  },
  places: [{ slug: 'us-east-1', jobs: 2, freshness: { throttled: false }, sameAs: 'eu-west-1' }],
});

/** Each way down to a value that is no object, as the keys that lead to it. */
const pathsIn = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((rest) => [key, ...rest]))
    : [[]];

const withOther = (path: readonly string[], other: unknown): unknown => {
  const page: unknown = whole();
  const holder = path.slice(0, -1).reduce((at, key) => Reflect.get(Object(at), key), page);
  Reflect.set(Object(holder), path.at(-1) ?? '', other);
  return page;
};

describe('the shape of a page of jobs', () => {
  it('is that of what the dashboard answers, with all members or with the least', () => {
    expect(isJobPage(JSON.parse(JSON.stringify(whole())))).toBe(true);
    const { rows, total, totalUnfiltered, archived, page, freshness } = whole();
    const least = { rows: [], total, totalUnfiltered, archived, page, freshness: { throttled: true } };
    expect(rows.length > 0 && freshness.asOf).toBe(1);
    expect(isJobPage(least)).toBe(true);
  });

  it.each(pathsIn(whole()).map((path) => [path.join('.'), path] as const))(
    'is not that of a page whose %s is of another type',
    (_, path) => expect(isJobPage(withOther(path, { an: ['object'] }))).toBe(false),
  );

  it.each([[null], [[]], ['text'], [{ rows: [] }]])('is not that of %j', (value) =>
    expect(isJobPage(value)).toBe(false),
  );
});
