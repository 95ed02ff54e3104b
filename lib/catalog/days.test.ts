import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs, type Days, type EndedIn, partsOf, periodOf, shorterOf } from './days';

const isDays = (part: Days | EndedIn): part is Days => 'days' in part;
const asPeriod = (part: Days | EndedIn): EndedIn => (isDays(part) ? periodOf(part) : part);

test('the parts of a period follow each other from its beginning to its end, and those left over are of no whole day', () => {
  const time = fc.integer({ min: 0, max: 3_000 * dayMs });
  fc.assert(
    fc.property(time, time, time, (one, other, settled) => {
      const period = { from: Math.min(one, other), before: Math.max(one, other) };
      const parts = partsOf(period, settled);
      let at = period.from;
      for (const part of parts) {
        const { from, before } = asPeriod(part);
        expect(from).toBe(at);
        expect(before).toBeGreaterThan(from);
        if (!isDays(part)) expect(before - from).toBeLessThan(dayMs);
        else if (part.days > 1) expect(before).toBeLessThanOrEqual(settled);
        at = before;
      }
      expect(at).toBe(period.before);
    }),
  );
});

test('ten years are few parts, and each is made of shorter ones', () => {
  const parts = partsOf({ from: dayMs / 2, before: 3_650 * dayMs });
  expect(parts.length).toBeLessThan(90);
  for (const part of parts.filter(isDays)) {
    const shorter = shorterOf(part);
    if (part.days === 1) expect(shorter).toEqual([]);
    else {
      expect(periodOf(shorter[0]!).from).toBe(periodOf(part).from);
      expect(periodOf(shorter.at(-1)!).before).toBe(periodOf(part).before);
    }
  }
});
