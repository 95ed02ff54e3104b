/** What can be asked of a savings report, as a schema; an address is read leniently before (lib/urls/report.ts). */
import { z } from 'zod';
import { barUnits, type PeriodChoice, periodPresets } from './period-choice';
import { maxNameParts } from './name-parts';
import { isZone } from './period';
import { reportGroups, type ReportQuery, reportSortKeys } from './savings-report';

const text = z.string().max(200);
const day = z.iso.date('A day is written YYYY-MM-DD.');
const maxGroupPage = 100_000;
const maxCheckpointSeconds = 3_600;

export const periodSchema: z.ZodType<PeriodChoice, PeriodChoice> = z.union([
  z.strictObject({ preset: z.literal(periodPresets) }),
  z.strictObject({ from: day, to: day }),
]);

export const zoneSchema = text.refine(isZone, 'A time zone has an IANA name, such as Europe/Berlin.');

export const reportQuerySchema: z.ZodType<ReportQuery, ReportQuery> = z.strictObject({
  period: periodSchema,
  zone: zoneSchema,
  unit: z.literal(barUnits).exactOptional(),
  group: z.literal(reportGroups),
  tagKey: text.exactOptional(),
  prefixParts: z.int().min(1).max(maxNameParts),
  sort: z.strictObject({ by: z.literal(reportSortKeys), descending: z.boolean() }).exactOptional(),
  groupPage: z.int().min(1).max(maxGroupPage).exactOptional(),
  namePrefix: text.exactOptional(),
  checkpointSeconds: z.number().min(0).max(maxCheckpointSeconds),
} satisfies Record<keyof ReportQuery, z.ZodType>);
