import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { pageSizes, parseJobQuery, type SearchParams } from '@/lib/urls/job-list';
import { tablePreferencesCookie, type TablePreferences } from '@/components/jobs/list/table-preferences';
import { ofOneBackend } from '@/lib/training/job-filters';
import { type JobQuery } from '@/lib/training/job-list';
import { maxColumnLength } from '@/lib/training/value-columns';

const preferencesSchema = z.object({
  pageSize: z.literal(pageSizes).catch(pageSizes[0]),
  columns: z
    .array(z.object({ id: z.string().max(maxColumnLength), visible: z.boolean() }))
    .max(50)
    .optional()
    .catch(undefined),
});

/** What the reader chose for the table; a cookie that cannot be read is none. */
export const readTablePreferences = async (): Promise<TablePreferences> => {
  const cookie = (await cookies()).get(tablePreferencesCookie)?.value;
  const preferences = preferencesSchema.safeParse(jsonOf(cookie) ?? {});
  return preferences.success ? preferences.data : { pageSize: pageSizes[0] };
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

const jsonOf = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(decodeURIComponent(text));
  } catch {
    // Anyone can write a cookie.
    return undefined;
  }
};
