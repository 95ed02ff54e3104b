import { expect, test } from 'vitest';
import { launchCost } from './launch-cost';

const draft = { instanceCount: '2', maxRuntimeSeconds: '1800', spot: false };

test('the hourly price is that of all instances, and the most that max runtime allows', () => {
  expect(launchCost(draft, 0.75)).toEqual({ usdPerHour: 1.5, usdAtMost: 0.75, seconds: 1800 });
});

test('on spot it is as much less as earlier jobs were billed, and on demand it is not', () => {
  expect(launchCost({ ...draft, spot: true }, 0.75, { share: 0.4 }).usdOnSpot).toBeCloseTo(0.3);
  expect(launchCost({ ...draft, spot: true }, 0.75, null)).not.toHaveProperty('usdOnSpot');
  expect(launchCost(draft, 0.75, { share: 0.4 })).not.toHaveProperty('usdOnSpot');
});

test('instances that are kept warm are paid for, and of groups of instances no sum is known', () => {
  const having = (resources: object) => ({
    ...draft,
    further: JSON.stringify({ ResourceConfig: resources }),
  });
  expect(launchCost(having({ KeepAlivePeriodInSeconds: 1800 }), 0.75).usdAtMost).toBeCloseTo(1.5);
  expect(launchCost({ ...draft, warmPoolSeconds: '30 min' }, 0.75).usdAtMost).toBeCloseTo(1.5);
  expect(launchCost({ ...draft, warmPoolSeconds: 'a while' }, 0.75).usdAtMost).toBeCloseTo(0.75);
  expect(launchCost(having({ InstanceGroups: [] }), 0.75)).toEqual({});
});

test('a price that is not known costs nothing that could be named', () => {
  expect(launchCost(draft, undefined)).toEqual({});
});

test.each(['', 'two', '0', '1.5', '-1'])('%j instances have no price', (instanceCount) => {
  expect(launchCost({ ...draft, instanceCount }, 1)).toEqual({});
});

test.each(['', 'soon', '0'])('a max runtime of %j leaves the price an hour', (maxRuntimeSeconds) => {
  expect(launchCost({ ...draft, maxRuntimeSeconds }, 1)).toEqual({ usdPerHour: 2 });
});
