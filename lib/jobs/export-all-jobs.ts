import 'server-only';
import { z } from 'zod';
import { placesToShow } from '../backfill/known-places';
import { distinctPlaces, openPlaces, placeStates } from '../backfill/open-places';
import { pricesSoon } from '../backfill/prices-soon';
import { reportCatalog } from '../backfill/report-catalog';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { exportedJobs } from '../catalog/export-jobs';
import { listInstanceTypes } from '../catalog/instance-types';
import { askedScopes } from '../catalog/query-several';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type ExportedJob } from '../training/job-columns';
import { freshnessOfAll } from '../training/job-list';
import { jobFiltersSchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { csvText, pricesMs, streamOf } from './export-jobs';

/**
 * All jobs of several backends that match as CSV, each row with where it is and whether its money is simulated. The file's
 * name says where not all jobs are in it.
 * @throws {SpotdeckError} unreachable, no-credentials … where none of them was ever read
 */
export const exportAllJobs = defineUseCase({
  name: 'export-all-jobs',
  input: z.strictObject({ places: placesInput, filters: jobFiltersSchema }),
  access: 'watch',
  changes: false,
  run: async ({ clock }, { places, filters }) => {
    const opened = await openPlaces(placesToShow(places), async (slug) => {
      const report = await reportCatalog(slug);
      return { ...report, simulated: await isSpotMarketSimulated(slug) };
    });
    const states = placeStates(opened);
    const { asOf, problem } = freshnessOfAll(states);
    if (asOf === undefined && problem) throw new SpotdeckError(problem.code, problem.message);
    const distinct = distinctPlaces(opened).map(({ slug, opened }) => ({ where: slug, ...opened }));
    await Promise.all(
      distinct.map(({ catalog, prices }) => {
        catalog.sync.touch();
        return pricesSoon(prices, catalog, listInstanceTypes(catalog.database, catalog.scope), pricesMs);
      }),
    );
    const isWhole = states.every(
      ({ freshness }) => freshness?.asOf !== undefined && freshness.firstSync === undefined,
    );
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    function* pages(): Generator<ExportedJob[], undefined> {
      for (const { where, simulated, catalog } of askedScopes(distinct, filters))
        for (const jobs of exportedJobs(catalog.database, catalog.scope, filters))
          yield jobs.map((job) => ({ ...job, where, simulated }));
      return undefined;
    }
    return {
      body: streamOf(csvText(pages(), false, 'ofSeveral')),
      fileName: `spotdeck-jobs-all-${day}${isWhole ? '' : '-incomplete'}.csv`,
    };
  },
});
