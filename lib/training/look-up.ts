/**
 * What a table holds under a name that comes from elsewhere: a metric, a hyperparameter or a tag may be called
 * `constructor`, which every object has. Tables that do not travel as JSON are Maps and need no such care.
 */
export const lookUp = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
