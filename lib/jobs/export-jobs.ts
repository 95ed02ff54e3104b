import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { exportedJobs } from '../catalog/export-jobs';
import { listInstanceTypes } from '../catalog/instance-types';
import { SpotdeckError } from '../errors/spotdeck-error';
import { pricesSoon } from '../backfill/prices-soon';
import { reportCatalog } from '../backfill/report-catalog';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { toCsv } from '../training/csv';
import { csvCellsOf, csvHead, type ExportedJob } from '../training/job-columns';
import { jobFiltersSchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';

/** Prices that were never asked for are waited for so long, in ms; a job whose price is then unknown has no money. */
export const pricesMs = 5_000;

/**
 * All jobs that match as CSV, read from the catalog as fast as the reader takes them, so that their number does
 * not matter. The file's name says where not all jobs are in the catalog yet.
 * @throws {SpotdeckError} not-found, unreachable, no-credentials … where the backend was never read
 */
export const exportJobs = defineUseCase({
  name: 'export-jobs',
  input: jobFiltersSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend: { slug }, clock }, filters) => {
    const { catalog, prices } = await reportCatalog(slug);
    catalog.sync.touch();
    const { asOf, firstSync, problem } = catalog.sync.freshness();
    if (asOf === undefined && problem) throw new SpotdeckError(problem.code, problem.message);
    const simulated = await isSpotMarketSimulated(slug);
    await pricesSoon(prices, catalog, listInstanceTypes(catalog.database, catalog.scope), pricesMs);
    const incomplete = asOf === undefined || firstSync ? '-incomplete' : '';
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return {
      body: streamOf(csvText(exportedJobs(catalog.database, catalog.scope, filters), simulated)),
      fileName: `spotdeck-jobs-${slug}-${day}${incomplete}.csv`,
    };
  },
});

/** @param simulated the money is that of a simulation, and the columns say so */
export function* csvText(
  pages: Iterable<ExportedJob[]>,
  simulated: boolean,
  of: Parameters<typeof csvHead>[1] = 'ofOne',
): Generator<string, undefined> {
  yield toCsv([csvHead(simulated ? 'simulated USD' : 'USD', of)]);
  for (const jobs of pages) yield toCsv(jobs.map((job) => csvCellsOf(job, of)));
  return undefined;
}

export const streamOf = (texts: Generator<string, undefined>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      // A reader that takes everything at once leaves room for other requests between two pages.
      await setImmediate();
      const { value, done } = texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      texts.return(undefined);
    },
  });
};
