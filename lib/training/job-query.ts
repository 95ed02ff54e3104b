/** What can be asked of a list of jobs, as a schema; an address is read leniently before (lib/urls/job-list.ts). */
import { z } from 'zod';
import { type JobFilter } from './filter-kinds';
import { jobFilters, type JobFilters, noFilters } from './job-filters';
import { maxColumnLength, maxColumns } from './value-columns';
import { jobSortKeys } from './job-columns';
import { type JobQuery } from './job-list';

const maxText = 600;
const maxValues = 100;
const maxPage = 1_000_000;
const maxPageSize = 1_000;

const text = z.string().max(maxText);

const schemas: Record<JobFilter<unknown>['kind'], z.ZodType> = {
  texts: z.array(text).max(maxValues),
  text,
  either: z.boolean(),
  choice: text,
  instant: z.number(),
  tags: z
    .array(z.strictObject({ key: text, value: text.exactOptional(), absent: z.boolean().exactOptional() }))
    .max(maxValues),
  seconds: z.number().min(0),
};

const schemaOf = ({ kind, properties }: JobFilter<unknown>): z.ZodType =>
  kind === 'choice'
    ? z.literal(properties.flatMap(({ choices = [] }) => choices.map(([value]) => value)))
    : schemas[kind];

type Schema<Value> = z.ZodType<Value, Value>;

type FilterSchemas = {
  [Key in keyof JobFilters]-?: object extends Pick<JobFilters, Key>
    ? z.ZodExactOptional<Schema<Required<JobFilters>[Key]>>
    : Schema<JobFilters[Key]>;
};

/** Drawn from the table of filters; that it takes what the table's types say is tested, not known to the compiler. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
const filterSchemas = Object.fromEntries(
  Object.entries(jobFilters).map(([key, filter]) => [
    key,
    Object.hasOwn(noFilters, key) ? schemaOf(filter) : schemaOf(filter).exactOptional(),
  ]),
) as FilterSchemas;

export const jobFiltersSchema: Schema<JobFilters> = z.strictObject(filterSchemas);

export const jobQuerySchema: z.ZodType<JobQuery, JobQuery> = z.strictObject({
  filters: jobFiltersSchema,
  sort: z.strictObject({ by: z.literal(jobSortKeys), descending: z.boolean() }),
  page: z.int().min(1).max(maxPage),
  pageSize: z.int().min(1).max(maxPageSize),
  columns: z.array(z.string().max(maxColumnLength)).max(maxColumns).exactOptional(),
} satisfies Record<keyof JobQuery, z.ZodType>);
