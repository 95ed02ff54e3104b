/** Periods as whole days by UTC, and longer stretches of them, of which sums are kept, and what is left over at their ends. */

/** Ms since 1970: from the first, inclusive, to the second, exclusive. */
export interface EndedIn {
  from: number;
  before: number;
}

/** So many days, of which this is the one with that number since 1970. */
export interface Days {
  days: number;
  number: number;
}

export const dayMs = 86_400_000;
/** Each of a number of those before it. As in the triggers of the catalog, which forget sums of them. */
const stretches = [64, 8, 1] as const;

export const periodOf = ({ days, number }: Days): EndedIn => ({
  from: number * days * dayMs,
  before: (number + 1) * days * dayMs,
});

/**
 * @param settledBefore ms since 1970: of later days there is no longer stretch, since one would be summed anew all the time
 * @returns in order, what is no whole day as a period
 */
export const partsOf = ({ from, before }: EndedIn, settledBefore = Infinity): (Days | EndedIn)[] => {
  const parts: (Days | EndedIn)[] = [];
  for (let at = from; at < before;) {
    const days = stretches.find(
      (each) =>
        at % (each * dayMs) === 0 &&
        at + each * dayMs <= Math.min(before, each === 1 ? Infinity : settledBefore),
    );
    const next = Math.min(before, (Math.floor(at / dayMs) + 1) * dayMs);
    parts.push(days === undefined ? { from: at, before: next } : { days, number: at / (days * dayMs) });
    at = days === undefined ? next : at + days * dayMs;
  }
  return parts;
};

/** Those of the next shorter stretch; none of a day. */
export const shorterOf = ({ days, number }: Days): Days[] => {
  const shorter = stretches.find((each) => each < days);
  if (shorter === undefined) return [];
  const count = days / shorter;
  return Array.from({ length: count }, (_, index) => ({ days: shorter, number: number * count + index }));
};
