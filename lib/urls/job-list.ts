import {
  jobSortKeys,
  listedStandings,
  noFilters,
  type JobFilters,
  type JobQuery,
  type JobSortKey,
} from '../training/job-list';
import { formatTag, parseTag } from './tag-text';

/** Search parameters as Next gives them to a page. */
export type SearchParams = Record<string, string | string[] | undefined>;

export const pageSizes = [25, 50, 100] as const;

/** What the list shows when the address says nothing. */
export const defaultQuery: JobQuery = {
  filters: noFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: pageSizes[0],
};

/** Bounds on what an address can ask, so that none of them makes the server work without end. */
const maxTextLength = 200;
/** A key of 128 characters, each with a backslash, and a value of 256. */
const maxTagLength = 520;
const maxValues = 20;
const maxPage = 1_000_000;
const maxSeconds = 999_999_999_999;

/**
 * Reads a list's state from its address. An address is typed, shared and cut off: what cannot be read is passed
 * over, and the rest holds.
 */
export const parseJobQuery = (params: SearchParams, defaultPageSize = defaultQuery.pageSize): JobQuery => {
  const size = Number(firstOf(params.size));
  return {
    filters: parseFilters(params),
    sort: sortOf(firstOf(params.sort)) ?? defaultQuery.sort,
    page: pageOf(firstOf(params.page)),
    pageSize: pageSizes.find((known) => known === size) ?? defaultPageSize,
  };
};

const parseFilters = (params: SearchParams): JobFilters => ({
  nameContains: valuesOf(params.name),
  outcomes: valuesOf(params.status),
  instanceTypes: valuesOf(params.instance),
  tags: valuesOf(params.tag, maxTagLength)
    .map(parseTag)
    .filter(({ key }) => key !== ''),
  ...withoutUndefined({
    spot: choiceOf(params.type, 'spot', 'on-demand'),
    createdFrom: instantOf(firstOf(params.from)),
    createdBefore: instantOf(firstOf(params.before)),
    namePrefix: textOf(params.prefix),
    nameGroup: textOf(params.group),
    endedFrom: instantOf(firstOf(params['ended-from'])),
    endedBefore: instantOf(firstOf(params['ended-before'])),
    standing: listedStandings.find((standing) => standing === firstOf(params.standing)),
    checkpoints: choiceOf(params.checkpoints, 'yes', 'no'),
    interrupted: choiceOf(params.interrupted, 'yes', 'no'),
    suitsSpotWithin: parseSeconds(firstOf(params.suits)),
  }),
});

/** @returns a query string without `?`; what is the default is left out, but for the page size. */
export const formatJobQuery = ({ filters, sort, page, pageSize }: JobQuery): string => {
  const params = formatFilters(filters);
  const sortText = `${sort.descending ? '-' : ''}${sort.by}`;
  if (sortText !== '-created') params.set('sort', sortText);
  if (page > 1) params.set('page', String(page));
  params.set('size', String(pageSize));
  return params.toString();
};

/** Path and query of the list with these jobs, sorted and paged as the reader is used to. */
export const jobsPath = (backend: string, filters: JobFilters): string => {
  const query = formatFilters(filters).toString();
  return `/${backend}/jobs${query === '' ? '' : `?${query}`}`;
};

const formatFilters = (filters: JobFilters): URLSearchParams => {
  const params = new URLSearchParams();
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) params.append(name, value);
  };
  for (const text of filters.nameContains) add('name', text);
  for (const outcome of filters.outcomes) add('status', outcome);
  add('type', choiceText(filters.spot, 'spot', 'on-demand'));
  for (const type of filters.instanceTypes) add('instance', type);
  add('from', instantText(filters.createdFrom));
  add('before', instantText(filters.createdBefore));
  for (const tag of filters.tags) add('tag', formatTag(tag));
  add('prefix', filters.namePrefix);
  add('group', filters.nameGroup);
  add('ended-from', instantText(filters.endedFrom));
  add('ended-before', instantText(filters.endedBefore));
  add('standing', filters.standing);
  add('checkpoints', choiceText(filters.checkpoints, 'yes', 'no'));
  add('interrupted', choiceText(filters.interrupted, 'yes', 'no'));
  add('suits', secondsText(filters.suitsSpotWithin));
  return params;
};

/** An address may name a parameter more than once; the first counts. */
export const firstOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const textOf = (value: string | string[] | undefined): string | undefined =>
  firstOf(value)?.slice(0, maxTextLength) || undefined;

const valuesOf = (value: string | string[] | undefined, longest = maxTextLength): string[] => {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(values.filter((text) => text !== '').map((text) => text.slice(0, longest)))].slice(
    0,
    maxValues,
  );
};

const withoutUndefined = <Values extends object>(
  values: Values,
): { [Key in keyof Values]?: NonNullable<Values[Key]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: NonNullable<Values[Key]>;
  };

const choiceOf = (value: string | string[] | undefined, yes: string, no: string): boolean | undefined => {
  const text = firstOf(value);
  if (text === yes) return true;
  return text === no ? false : undefined;
};

const choiceText = (choice: boolean | undefined, yes: string, no: string): string | undefined =>
  choice === undefined ? undefined : choice ? yes : no;

const sortOf = (text: string | undefined): JobQuery['sort'] | undefined => {
  const descending = text?.startsWith('-') ?? false;
  const by = jobSortKeys.find((key): key is JobSortKey => key === (descending ? text?.slice(1) : text));
  return by && { by, descending };
};

const pageOf = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,7}$/.test(text)) return 1;
  return Math.min(maxPage, Math.max(1, Number(text)));
};

const instantOf = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

const instantText = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

/** Whole seconds, as training seconds are. */
export const parseSeconds = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;

export const secondsText = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : String(Math.min(maxSeconds, Math.max(0, Math.floor(seconds))));
