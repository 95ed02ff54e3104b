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
  allOf(scope, testsOfKeys(filterKeys, filters, scope));

/** Filters that a job's traits tell of: all jobs with the same number are alike in them. */
export const traitKeys: ReadonlySet<FilterKey> = new Set<FilterKey>([
  ...(['outcomes', 'spot', 'instanceTypes', 'launchers', 'serverless', 'interrupted'] as const),
  ...(['lostWork', 'checkpoints', 'standing', 'inAccount'] as const),
]);

/** What a list asks of jobs, by what the index of its order holds of them. */
export interface IndexedCondition {
  /** The part of a statement after WHERE. */
  sql: Sql;
  /** Jobs of the names and tags that are asked for: `id` is one of these. */
  found?: Sql;
  /** They are all that is asked. */
  isAll: boolean;
}

/**
 * As `conditionOf`; of names and tags, which are in no index of an order, the jobs are looked up first.
 * @param jobsIn what stands for a query of jobs, e.g. a table of what was found before
 */
export const indexedCondition = (
  scope: number,
  filters: JobFilters,
  jobsIn: (jobs: Sql) => Sql = (jobs) => jobs,
): IndexedCondition => {
  const { tags, suitsSpotWithin: seconds, favourite, archived } = filters;
  const ofTraits = (tests: readonly Sql[]) =>
    sql`traits IN (SELECT id FROM job_traits WHERE ${allOf(scope, tests)})`;
  const traits = testsOfKeys([...traitKeys], filters, scope);
  const present: TagFilter[] = [
    ...tags.filter(({ absent }) => !absent),
    ...(favourite === true ? [{ key: favouriteTag }] : []),
    ...(archived === 'only' ? [{ key: archivedTag }] : []),
  ];
  const absent = tags.filter((tag) => tag.absent).map(({ key }) => jobsIn(taggedJobs({ key }, scope)));
  // So few that they are looked up each time.
  const personal = [
    ...(favourite === false ? [favouriteTag] : []),
    ...(archived === 'hidden' ? [archivedTag] : []),
  ].map((key) => taggedJobs({ key }, scope));
  const found = jobsOf(scope, testsOfKeys(nameKeys, filters, scope), present);
  const others = [
    ...(traits.length > 0 ? [ofTraits(traits)] : []),
    ...testsOfKeys(timeKeys, filters, scope),
    ...(seconds === undefined
      ? []
      : [sql`(${ofTraits([sql`checkpointed = 1`])} OR training_seconds <= ${seconds})`]),
    ...[...absent, ...personal].map((jobs) => sql`id NOT IN (${jobs})`),
  ];
  const inFound = found && jobsIn(found);
  return {
    sql: allOf(scope, inFound ? [...others, sql`id IN (${inFound})`] : others),
    ...(inFound && { found: inFound }),
    isAll: others.length === 0,
  };
};

/** Ids of the jobs with all of these names and tags; undefined where neither is asked for. */
const jobsOf = (scope: number, names: readonly Sql[], tags: readonly TagFilter[]): Sql | undefined => {
  const [first, ...others] = tags.map((tag) => taggedJobs(tag, scope));
  if (names.length > 0) {
    const tagged = tags.map((tag) => sql`id IN (${taggedJobs(tag, scope)})`);
    return sql`SELECT id FROM job INDEXED BY job_by_name WHERE ${allOf(scope, [...names, ...tagged])}`;
  }
  return first && join([first, ...others.map((jobs) => sql`job IN (${jobs})`)], ' AND ');
};

const timeKeys = ['createdFrom', 'createdBefore', 'endedFrom', 'endedBefore'] as const;
const nameKeys = ['nameContains', 'namePrefix', 'nameGroup'] as const;

const allOf = (scope: number, tests: readonly Sql[]): Sql => join([sql`scope = ${scope}`, ...tests], ' AND ');

const testsOfKeys = (keys: readonly FilterKey[], filters: JobFilters, scope: number): Sql[] =>
  keys.flatMap((key) => testsOf(key, filters[key], scope));

const testsOf = <Key extends FilterKey>(
  key: Key,
  value: FilterValues[Key] | undefined,
  scope: number,
): Sql[] => (value === undefined ? [] : [meanings[key](value, scope)].flat());

const flag = (column: string) => (value: boolean) => sql`${raw(column)} = ${value ? 1 : 0}`;
const oneOf = (column: string) => (values: string[]) =>
  values.length === 0 ? [] : sql`${raw(column)} IN (${join(values)})`;

const nameLike = (pattern: string): Sql => sql`name LIKE ${pattern} ESCAPE '\\'`;

/** Of the index of names, whatever their case; what follows is beyond any name. */
const stretch = (from: string, beginning = from): Sql =>
  sql`name >= ${from} AND name < ${`${beginning}\u{10ffff}`}`;

const beginningTest = (prefix: string): Sql => sql`${stretch(prefix)} AND ${nameLike(`${literal(prefix)}%`)}`;

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
  return sql`${stretch(name, start)}
    AND (name = ${name} COLLATE BINARY OR substr(name, 1, ${start.length}) = ${start} COLLATE BINARY)`;
};

const taggedJobs = ({ key, value }: TagFilter, scope: number): Sql =>
  sql`SELECT job FROM job_tag WHERE scope = ${scope} AND key = ${key} ${value === undefined ? empty : sql`AND value = ${value}`}`;

const tagTest = ({ key, value, absent }: TagFilter, scope: number): Sql =>
  absent ? sql`id NOT IN (${taggedJobs({ key }, scope)})` : sql`id IN (${taggedJobs({ key, value }, scope)})`;

const standingTest = (standing: ListedStanding, scope: number): Sql => {
  if (standing === 'counted') return sql`standing = 'counted' AND instance_type IN (${pricedTypes(scope)})`;
  if (standing !== 'unpriced') return sql`standing = ${standing}`;
  return sql`standing = 'counted' AND (instance_type IS NULL OR instance_type NOT IN (${pricedTypes(scope)}))`;
};

const meanings: {
  [Key in FilterKey]: (value: FilterValues[Key], scope: number) => Sql | Sql[];
} = {
  nameContains: (texts) => texts.map((text) => nameLike(`%${literal(text)}%`)),
  namePrefix: beginningTest,
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
