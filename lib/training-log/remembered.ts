const MAX_CACHED = 5_000;
const MAX_CHARACTERS = 100;

/**
 * Answers for a name as before: scripts print the same few over and over. One that makes up new ones without end has
 * what is remembered forgotten.
 */
export const remembered = <Result>(find: (name: string) => Result): ((name: string) => Result) => {
  const cache = new Map<string, { result: Result }>();
  return (name) => {
    const before = cache.get(name);
    if (before) return before.result;
    const result = find(name);
    if (cache.size >= MAX_CACHED) cache.clear();
    if (name.length <= MAX_CHARACTERS) cache.set(name, { result });
    return result;
  };
};
