const MAX_KNOWN = 5_000;
const MAX_CHARACTERS = 100;

/**
 * Answers for a name as before: scripts print the same few over and over. One that makes up new ones without end has
 * what is remembered forgotten.
 */
export const remembered = <Result>(find: (name: string) => Result): ((name: string) => Result) => {
  const known = new Map<string, { result: Result }>();
  return (name) => {
    const before = known.get(name);
    if (before) return before.result;
    const result = find(name);
    if (known.size >= MAX_KNOWN) known.clear();
    if (name.length <= MAX_CHARACTERS) known.set(name, { result });
    return result;
  };
};
