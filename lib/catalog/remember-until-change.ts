import { type CatalogDatabase, type Topic } from './catalog-database';

/** Answers from memory what was computed from the catalog as it is now, and computes what was not. */
export type Remember = <Value>(key: string, compute: () => Value) => Value;

/**
 * @param maxAnswers so many answers are kept; one more takes the place of the oldest
 * @param topics what the answers are computed from
 */
export const rememberUntilChange = (
  database: Pick<CatalogDatabase, 'version'>,
  maxAnswers: number,
  topics: [Topic, ...Topic[]],
): Remember => {
  const versionNow = () => database.version(...topics);
  const memory = new Map<string, unknown>();
  let version = versionNow();
  return <Value>(key: string, compute: () => Value): Value => {
    if (version !== versionNow()) {
      memory.clear();
      version = versionNow();
    }
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- under a key only what its one `compute` answered
    if (memory.has(key)) return memory.get(key) as Value;
    const began = version;
    const value = compute();
    // Computed while the catalog changed, it is of neither version.
    if (versionNow() !== began) return value;
    for (const oldest of memory.keys()) {
      if (memory.size < maxAnswers) break;
      memory.delete(oldest);
    }
    memory.set(key, value);
    return value;
  };
};
