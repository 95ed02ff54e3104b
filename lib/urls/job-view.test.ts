import { expect, it } from 'vitest';
import { jobViewQuery, parseJobView } from './job-view';

it('comes back from the URL that it was put into', () => {
  for (const view of [
    { tab: 'live' },
    { tab: 'history', axis: 'time' },
    { tab: 'live', axis: 'epoch' },
    { tab: 'live', points: 'all', line: 42 },
  ] as const) {
    expect(parseJobView(Object.fromEntries(new URLSearchParams(jobViewQuery(view))))).toEqual(view);
  }
});

it('leaves the plain URL plain, and takes nonsense for nothing', () => {
  expect(jobViewQuery({ tab: 'live' })).toBe('');
  expect(parseJobView({ tab: 'x', axis: ['time', 'epoch'], points: 'none', line: '-1' })).toEqual({
    tab: 'live',
  });
});
