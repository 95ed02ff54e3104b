import 'server-only';
import { z } from 'zod';
import { pricesSoon } from '../backfill/prices-soon';
import { reportCatalog } from '../backfill/report-catalog';
import { jobSnapshot } from '../backfill/watch-job';
import { describeError } from '../errors/describe-error';
import { type ActionError } from '../errors/action-result';
import { type ComparedJob, comparedJob } from '../training/compare/compared-job';
import { curvesCsv } from '../training/compare/compare-csv';
import { endOf } from '../training/job-end';
import { type JobSnapshot } from '../training/job-snapshot';
import { isTerminal } from '../training/status';
import { maxCompared } from '../urls/compare';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

export interface Comparison {
  /** In the order asked for. */
  jobs: ComparedJob[];
  /** Those that could not be read, and why. */
  missing: { name: string; error: ActionError }[];
}

/** Values of curves that a page is sent in all: some hundred kilobytes, and more than it has pixels for. */
const maxValues = 60_000;

/** A page does not wait longer than this for a price that was never asked for, in ms. */
const priceMs = 400;

const inputSchema = z.strictObject({
  names: z.array(jobNameInput).max(maxCompared, `${maxCompared} jobs can be compared at most.`),
});

/** Sets jobs side by side, from what was backfilled of them where they have ended, else as they are now. */
export const compareJobs = defineUseCase({
  name: 'compare-jobs',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: ({ backend }, { names }): Promise<Comparison> =>
    readAll(backend.slug, names, Math.floor(maxValues / Math.max(1, names.length))),
});

/** All values of all curves of these jobs, as a file. */
export const exportCurves = defineUseCase({
  name: 'export-curves',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { names }): Promise<{ body: string; fileName: string }> => {
    const { jobs } = await readAll(backend.slug, names, Infinity);
    return { body: curvesCsv(jobs), fileName: `compare-${jobs.length}-jobs.csv` };
  },
});

const readAll = async (
  backendSlug: string,
  names: readonly string[],
  values: number,
): Promise<Comparison> => {
  const { catalog, prices } = await reportCatalog(backendSlug);
  const types = names.flatMap((name) => catalog.store.readJob(name)?.instanceType ?? []);
  await pricesSoon(prices, catalog, types, priceMs);
  const usdPerHour = new Map(prices.all().map((price) => [price.instanceType, price]));
  const backfill = (name: string): JobSnapshot | undefined => {
    const job = catalog.store.readJob(name);
    if (job === undefined || !isTerminal(job.status)) return undefined;
    const backfilled = catalog.store.readBackfill(job);
    const price = job.instanceType === undefined ? undefined : usdPerHour.get(job.instanceType);
    return (
      backfilled && { job, ...backfilled, ...(price && { price }), observedAt: endOf(job), problems: [] }
    );
  };
  const now = Date.now();
  const read = await Promise.all(
    names.map(async (name) => {
      try {
        return { job: comparedJob(backfill(name) ?? (await jobSnapshot(backendSlug, name)), now, values) };
      } catch (error) {
        return { name, error: describeError(error) };
      }
    }),
  );
  return {
    jobs: read.flatMap(({ job }) => (job ? [job] : [])),
    missing: read.flatMap(({ name, error }) => (name !== undefined && error ? [{ name, error }] : [])),
  };
};
