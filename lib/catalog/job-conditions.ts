/** What a list's filters mean in SQL. */
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import {
  type FilterKey,
  filterKeys,
  type FilterValues,
  type JobFilters,
  type ListedStanding,
} from '../training/job-filters';
import { archivedTag, favouriteTag } from '../training/job-tags';
import { type TagFilter } from '../training/tag-text';

/** The part of a statement after WHERE. */
export const conditionOf = (scope: number, filters: JobFilters): Sql =>
  join([sql`scope = ${scope}`, ...filterKeys.flatMap((key) => testsOf(key, filters[key], scope))], ' AND ');

const testsOf = <Key extends FilterKey>(
  key: Key,
  value: FilterValues[Key] | undefined,
  scope: number,
): Sql[] => (value === undefined ? [] : [meanings[key](value, scope)].flat());

const flag = (column: string) => (value: boolean) => sql`${raw(column)} = ${value ? 1 : 0}`;
const oneOf = (column: string) => (values: string[]) =>
  values.length === 0 ? [] : sql`${raw(column)} IN (${join(values)})`;

const nameLike = (pattern: string): Sql => sql`name LIKE ${pattern} ESCAPE '\\'`;

/** To be appended to other conditions; empty without a prefix. */
export const namePrefixCondition = (prefix: string | undefined): Sql =>
  prefix === undefined ? empty : sql`AND ${nameLike(`${literal(prefix)}%`)}`;

/** A text for LIKE, whose own signs stand for themselves. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Types of instance whose price is known. */
const pricedTypes = (scope: number): Sql =>
  sql`SELECT instance_type FROM price WHERE scope = ${scope} AND usd_per_hour IS NOT NULL`;

const nameGroupTest = (group: string): Sql => {
  if (!group.endsWith('-*')) return sql`name = ${group} COLLATE BINARY`;
  const [name, start] = [group.slice(0, -2), group.slice(0, -1)];
  return sql`(name = ${name} COLLATE BINARY OR substr(name, 1, ${start.length}) = ${start} COLLATE BINARY)`;
};

const tagTest = ({ key, value, absent }: TagFilter, scope: number): Sql => {
  const tagged = sql`SELECT job FROM job_tag WHERE scope = ${scope} AND key = ${key}`;
  if (absent) return sql`id NOT IN (${tagged})`;
  if (value === undefined) return sql`id IN (${tagged})`;
  return sql`id IN (${tagged} AND value = ${value})`;
};

const standingTest = (standing: ListedStanding, scope: number): Sql => {
  if (standing === 'counted') return sql`standing = 'counted' AND instance_type IN (${pricedTypes(scope)})`;
  if (standing !== 'unpriced') return sql`standing = ${standing}`;
  return sql`standing = 'counted' AND (instance_type IS NULL OR instance_type NOT IN (${pricedTypes(scope)}))`;
};

const meanings: {
  [Key in FilterKey]: (value: FilterValues[Key], scope: number) => Sql | Sql[];
} = {
  nameContains: (texts) => texts.map((text) => nameLike(`%${literal(text)}%`)),
  namePrefix: (prefix) => nameLike(`${literal(prefix)}%`),
  nameGroup: nameGroupTest,
  outcomes: oneOf('outcome'),
  spot: flag('spot'),
  instanceTypes: oneOf('instance_type'),
  launchers: oneOf('launched_by'),
  serverless: flag('serverless'),
  createdFrom: (at) => sql`created_at >= ${at}`,
  createdBefore: (at) => sql`created_at < ${at}`,
  endedFrom: (at) => sql`ended_at >= ${at}`,
  endedBefore: (at) => sql`ended_at < ${at}`,
  interrupted: (interrupted) => (interrupted ? sql`interruptions > 0` : sql`interruptions = 0`),
  lostWork: (lost) => (lost ? sql`lost_seconds > 0` : sql`lost_seconds = 0`),
  checkpoints: flag('checkpointed'),
  tags: (tags, scope) => tags.map((tag) => tagTest(tag, scope)),
  standing: standingTest,
  suitsSpotWithin: (seconds) => sql`(checkpointed = 1 OR training_seconds <= ${seconds})`,
  inAccount: (there) => (there ? sql`gone_at IS NULL` : sql`gone_at IS NOT NULL`),
  favourite: (favourite, scope) => tagTest({ key: favouriteTag, absent: !favourite }, scope),
  archived: (archived, scope) =>
    archived === 'shown' ? [] : tagTest({ key: archivedTag, absent: archived === 'hidden' }, scope),
  // A condition is of one scope: which of them are asked is decided before.
  where: () => [],
};
