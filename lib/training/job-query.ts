/** What can be asked of a list of jobs, as a schema; an address is read leniently before (lib/urls/job-list.ts). */
import { z } from 'zod';
import { jobSortKeys, listedStandings, type JobFilters, type JobQuery } from './job-list';

const maxText = 600;
const maxValues = 100;
const maxPage = 1_000_000;
const maxPageSize = 1_000;

const text = z.string().max(maxText);
const texts = z.array(text).max(maxValues);
/** Ms since the epoch. */
const instant = z.number();
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.exactOptional();

export const jobFiltersSchema: z.ZodType<JobFilters, JobFilters> = z.strictObject({
  nameContains: texts,
  outcomes: texts,
  spot: optional(z.boolean()),
  instanceTypes: texts,
  createdFrom: optional(instant),
  createdBefore: optional(instant),
  tags: z
    .array(z.strictObject({ key: text, value: optional(text), absent: optional(z.boolean()) }))
    .max(maxValues),
  namePrefix: optional(text),
  nameGroup: optional(text),
  endedFrom: optional(instant),
  endedBefore: optional(instant),
  standing: optional(z.literal(listedStandings)),
  checkpoints: optional(z.boolean()),
  interrupted: optional(z.boolean()),
  suitsSpotWithin: optional(z.number().min(0)),
} satisfies Record<keyof JobFilters, z.ZodType>);

export const jobQuerySchema: z.ZodType<JobQuery, JobQuery> = z.strictObject({
  filters: jobFiltersSchema,
  sort: z.strictObject({ by: z.literal(jobSortKeys), descending: z.boolean() }),
  page: z.int().min(1).max(maxPage),
  pageSize: z.int().min(1).max(maxPageSize),
} satisfies Record<keyof JobQuery, z.ZodType>);
