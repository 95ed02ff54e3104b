import {
  type BarUnit,
  barUnits,
  type PeriodChoice,
  type PeriodPreset,
  periodPresets,
} from '../training/report/period-choice';
import { maxNameParts } from '../training/report/name-parts';
import {
  defaultReportQuery,
  type ReportGroup,
  reportGroups,
  type ReportQuery,
  reportSortKeys,
} from '../training/report/savings-report';
import { firstOf, type SearchParams } from './job-list';

const maxTextLength = 128;
const maxCheckpointSeconds = 3_600;
const lastGroupPage = 100_000;

/**
 * Reads a report's state from its address. An address is typed, shared and cut off: what cannot be read is passed
 * over, and the rest holds.
 * @param isZone whether a text names a time zone
 */
export const parseReportQuery = (
  params: SearchParams,
  readerZone: string | undefined,
  isZone: (zone: string) => boolean,
): ReportQuery => {
  const unit = oneOf<BarUnit>(barUnits, firstOf(params.unit));
  const tagKey = textOf(params.tag);
  const namePrefix = textOf(params.prefix);
  const sort = sortOf(reportSortKeys, firstOf(params.sort));
  const groupPage = wholeOf(params['groups-page'], lastGroupPage) ?? 1;
  return {
    period: periodOf(params),
    zone: zoneOf(params, readerZone, isZone),
    ...(unit !== undefined && { unit }),
    group: oneOf<ReportGroup>(reportGroups, firstOf(params.by)) ?? defaultReportQuery.group,
    ...(tagKey !== undefined && { tagKey }),
    prefixParts: wholeOf(params.parts, maxNameParts) ?? defaultReportQuery.prefixParts,
    ...(sort !== undefined && { sort }),
    ...(groupPage > 1 && { groupPage }),
    ...(namePrefix !== undefined && { namePrefix }),
    checkpointSeconds:
      wholeOf(params['checkpoint-seconds'], maxCheckpointSeconds) ?? defaultReportQuery.checkpointSeconds,
  };
};

/** @returns a query string without `?`; the zone is always in it, so that a shared link shows the same days. */
export const formatReportQuery = (query: ReportQuery): string => {
  const params = new URLSearchParams();
  setPeriod(params, query);
  if (query.unit !== undefined) params.set('unit', query.unit);
  if (query.group !== defaultReportQuery.group) params.set('by', query.group);
  if (query.tagKey !== undefined) params.set('tag', query.tagKey);
  if (query.prefixParts !== defaultReportQuery.prefixParts) params.set('parts', String(query.prefixParts));
  if (query.sort !== undefined) params.set('sort', sortText(query.sort));
  if (query.groupPage !== undefined) params.set('groups-page', String(query.groupPage));
  if (query.namePrefix !== undefined) params.set('prefix', query.namePrefix);
  if (query.checkpointSeconds !== defaultReportQuery.checkpointSeconds) {
    params.set('checkpoint-seconds', String(query.checkpointSeconds));
  }
  return params.toString();
};

export const zoneOf = (
  params: SearchParams,
  readerZone: string | undefined,
  isZone: (zone: string) => boolean,
): string =>
  [firstOf(params.zone), readerZone].find((text) => text !== undefined && isZone(text)) ??
  defaultReportQuery.zone;

export const setPeriod = (
  params: URLSearchParams,
  { period, zone }: Pick<ReportQuery, 'period' | 'zone'>,
) => {
  if ('preset' in period) params.set('period', period.preset);
  else {
    params.set('from', period.from);
    params.set('to', period.to);
  }
  params.set('zone', zone);
};

export const periodOf = (params: SearchParams): PeriodChoice => {
  const [from, to] = [dayOf(firstOf(params.from)), dayOf(firstOf(params.to))];
  if (from !== undefined && to !== undefined) return { from, to };
  const preset = oneOf<PeriodPreset>(periodPresets, firstOf(params.period));
  return preset === undefined ? defaultReportQuery.period : { preset };
};

export const oneOf = <Value extends string>(
  values: readonly Value[],
  text: string | undefined,
): Value | undefined => values.find((value) => value === text);

/** `paid`, or `-paid` from the top. */
export const sortOf = <Key extends string>(
  keys: readonly Key[],
  text: string | undefined,
): { by: Key; descending: boolean } | undefined => {
  const descending = text?.startsWith('-') ?? false;
  const by = oneOf(keys, descending ? text?.slice(1) : text);
  return by && { by, descending };
};

export const sortText = ({ by, descending }: { by: string; descending: boolean }): string =>
  `${descending ? '-' : ''}${by}`;

export const textOf = (value: string | string[] | undefined): string | undefined =>
  firstOf(value)?.slice(0, maxTextLength) || undefined;

export const wholeOf = (value: string | string[] | undefined, max: number): number | undefined => {
  const text = firstOf(value);
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  const whole = Number(text);
  return whole >= 1 && whole <= max ? whole : undefined;
};

/** A day that there is, from 1970 to 2199. */
const dayOf = (text: string | undefined): string | undefined => {
  if (text === undefined || !/^(19[7-9]|2[01]\d)\d-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text;
};
