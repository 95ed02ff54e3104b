import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { pageSizes, parseJobQuery, type SearchParams } from '@/lib/urls/job-list';
import { columnWidthsCookie, maxColumnPx } from '@/components/jobs/list/column-widths';
import {
  type KeptPreferences,
  tablePreferencesCookie,
  type TablePreferences,
} from '@/components/jobs/list/table-preferences';
import { ofOneBackend } from '@/lib/training/job-filters';
import { type JobQuery } from '@/lib/training/job-list';
import { parseJson } from '@/lib/training/json-text';
import { isPlainObject } from '@/lib/training/json-value';
import { maxColumnLength } from '@/lib/training/value-columns';

const columnsSchema = z
  .array(z.object({ id: z.string().max(maxColumnLength), visible: z.boolean() }))
  .max(50)
  .optional();

const widthsSchema = z.record(z.string().max(maxColumnLength), z.number().min(1).max(maxColumnPx)).optional();

/** What the reader chose for the table; a part that cannot be read is as if it had not been chosen, and is told of. */
export const readTablePreferences = async (): Promise<KeptPreferences> => {
  const jar = await cookies();
  /** Null where it cannot be read. */
  const keptIn = (name: string) => {
    const cookie = jar.get(name)?.value;
    return cookie === undefined ? undefined : (parseJson(cookie) ?? null);
  };
  const kept = keptIn(tablePreferencesCookie);
  const widths = widthsSchema.safeParse(keptIn(columnWidthsCookie));
  const ofWidths = {
    ...(widths.data && { widths: widths.data }),
    ...(!widths.success && { areWidthsUnreadable: true as const }),
  };
  if (kept !== undefined && !isPlainObject(kept)) {
    return { pageSize: pageSizes[0], ...ofWidths, isUnreadable: true };
  }
  const pageSize = z.literal(pageSizes).default(pageSizes[0]).safeParse(kept?.pageSize);
  const columns = columnsSchema.safeParse(kept?.columns);
  return {
    pageSize: pageSize.data ?? pageSizes[0],
    ...(columns.data && { columns: columns.data }),
    ...ofWidths,
    ...(!(pageSize.success && columns.success) && { isUnreadable: true }),
  };
};

/** The list of one backend that an address asks for. */
export const readJobQuery = (params: SearchParams, preferences?: TablePreferences): JobQuery => {
  const query = readQueryOfSeveral(params, preferences);
  return { ...query, filters: ofOneBackend(query.filters) };
};

/** The list of several backends that an address asks for; which, `parsePlaces` tells. */
export const readQueryOfSeveral = (params: SearchParams, preferences?: TablePreferences): JobQuery =>
  parseJobQuery(
    params,
    preferences?.pageSize,
    preferences?.columns?.filter(({ visible }) => visible).map(({ id }) => id),
  );

/** The search parameters of a request's URL as Next gives them to a page. */
export const searchParamsOf = (url: URL): SearchParams =>
  Object.fromEntries([...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key)]));
