import { expect, it } from 'vitest';
import { type JobView } from '../../../../lib/urls/job-view';
import { type ChartsChoice, keptChartsCookie, keptChartsCookieOf, withKeptCharts } from './kept-charts';

const bare: JobView = { tab: 'live' };
const cookieOf = (choice: ChartsChoice) =>
  keptChartsCookieOf(choice).split(';')[0]!.slice(`${keptChartsCookie}=`.length);

it('charts are as the reader left them where the address says nothing of them', () => {
  for (const choice of [
    { smooth: 0.6, pin: ['val loss', 'a;b=c', 'é'] },
    { smooth: 0.25 },
    { pin: ['loss'] },
  ]) {
    expect(withKeptCharts(bare, cookieOf(choice))).toEqual({ ...bare, ...choice });
    expect(withKeptCharts({ tab: 'live', axis: 'time', line: 3 }, cookieOf(choice))).toMatchObject(choice);
  }
  expect(withKeptCharts(bare, cookieOf({}))).toEqual(bare);
  expect(withKeptCharts(bare, undefined)).toEqual(bare);
});

it('the address wins, whatever it chooses', () => {
  const kept = cookieOf({ smooth: 0.6, pin: ['loss'] });
  const chosen: Partial<JobView>[] = [
    ...[{ smooth: 0.1 }, { pin: ['lr'] }, { hide: ['lr'] }, { scale: 'log' } as const, { from: 1, to: 2 }],
  ];
  for (const part of chosen) expect(withKeptCharts({ ...bare, ...part }, kept)).toEqual({ ...bare, ...part });
});

it('what somebody else wrote there is nothing', () => {
  for (const text of ['', '%', 'null', '7', '[]', '{', '{"smooth":"x","pin":7}', '{"smooth":5,"pin":[]}'])
    expect(withKeptCharts(bare, encodeURIComponent(text))).toEqual(bare);
  expect(withKeptCharts(bare, '%E0%A4%A')).toEqual(bare);
  expect(withKeptCharts(bare, encodeURIComponent(JSON.stringify({ pin: ['x'.repeat(500)] })))).toEqual(bare);
});

it('of more pinned charts than a cookie holds the first ones are kept', () => {
  const pin = Array.from({ length: 100 }, (_, index) => `metric ${index} ${'é'.repeat(30)}`);
  const cookie = keptChartsCookieOf({ smooth: 0.5, pin });
  expect(cookie.length).toBeLessThan(4_000);
  const kept = withKeptCharts(bare, cookieOf({ smooth: 0.5, pin })).pin!;
  expect(kept.length).toBeGreaterThan(5);
  expect(kept).toEqual(pin.slice(0, kept.length));
});
