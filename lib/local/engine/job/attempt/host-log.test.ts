import { expect, it } from 'vitest';
import { streamName } from './host-log';

it('attempts that begin within one second have a log stream each', () => {
  const taken = new Set(['job/algo-1-1700000000', 'job/algo-1-1700000001', 'job/algo-2-1700000002']);
  expect(streamName('job/algo-1', 1_700_000_000_999, taken)).toBe('job/algo-1-1700000002');
  expect(streamName('job/algo-2', 1_700_000_000_999, taken)).toBe('job/algo-2-1700000000');
});
