/** What a list's filters mean in SQL. */
import {
  type FilterKey,
  filterKeys,
  type FilterValues,
  type JobFilters,
  type ListedStanding,
} from '../training/job-filters';
import { type TagFilter } from '../training/tag-text';
import { type Parameter } from './catalog-database';

/** The part of a statement after WHERE, with its parameters. */
export interface Condition {
  where: string;
  parameters: Parameter[];
}

export const conditionOf = (scope: number, filters: JobFilters): Condition => {
  const tests = [test('scope = ?', scope), ...filterKeys.flatMap((key) => testsOf(key, filters[key], scope))];
  return {
    where: tests.map(({ where }) => where).join(' AND '),
    parameters: tests.flatMap(({ parameters }) => parameters),
  };
};

const testsOf = <Key extends FilterKey>(
  key: Key,
  value: FilterValues[Key] | undefined,
  scope: number,
): Condition[] => (value === undefined ? [] : [meanings[key](value, scope)].flat());

const test = (where: string, ...parameters: Parameter[]): Condition => ({ where, parameters });
const flag = (column: string) => (value: boolean) => test(`${column} = ?`, value ? 1 : 0);
const oneOf = (column: string) => (values: string[]) =>
  values.length === 0 ? [] : test(`${column} IN (${marks(values)})`, ...values);

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

const nameGroupTest = (group: string): Condition => {
  if (!group.endsWith('-*')) return test('name = ? COLLATE BINARY', group);
  const [name, start] = [group.slice(0, -2), group.slice(0, -1)];
  return test(
    '(name = ? COLLATE BINARY OR substr(name, 1, ?) = ? COLLATE BINARY)',
    ...[name, start.length, start],
  );
};

const tagTest = ({ key, value, absent }: TagFilter, scope: number): Condition => {
  const tagged = 'IN (SELECT job FROM job_tag WHERE scope = ? AND key = ?';
  if (absent) return test(`id NOT ${tagged})`, scope, key);
  if (value === undefined) return test(`id ${tagged})`, scope, key);
  return test(`id ${tagged} AND value = ?)`, scope, key, value);
};

const standingTest = (standing: ListedStanding, scope: number): Condition => {
  if (standing === 'counted')
    return test(`standing = 'counted' AND instance_type IN (${pricedTypes})`, scope);
  if (standing !== 'unpriced') return test('standing = ?', standing);
  return test(
    `standing = 'counted' AND (instance_type IS NULL OR instance_type NOT IN (${pricedTypes}))`,
    scope,
  );
};

const meanings: {
  [Key in FilterKey]: (value: FilterValues[Key], scope: number) => Condition | Condition[];
} = {
  nameContains: (texts) => texts.map((text) => test(`name LIKE ? ESCAPE '\\'`, `%${literal(text)}%`)),
  namePrefix: (prefix) => test(namePrefixTest, `${literal(prefix)}%`),
  nameGroup: nameGroupTest,
  outcomes: oneOf('outcome'),
  spot: flag('spot'),
  instanceTypes: oneOf('instance_type'),
  createdFrom: (at) => test('created_at >= ?', at),
  createdBefore: (at) => test('created_at < ?', at),
  endedFrom: (at) => test('ended_at >= ?', at),
  endedBefore: (at) => test('ended_at < ?', at),
  interrupted: (interrupted) => test(interrupted ? 'interruptions > 0' : 'interruptions = 0'),
  lostWork: (lost) => test(lost ? 'lost_seconds > 0' : 'lost_seconds = 0'),
  checkpoints: flag('checkpointed'),
  tags: (tags, scope) => tags.map((tag) => tagTest(tag, scope)),
  standing: standingTest,
  suitsSpotWithin: (seconds) => test('(checkpointed = 1 OR training_seconds <= ?)', seconds),
};
