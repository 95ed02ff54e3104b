/**
 * Keys of an object that this program wrote, and objects made for each of a list of keys. TypeScript knows only that
 * some keys are there, as a value may have more members than its type; a table written here has none.
 */
export const keysOf = <Table extends object>(table: Table): (keyof Table & string)[] =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above: a table's keys are those of its type
  Object.keys(table) as (keyof Table & string)[];

/** @returns a value for each of the keys */
export const recordOf = <Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key, index: number) => Value,
): Record<Key, Value> =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- every key is given its value in this line
  Object.fromEntries(keys.map((key, index) => [key, valueOf(key, index)])) as Record<Key, Value>;
