import 'server-only';
import { z } from 'zod';
import { catalogDatabase, jobCatalog } from '../backfill/job-catalog';
import { placesToShow } from '../backfill/known-places';
import {
  distinctPlaces,
  type OpenedPlace,
  openPlaces,
  placeStates,
  refreshPlaces,
} from '../backfill/open-places';
import { queryJobsOfSeveral } from '../catalog/query-several';
import { type JobFacets } from '../training/job-filters';
import { freshnessOfAll, type JobPage, type JobQuery } from '../training/job-list';
import { jobQuerySchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { type Listed, openList } from './list-jobs';

/** @property places slugs of backends; without any, those that were opened before */
export const allJobsInput = z.strictObject({ places: placesInput, query: jobQuerySchema });

/**
 * A page of the jobs of several backends, from the catalog. One that cannot be read says so in `places`, with what is known
 * of it, and keeps no other from being shown.
 */
export const listAllJobs = defineUseCase({
  name: 'list-all-jobs',
  input: allJobsInput,
  access: 'watch',
  changes: false,
  run: async (_context, { places, query }): Promise<JobPage> => {
    const opened = await openPlaces(placesToShow(places), (slug) => openList(slug, query));
    for (const place of opened) place.opened?.catalog.sync.touch();
    return pageOfAll(opened, query);
  },
});

/** Asks each of the backends at once, and answers with what the list then holds. */
export const refreshAllJobs = defineUseCase({
  name: 'refresh-all-jobs',
  input: allJobsInput,
  access: 'watch',
  changes: false,
  run: async (_context, { places, query }): Promise<JobPage> => {
    const opened = await openPlaces(placesToShow(places), (slug) => openList(slug, query));
    await refreshPlaces(distinctPlaces(opened));
    return pageOfAll(opened, query);
  },
});

/** What the filters of such a list can offer. */
export const listAllFacets = defineUseCase({
  name: 'list-all-facets',
  input: z.strictObject({ places: placesInput }),
  access: 'watch',
  changes: false,
  run: async ({ clock }, { places }): Promise<JobFacets> => {
    const opened = await openPlaces(placesToShow(places), async (slug) => ({
      catalog: await jobCatalog(slug),
    }));
    const distinct = distinctPlaces(opened);
    const facets = distinct.map(({ opened: { catalog } }) => catalog.queries.readFacets(clock.now()));
    const tags = new Map(
      facets.flatMap((one) => one.tags.map((tag) => [JSON.stringify([tag.key, tag.value]), tag] as const)),
    );
    return {
      instanceTypes: [...new Set(facets.flatMap(({ instanceTypes }) => instanceTypes))].sort(),
      tags: [...tags.values()],
      where: distinct.map(({ slug }) => slug),
    };
  },
});

/** The page of what could be opened. */
export const pageOfAll = (places: readonly OpenedPlace<Listed>[], query: JobQuery): JobPage => {
  const distinct = distinctPlaces(places);
  for (const { opened } of distinct) opened.wantPrices();
  const states = placeStates(places);
  const money = new Set(distinct.flatMap(({ opened: { simulated } }) => simulated ?? []));
  return {
    ...queryJobsOfSeveral(
      catalogDatabase(),
      distinct.map(({ slug, opened: { catalog } }) => ({
        where: slug,
        scope: catalog.scope,
        queries: catalog.queries,
      })),
      query,
    ),
    freshness: freshnessOfAll(states),
    places: states,
    ...(money.size > 0 && { simulated: money.size > 1 ? 'partly' : money.has(true) }),
  };
};
