/** Sums of the same things in several periods, as those of all of them. */

/** What there are sums of: what they are told apart by, and numbers that are added up. */
export interface Merged<Sums extends object> {
  /** Never the same text of two that differ. */
  keyOf: (one: Sums) => string;
  /** Names of the numbers. */
  added: readonly (keyof Sums)[];
}

export const mergedSums = <Sums extends object>(
  parts: readonly (readonly Sums[])[],
  { keyOf, added }: Merged<Sums>,
): Sums[] => {
  const merged = new Map<string, Sums>();
  for (const sums of parts) {
    for (const one of sums) {
      const key = keyOf(one);
      const all = merged.get(key);
      if (all === undefined) merged.set(key, { ...one });
      else for (const name of added) add(all, name, one);
    }
  }
  return [...merged.values()];
};

const add = <Sums extends object>(all: Sums, name: keyof Sums, one: Sums): void => {
  const numbers = all as Record<keyof Sums, unknown>;
  numbers[name] = Number(all[name]) + Number(one[name]);
};
