/** Reads the address of a comparison; apart from `compare.ts`, so that who links to one needs no code of schemas. */
import { z } from 'zod';
import { jobNameSchema } from '../training/job-name';
import { compareAxes, type CompareView, maxCompared } from './compare';
import { type SearchParams } from './job-list';

const axisSchema = z.enum(compareAxes).optional().catch(undefined);
const metricSchema = z.array(z.string().max(200)).max(100).catch([]);

/** What cannot be a job's name, and what is beyond the most, is left out. */
export const parseCompareView = (params: SearchParams): CompareView => {
  const names = listOf(params.jobs).flatMap((part) => part.split(','));
  const axis = axisSchema.parse(params.axis);
  return {
    jobs: [...new Set(names.filter((name) => jobNameSchema.safeParse(name).success))].slice(0, maxCompared),
    ...(axis !== undefined && { axis }),
    onlyDifferences: params.only === 'differences',
    logScale: params.scale === 'log',
    evaluations: params.evaluations === 'shown',
    flipped: metricSchema.parse(listOf(params.flip)),
  };
};

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
