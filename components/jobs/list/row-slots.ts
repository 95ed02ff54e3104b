/** Where the rows of a page are drawn: for each job, by its key, the number of its row in the document. */
export type RowSlots = ReadonlyMap<string, number>;

/**
 * A job that stays keeps its row, and with it the focus. A row that is free is given to another job where the whole
 * page is another one: rewriting rows takes a fraction of the time of making them.
 * @param isReused the rows of jobs that are gone may be given to those that came
 */
export const assignSlots = (before: RowSlots, keys: readonly string[], isReused: boolean): RowSlots => {
  const staying = new Set(keys.filter((key) => before.has(key)));
  const free = isReused ? [...before].filter(([key]) => !staying.has(key)).map(([, slot]) => slot) : [];
  let unused = Math.max(-1, ...before.values()) + 1;
  return new Map(keys.map((key) => [key, before.get(key) ?? free.shift() ?? unused++]));
};
