/** What can be asked of the waste board, as a schema; an address is read leniently before (lib/urls/waste.ts). */
import { z } from 'zod';
import { maxNameParts } from './name-parts';
import { periodSchema, zoneSchema } from './report-query';
import { wasteGroups, type WasteQuery, wasteSortKeys } from './waste-board';

const text = z.string().max(200);
const maxPage = 100_000;

export const wasteQuerySchema: z.ZodType<WasteQuery, WasteQuery> = z.strictObject({
  period: periodSchema,
  zone: zoneSchema,
  group: z.literal(wasteGroups).exactOptional(),
  tagKey: text.exactOptional(),
  prefixParts: z.int().min(1).max(maxNameParts),
  namePrefix: text.exactOptional(),
  sort: z.strictObject({ by: z.literal(wasteSortKeys), descending: z.boolean() }),
  page: z.int().min(1).max(maxPage),
} satisfies Record<keyof WasteQuery, z.ZodType>);
