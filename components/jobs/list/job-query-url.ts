import {
  jobSortKeys,
  noFilters,
  type JobFilters,
  type JobQuery,
  type JobSortKey,
} from '@/lib/training/job-list';

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
const longestText = 200;
const mostValues = 20;
const largestPage = 1_000_000;

/**
 * Reads a list's state from its address. An address is typed, shared and cut off: what cannot be read is passed
 * over, and the rest holds.
 */
export const parseJobQuery = (params: SearchParams, defaultPageSize = defaultQuery.pageSize): JobQuery => {
  const size = Number(firstOf(params.size));
  const spot = spotOf(firstOf(params.type));
  const createdFrom = instantOf(firstOf(params.from));
  const createdBefore = instantOf(firstOf(params.before));
  return {
    filters: {
      nameContains: valuesOf(params.name),
      outcomes: valuesOf(params.status),
      ...(spot === undefined ? {} : { spot }),
      instanceTypes: valuesOf(params.instance),
      ...(createdFrom === undefined ? {} : { createdFrom }),
      ...(createdBefore === undefined ? {} : { createdBefore }),
      tags: valuesOf(params.tag).map(parseTag),
    },
    sort: sortOf(firstOf(params.sort)) ?? defaultQuery.sort,
    page: pageOf(firstOf(params.page)),
    pageSize: pageSizes.find((known) => known === size) ?? defaultPageSize,
  };
};

/** @returns a query string without `?`; what is the default is left out, but for the page size. */
export const formatJobQuery = ({ filters, sort, page, pageSize }: JobQuery): string => {
  const params = new URLSearchParams();
  for (const text of filters.nameContains) params.append('name', text);
  for (const outcome of filters.outcomes) params.append('status', outcome);
  if (filters.spot !== undefined) params.set('type', filters.spot ? 'spot' : 'on-demand');
  for (const type of filters.instanceTypes) params.append('instance', type);
  if (filters.createdFrom !== undefined) params.set('from', new Date(filters.createdFrom).toISOString());
  if (filters.createdBefore !== undefined)
    params.set('before', new Date(filters.createdBefore).toISOString());
  for (const tag of filters.tags) params.append('tag', formatTag(tag));
  const sortText = `${sort.descending ? '-' : ''}${sort.by}`;
  if (sortText !== '-created') params.set('sort', sortText);
  if (page > 1) params.set('page', String(page));
  params.set('size', String(pageSize));
  return params.toString();
};

/** `key=value`, or a key alone for a tag of any value. */
export const parseTag = (text: string): JobFilters['tags'][number] => {
  const at = text.indexOf('=');
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
};

export const formatTag = ({ key, value }: JobFilters['tags'][number]): string =>
  value === undefined ? key : `${key}=${value}`;

const firstOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const valuesOf = (value: string | string[] | undefined): string[] => {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(values.filter((text) => text !== '').map((text) => text.slice(0, longestText)))].slice(
    0,
    mostValues,
  );
};

const spotOf = (text: string | undefined): boolean | undefined => {
  if (text === 'spot') return true;
  return text === 'on-demand' ? false : undefined;
};

const sortOf = (text: string | undefined): JobQuery['sort'] | undefined => {
  const descending = text?.startsWith('-') ?? false;
  const by = jobSortKeys.find((key): key is JobSortKey => key === (descending ? text?.slice(1) : text));
  return by && { by, descending };
};

const pageOf = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,7}$/.test(text)) return 1;
  return Math.min(largestPage, Math.max(1, Number(text)));
};

const instantOf = (text: string | undefined): number | undefined => {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};
