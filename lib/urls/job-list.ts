import {
  filterKeys,
  type FilterKey,
  type FilterValues,
  jobFilters,
  type JobFilters,
  usualFilters,
} from '../training/job-filters';
import { parseColumns } from '../training/value-columns';
import { jobSortKeys, type JobSortKey } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { lookUp } from '../training/look-up';
import { withPlaces } from './places';

/** Search parameters as Next gives them to a page. */
export type SearchParams = Record<string, string | string[] | undefined>;

export const pageSizes = [25, 50, 100] as const;

/** What the list shows when the address says nothing. */
export const defaultQuery: JobQuery = {
  filters: usualFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: pageSizes[0],
};

const maxPage = 1_000_000;

/**
 * Reads a list's state from its address. An address is typed, shared and cut off: what cannot be read is passed
 * over, and the rest holds.
 */
export const parseJobQuery = (
  params: SearchParams,
  defaultPageSize = defaultQuery.pageSize,
  usualColumns: readonly string[] = [],
): JobQuery => {
  const size = Number(firstOf(params.size));
  const named = parseColumns(textsOf(params.column));
  const columns = named.length > 0 ? named : parseColumns(usualColumns);
  return {
    filters: parseFilters(params),
    sort: sortOf(firstOf(params.sort)) ?? defaultQuery.sort,
    page: pageOf(firstOf(params.page)),
    pageSize: pageSizes.find((one) => one === size) ?? defaultPageSize,
    ...(columns.length > 0 && { columns }),
  };
};

const parseFilters = (params: SearchParams): JobFilters => {
  const filters = { ...usualFilters };
  for (const key of filterKeys) readFilter(filters, key, params);
  return filters;
};

const readFilter = <Key extends FilterKey>(
  filters: Partial<FilterValues>,
  key: Key,
  params: SearchParams,
): void => {
  const value = jobFilters[key].parse(textsOf(lookUp(params, jobFilters[key].param)));
  if (value !== undefined) filters[key] = value;
};

/** @returns a query string without `?`; what is the default is left out, but for the page size. */
export const formatJobQuery = ({ filters, sort, page, pageSize, columns = [] }: JobQuery): string => {
  const params = formatFilters(filters);
  const sortText = `${sort.descending ? '-' : ''}${sort.by}`;
  if (sortText !== '-created') params.set('sort', sortText);
  if (page > 1) params.set('page', String(page));
  params.set('size', String(pageSize));
  for (const column of columns) params.append('column', column);
  return params.toString();
};

/**
 * Path and query of the list with these jobs, sorted and paged as the reader is used to.
 * @param places of a list of several backends, where the reader chose them
 */
export const jobsPath = (backend: string, filters: JobFilters, places: readonly string[] = []): string => {
  const query = withPlaces(formatFilters(filters).toString(), places);
  return `/${backend}/jobs${query === '' ? '' : `?${query}`}`;
};

const formatFilters = (filters: JobFilters): URLSearchParams => {
  const params = new URLSearchParams();
  const all = inFull(filters);
  for (const key of filterKeys) writeFilter(params, key, all[key]);
  return params;
};

/** Filters that say nothing of archived jobs are of all jobs, as a report counts them: a list has to be told. */
const inFull = (filters: JobFilters): JobFilters => ({ archived: 'shown', ...filters });

const writeFilter = <Key extends FilterKey>(
  params: URLSearchParams,
  key: Key,
  value: FilterValues[Key] | undefined,
): void => {
  if (value === undefined) return;
  for (const text of jobFilters[key].format(value)) params.append(jobFilters[key].param, text);
};

const textsOf = (value: string | string[] | undefined): readonly string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** An address may name a parameter more than once; the first counts. */
export const firstOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const sortOf = (text: string | undefined): JobQuery['sort'] | undefined => {
  const descending = text?.startsWith('-') ?? false;
  const by = jobSortKeys.find((key): key is JobSortKey => key === (descending ? text?.slice(1) : text));
  return by && { by, descending };
};

export const pageOf = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,7}$/.test(text)) return 1;
  return Math.min(maxPage, Math.max(1, Number(text)));
};
