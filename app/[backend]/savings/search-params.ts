import 'server-only';
import { readerZoneCookie, readZone } from '@/components/shell/reader-zone';
import { parseReportQuery } from '@/lib/urls/report';
import { type SearchParams } from '@/lib/urls/job-list';
import { isZone } from '@/lib/training/report/period';
import { type ReportQuery } from '@/lib/training/report/savings-report';

/** The zone that the reader's browser last told. */
export const readerZoneOf = (cookies: {
  get: (name: string) => { value: string } | undefined;
}): string | undefined => readZone(cookies.get(readerZoneCookie)?.value);

/** The report that an address asks for. */
export const readReportQuery = (params: SearchParams, readerZone?: string): ReportQuery =>
  parseReportQuery(params, readerZone, isZone);
