import { expect, it } from 'vitest';
import { type JobView, jobViewQuery } from './job-view';
import { parseJobView } from './parse-job-view';

/** As the server is given them: what stands several times is a list. */
const paramsOf = (query: string) => {
  const params = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(params.keys())].map((key) => {
      const values = params.getAll(key);
      return [key, values.length > 1 ? values : values[0]];
    }),
  );
};

it('comes back from the URL that it was put into', () => {
  const views: JobView[] = [
    { tab: 'live' },
    { tab: 'history', axis: 'time' },
    { tab: 'live', axis: 'epoch' },
    { tab: 'live', points: 'all', line: 42 },
    { tab: 'live', from: 2.5, to: 7, scale: 'log', smooth: 0.6, hide: ['lr'], pin: ['loss', 'a&b=c'] },
  ];
  for (const view of views) {
    expect(parseJobView(paramsOf(jobViewQuery(view)))).toEqual(view);
  }
});

it('leaves the plain URL plain, and takes nonsense for nothing', () => {
  expect(jobViewQuery({ tab: 'live' })).toBe('');
  expect(parseJobView({ tab: 'x', axis: ['time', 'epoch'], points: 'none', line: '-1' })).toEqual({
    tab: 'live',
  });
  const far = { from: '1e999', to: 'x', scale: 'linear', smooth: '1', hide: ['a'.repeat(201)] };
  expect(parseJobView({ tab: 'live', ...far })).toEqual({ tab: 'live' });
  expect(jobViewQuery({ tab: 'live', from: 3 })).toBe('');
});
