import { describe, expect, it } from 'vitest';
import { pauseAfter } from './scan-pause';

describe('the pause after a look at everything', () => {
  it('grows with what the look took', () => {
    expect(pauseAfter({ entries: 100_000, ms: 800, isBlind: false })).toBe(40_000);
    expect(pauseAfter({ entries: 1000, ms: 8, isBlind: false })).toBe(400);
  });

  it('is shorter where looks are all there is', () => {
    expect(pauseAfter({ entries: 100_000, ms: 800, isBlind: true })).toBe(4000);
  });

  it('is short for a few files, however long the machine let the look wait', () => {
    for (const ms of [100, 1000, 30_000])
      expect(pauseAfter({ entries: 20, ms, isBlind: false })).toBeLessThanOrEqual(100);
  });
});
