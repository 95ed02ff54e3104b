/** What a list's filters mean in SQL. */
import { type JobFilters, type ListedStanding } from '../training/job-list';
import { type Parameter } from './catalog-database';

/** The part of a statement after WHERE, with its parameters. */
export interface Condition {
  where: string;
  parameters: Parameter[];
}

export const conditionOf = (scope: number, filters: JobFilters): Condition => {
  const parts = ['scope = ?'];
  const parameters: Parameter[] = [scope];
  const add: Add = (part, ...values) => {
    parts.push(part);
    parameters.push(...values);
  };
  for (const text of filters.nameContains) add(`name LIKE ? ESCAPE '\\'`, `%${literal(text)}%`);
  if (filters.outcomes.length > 0) add(`outcome IN (${marks(filters.outcomes)})`, ...filters.outcomes);
  if (filters.spot !== undefined) add('spot = ?', filters.spot ? 1 : 0);
  if (filters.instanceTypes.length > 0) {
    add(`instance_type IN (${marks(filters.instanceTypes)})`, ...filters.instanceTypes);
  }
  if (filters.createdFrom !== undefined) add('created_at >= ?', filters.createdFrom);
  if (filters.createdBefore !== undefined) add('created_at < ?', filters.createdBefore);
  for (const { key, value, absent } of filters.tags) {
    const tagged = 'IN (SELECT job FROM job_tag WHERE scope = ? AND key = ?';
    if (absent) add(`id NOT ${tagged})`, scope, key);
    else if (value === undefined) add(`id ${tagged})`, scope, key);
    else add(`id ${tagged} AND value = ?)`, scope, key, value);
  }
  if (filters.namePrefix !== undefined) add(namePrefixTest, `${literal(filters.namePrefix)}%`);
  if (filters.nameGroup !== undefined) addNameGroup(add, filters.nameGroup);
  if (filters.endedFrom !== undefined) add('ended_at >= ?', filters.endedFrom);
  if (filters.endedBefore !== undefined) add('ended_at < ?', filters.endedBefore);
  if (filters.checkpoints !== undefined) add('checkpointed = ?', filters.checkpoints ? 1 : 0);
  if (filters.interrupted !== undefined) add(filters.interrupted ? 'interruptions > 0' : 'interruptions = 0');
  if (filters.suitsSpotWithin !== undefined) {
    add('(checkpointed = 1 OR training_seconds <= ?)', filters.suitsSpotWithin);
  }
  if (filters.standing !== undefined) addStanding(add, scope, filters.standing);
  return { where: parts.join(' AND '), parameters };
};

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');

const namePrefixTest = `name LIKE ? ESCAPE '\\'`;

/** To be appended to other conditions; empty without a prefix. */
export const namePrefixCondition = (prefix: string | undefined): Condition =>
  prefix === undefined
    ? { where: '', parameters: [] }
    : { where: `AND ${namePrefixTest}`, parameters: [`${literal(prefix)}%`] };

/** A text for LIKE, whose own signs stand for themselves. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Jobs whose price is known. */
export const pricedTypes = 'SELECT instance_type FROM price WHERE scope = ? AND usd_per_hour IS NOT NULL';

type Add = (part: string, ...values: Parameter[]) => void;

const addNameGroup = (add: Add, group: string) => {
  if (!group.endsWith('-*')) return add('name = ? COLLATE BINARY', group);
  const [name, start] = [group.slice(0, -2), group.slice(0, -1)];
  add('(name = ? COLLATE BINARY OR substr(name, 1, ?) = ? COLLATE BINARY)', name, start.length, start);
};

const addStanding = (add: Add, scope: number, standing: ListedStanding) => {
  if (standing === 'counted') add(`standing = 'counted' AND instance_type IN (${pricedTypes})`, scope);
  else if (standing === 'unpriced') {
    add(`standing = 'counted' AND (instance_type IS NULL OR instance_type NOT IN (${pricedTypes}))`, scope);
  } else add('standing = ?', standing);
};
