import { type CatalogDatabase } from './catalog-database';

/** Answers from memory what was computed from the catalog as it is now, and computes what was not. */
export type Remember = <Value>(key: string, compute: () => Value) => Value;

/** @param most so many answers are kept; one more takes the place of the oldest */
export const rememberUntilChange = (database: Pick<CatalogDatabase, 'version'>, most: number): Remember => {
  const memory = new Map<string, unknown>();
  let version = database.version();
  return <Value>(key: string, compute: () => Value): Value => {
    if (version !== database.version()) {
      memory.clear();
      version = database.version();
    }
    if (memory.has(key)) return memory.get(key) as Value;
    const began = version;
    const value = compute();
    // Computed while the catalog changed, it is of neither version.
    if (database.version() !== began) return value;
    for (const oldest of memory.keys()) {
      if (memory.size < most) break;
      memory.delete(oldest);
    }
    memory.set(key, value);
    return value;
  };
};
