/**
 * A value that lives as long as the server process. Next bundles routes and actions apart, so a module's own
 * variables exist once per bundle; what must exist once (clients, watchers, caches) is kept here.
 */
export const inProcess = <Value>(name: string, create: () => Value): Value => {
  const memory = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`spotdeck.${name}`);
  memory[key] ??= create();
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- under a name only what its one `create` made
  return memory[key] as Value;
};

/** Of one kind; what was asked longest ago goes first. A name that is typed is asked for with each letter. */
const maxEntries = 1_000;

/**
 * Answers `load()` and remembers the answer for `lifetimeMs`. Calls that come while one is under way share it;
 * a failure is remembered for `failureMs` only.
 */
export const remember = <Value>(
  cache: string,
  key: string,
  load: () => Promise<Value>,
  lifetimeMs: number | ((value: Value) => number),
  failureMs: (error: unknown) => number = () => 0,
): Promise<Value> => {
  const entries = inProcess(cache, () => new Map<string, { value: Promise<Value>; expiresAt: number }>());
  const cached = entries.get(key);
  if (cached && cached.expiresAt > Date.now()) return cached.value;
  const entry = { value: load(), expiresAt: Infinity };
  entries.delete(key);
  entries.set(key, entry);
  for (const [oldest, { expiresAt }] of entries) {
    if (entries.size <= maxEntries) break;
    // What others wait for is not asked twice.
    if (expiresAt !== Infinity) entries.delete(oldest);
  }
  entry.value.then(
    (value) => {
      entry.expiresAt = Date.now() + (typeof lifetimeMs === 'function' ? lifetimeMs(value) : lifetimeMs);
    },
    (error: unknown) => {
      const keptMs = failureMs(error);
      if (keptMs > 0) entry.expiresAt = Date.now() + keptMs;
      else if (entries.get(key) === entry) entries.delete(key);
    },
  );
  return entry.value;
};
