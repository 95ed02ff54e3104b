import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../testing/dashboard/manual-clock';
import { createCallBudget, type Lane } from './call-budget';

const setUp = (rates: Record<string, number>, backgroundRate?: number) => {
  const clock = createManualClock();
  const budget = createCallBudget(clock, new Map(Object.entries(rates)), backgroundRate);
  const made: { operation: string; lane: Lane; at: number }[] = [];
  const begin = clock.now();
  const ask = (operation: string, lane: Lane, times = 1) => {
    for (let call = 0; call < times; call += 1)
      void budget.take(operation, lane).then(() => made.push({ operation, lane, at: clock.now() - begin }));
  };
  const count = (operation: string, lane?: Lane) =>
    made.filter((call) => call.operation === operation && (lane === undefined || call.lane === lane)).length;
  return { clock, budget, ask, made, count };
};

describe('the budget of calls', () => {
  it('never gives more than its pace beyond the first burst, whatever asks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            after: fc.integer({ min: 0, max: 3_000 }),
            lane: fc.constantFrom<Lane>('people', 'background'),
          }),
          {
            maxLength: 60,
          },
        ),
        fc.integer({ min: 1, max: 10 }),
        async (asks, rate) => {
          const { clock, ask, made } = setUp({ Search: rate });
          for (const { after, lane } of asks) {
            await clock.advance(after);
            ask('Search', lane);
          }
          await clock.advance(120_000);
          expect(made).toHaveLength(asks.length);
          for (const first of made) {
            const within = made.filter(({ at }) => at >= first.at && at < first.at + 1_000).length;
            expect(within).toBeLessThanOrEqual(Math.max(2, rate * 2) + rate);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('serves people first, and keeps a part for who comes while the background works', async () => {
    const { clock, ask, made, count } = setUp({ Search: 2 });
    ask('Search', 'background', 100);
    await clock.advance(10_000);
    const before = count('Search');
    ask('Search', 'people');
    await clock.advance(0);
    expect(count('Search', 'people')).toBe(1);
    expect(made).toHaveLength(before + 1);
    await clock.advance(10_000);
    expect(count('Search', 'background')).toBeGreaterThan(30);
  });

  it('holds the background to a pace of its own, each operation for itself, and people not', async () => {
    const { clock, ask, count } = setUp({ Search: 20, DescribeTrainingJob: 20 }, 0.5);
    ask('Search', 'background', 100);
    ask('DescribeTrainingJob', 'background', 100);
    await clock.advance(60_000);
    expect([count('Search'), count('DescribeTrainingJob')]).toEqual([31, 31]);
    ask('Search', 'people', 40);
    await clock.advance(1_000);
    expect(count('Search', 'people')).toBe(40);
    await clock.advance(59_000);
    expect(count('Search', 'background')).toBe(61);
  });

  it('comes down where AWS throttles, for that operation alone, and recovers', async () => {
    const { clock, budget, ask, count } = setUp({ Search: 8, DescribeTrainingJob: 8 });
    ask('Search', 'people', 200);
    ask('DescribeTrainingJob', 'people', 200);
    await clock.advance(5_000);
    for (let times = 0; times < 4; times += 1) {
      budget.throttled('Search');
      await clock.advance(1_000);
    }
    const [search, describes] = [count('Search'), count('DescribeTrainingJob')];
    await clock.advance(4_000);
    expect(count('Search') - search).toBeLessThanOrEqual(6);
    expect(count('DescribeTrainingJob') - describes).toBeGreaterThanOrEqual(31);
    expect(budget.throttledAt()).toBe(clock.now() - 5_000);
    await clock.advance(60_000);
    expect(count('Search')).toBe(200);
  });

  it('goes on, however often it is throttled', async () => {
    const { clock, budget, ask, count } = setUp({ Search: 1 });
    ask('Search', 'background', 5);
    for (let times = 0; times < 30; times += 1) {
      budget.throttled('Search');
      await clock.advance(1_500);
    }
    await clock.advance(300_000);
    expect(count('Search')).toBe(5);
  });
});
