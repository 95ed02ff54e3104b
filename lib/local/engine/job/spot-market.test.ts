import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/database';
import {
  capacityWaitSeconds,
  createSpotMarketStore,
  defaultSpotMarket,
  secondsToInterruption,
  startWaitSeconds,
} from './spot-market';

const market = { ...defaultSpotMarket, meanSecondsBetweenInterruptions: 100, meanCapacityWaitSeconds: 20 };

describe('the spot market', () => {
  it('never interrupts by itself unless told to', () => {
    expect(secondsToInterruption(defaultSpotMarket, { job: 'a', attempt: 1 })).toBeUndefined();
    expect(startWaitSeconds(defaultSpotMarket, { job: 'a', attempt: 0 })).toBe(0);
  });

  it('draws the same for the same seed, job and attempt, and something else otherwise', () => {
    const draw = (seed: number, job: string, attempt: number) =>
      secondsToInterruption({ ...market, seed }, { job, attempt });
    expect(draw(1, 'a', 1)).toBe(draw(1, 'a', 1));
    const others = [draw(1, 'a', 1), draw(2, 'a', 1), draw(1, 'b', 1), draw(1, 'a', 2)];
    expect(new Set(others).size).toBe(4);
  });

  it('draws exponential times with the mean it was given', () => {
    const draws = Array.from({ length: 20_000 }, (_, attempt) =>
      capacityWaitSeconds(market, { job: 'a', attempt }),
    );
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    expect(mean).toBeGreaterThan(19);
    expect(mean).toBeLessThan(21);
    // An exponential distribution's share below its mean is 1 − 1/e.
    const below = draws.filter((value) => value < 20).length / draws.length;
    expect(below).toBeCloseTo(1 - Math.exp(-1), 1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  });

  it('keeps its mood', () => {
    const database = openDatabase(':memory:');
    expect(createSpotMarketStore(database).read()).toEqual(defaultSpotMarket);
    createSpotMarketStore(database).write(market);
    expect(createSpotMarketStore(database).read()).toEqual(market);
  });
});
