import { expect, it } from 'vitest';
import { type JobView } from '../../../../lib/urls/job-view';
import { type ChartsChoice, keptChartsCookie, keptChartsCookieOf } from './kept-charts';
import { readKeptCharts, withKeptCharts } from './read-kept-charts';

const bare: JobView = { tab: 'live' };
/** As Next gives it. */
const cookieOf = (choice: ChartsChoice) =>
  decodeURIComponent(keptChartsCookieOf(choice).split(';')[0]!.slice(`${keptChartsCookie}=`.length));
const shown = (view: JobView, cookie: string | undefined) => withKeptCharts(view, readKeptCharts(cookie));

it('charts are as the reader left them where the address says nothing of them', () => {
  for (const choice of [
    { smooth: 0.6, pin: ['val loss', 'a;b=c', 'é', 'acc %', '50%25'] },
    { smooth: 0.25 },
    { pin: ['loss'] },
  ]) {
    expect(shown(bare, cookieOf(choice))).toEqual({ ...bare, ...choice });
    expect(shown({ tab: 'live', axis: 'time', line: 3 }, cookieOf(choice))).toMatchObject(choice);
  }
  expect(shown(bare, cookieOf({}))).toEqual(bare);
  expect(shown(bare, undefined)).toEqual(bare);
});

it('the address wins, whatever it chooses', () => {
  const kept = cookieOf({ smooth: 0.6, pin: ['loss'] });
  const chosen: Partial<JobView>[] = [
    ...[{ smooth: 0.1 }, { pin: ['lr'] }, { hide: ['lr'] }, { scale: 'log' } as const, { from: 1, to: 2 }],
  ];
  for (const part of chosen) expect(shown({ ...bare, ...part }, kept)).toEqual({ ...bare, ...part });
});

it('what somebody else wrote there is nothing, and is told of', () => {
  const long = JSON.stringify({ pin: ['x'.repeat(500)] });
  const texts = ['', '%', 'null', '7', '[]', '{', '{"smooth":"x","pin":7}', '{"smooth":5,"pin":[]}', long];
  for (const text of texts) {
    expect(shown(bare, text), text).toEqual(bare);
    expect(readKeptCharts(text).isUnreadable, text).toBe(true);
  }
  const part = '{"smooth":0.5,"pin":7}';
  expect(shown(bare, part), 'the rest holds').toEqual({ ...bare, smooth: 0.5 });
  expect(readKeptCharts(part).isUnreadable).toBe(true);
  for (const text of [undefined, '{}', cookieOf({}), cookieOf({ smooth: 0.5, pin: ['loss'] })])
    expect(readKeptCharts(text).isUnreadable, text).toBe(false);
});

it('of more pinned charts than a cookie holds the first ones are kept', () => {
  const pin = Array.from({ length: 100 }, (_, index) => `metric ${index} ${'é'.repeat(30)}`);
  const cookie = keptChartsCookieOf({ smooth: 0.5, pin });
  expect(cookie.length).toBeLessThan(4_000);
  const kept = shown(bare, cookieOf({ smooth: 0.5, pin })).pin!;
  expect(kept.length).toBeGreaterThan(5);
  expect(kept).toEqual(pin.slice(0, kept.length));
});
