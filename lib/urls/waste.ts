import { maxNameParts } from '../training/report/name-parts';
import {
  defaultWasteQuery,
  type WasteGroup,
  wasteGroups,
  type WasteQuery,
  wasteSortKeys,
} from '../training/report/waste-board';
import { firstOf, type SearchParams } from './job-list';
import { oneOf, periodOf, setPeriod, sortOf, sortText, textOf, wholeOf, zoneOf } from './report';

const maxPage = 100_000;

/** Reads the board's state from its address; what cannot be read is passed over, and the rest holds. */
export const parseWasteQuery = (
  params: SearchParams,
  readerZone: string | undefined,
  isZone: (zone: string) => boolean,
): WasteQuery => {
  const group = oneOf<WasteGroup>(wasteGroups, firstOf(params.by));
  const tagKey = textOf(params.tag);
  const namePrefix = textOf(params.prefix);
  return {
    period: periodOf(params),
    zone: zoneOf(params, readerZone, isZone),
    ...(group !== undefined && { group }),
    ...(tagKey !== undefined && { tagKey }),
    prefixParts: wholeOf(params.parts, maxNameParts) ?? defaultWasteQuery.prefixParts,
    ...(namePrefix !== undefined && { namePrefix }),
    sort: sortOf(wasteSortKeys, firstOf(params.sort)) ?? defaultWasteQuery.sort,
    page: wholeOf(params.page, maxPage) ?? 1,
  };
};

/** @returns a query string without `?`; the zone is always in it, so that a shared link shows the same days. */
export const formatWasteQuery = (query: WasteQuery): string => {
  const params = new URLSearchParams();
  setPeriod(params, query);
  if (query.group !== undefined) params.set('by', query.group);
  if (query.tagKey !== undefined) params.set('tag', query.tagKey);
  if (query.prefixParts !== defaultWasteQuery.prefixParts) params.set('parts', String(query.prefixParts));
  if (query.namePrefix !== undefined) params.set('prefix', query.namePrefix);
  const sort = sortText(query.sort);
  if (sort !== '-total') params.set('sort', sort);
  if (query.page > 1) params.set('page', String(query.page));
  return params.toString();
};
