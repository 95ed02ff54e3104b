import 'server-only';
import { readerZoneCookie } from '@/components/savings/reader-zone';
import { parseReportQuery } from '@/lib/urls/report';
import { type SearchParams } from '@/lib/urls/job-list';
import { isZone } from '@/lib/training/report/period';
import { type ReportQuery } from '@/lib/training/report/savings-report';

/** The zone that the reader's browser last told; anyone can write a cookie, so it is tried before it is used. */
export const readerZoneOf = (cookies: {
  get: (name: string) => { value: string } | undefined;
}): string | undefined => {
  const value = cookies.get(readerZoneCookie)?.value;
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
};

/** The report that an address asks for. */
export const readReportQuery = (params: SearchParams, readerZone?: string): ReportQuery =>
  parseReportQuery(params, readerZone, isZone);
