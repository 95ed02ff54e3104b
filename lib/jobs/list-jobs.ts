import 'server-only';
import { listInstanceTypes } from '../catalog/instance-types';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { reportCatalog } from '../backfill/report-catalog';
import { type JobFacets } from '../training/job-filters';
import { isSortKey, jobColumns } from '../training/job-columns';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { type JobPage, type JobQuery, newsIn } from '../training/job-list';
import { jobQuerySchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';
import { jobCatalog, type JobCatalog } from '../backfill/job-catalog';
import { createListBackfiller } from '../backfill/list-backfiller';

/**
 * A page of the job list, from the catalog: it does not wait for the backend, and says how fresh it is.
 * @throws {SpotdeckError} unreachable, no-credentials … where the backend was never reached before.
 */
export const listJobs = defineUseCase({
  name: 'list-jobs',
  input: jobQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, query): Promise<JobPage> => {
    const { catalog, wantPrices, simulated } = await openList(backend.slug, query);
    catalog.sync.touch();
    wantPrices();
    return pageOf(catalog, query, simulated);
  },
});

/** What the filters of the list can offer. */
export const listJobFacets = defineUseCase({
  name: 'list-job-facets',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }): Promise<JobFacets> =>
    (await jobCatalog(backend.slug)).queries.readFacets(clock.now()),
});

/** Asks the backend at once, and answers with what the list then holds. */
export const refreshJobs = defineUseCase({
  name: 'refresh-jobs',
  input: jobQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, query): Promise<JobPage> => {
    const { catalog, wantPrices, simulated } = await openList(backend.slug, query);
    await catalog.sync.refreshNow();
    wantPrices();
    return pageOf(catalog, query, simulated);
  },
});

/** Changes that come closer together than this, in ms, are told as one. */
export const publishMs = 250;

/**
 * Tells the listener the page now and whenever it changes, and keeps the catalog in step meanwhile.
 * @returns ends that.
 */
export const watchJobs = async (
  backendSlug: string,
  query: JobQuery,
  listener: (page: JobPage) => void,
): Promise<() => void> => {
  const { catalog, wantPrices, simulated } = await openList(backendSlug, query);
  const backfiller = createListBackfiller(backendSlug, catalog);
  const interrupted = interruptedBackfiller(backendSlug, catalog);
  let sent: string | undefined;
  let pending: NodeJS.Timeout | undefined;

  const publish = () => {
    pending = undefined;
    wantPrices();
    const page = pageOf(catalog, query, simulated);
    const content = JSON.stringify(newsIn(page));
    if (content !== sent) {
      sent = content;
      listener(page);
    }
    backfiller.show(page.rows);
    interrupted.wake();
  };
  const unsubscribe = catalog.subscribe(() => {
    pending ??= setTimeout(publish, publishMs).unref();
  });
  const release = catalog.sync.view();
  publish();
  return () => {
    clearTimeout(pending);
    unsubscribe();
    release();
    backfiller.close();
  };
};

export interface Listed {
  catalog: JobCatalog;
  /** Has prices asked for where the list depends on them; who watches it is told when they have come. */
  wantPrices: () => void;
  /** Set where amounts are shown and are those of a simulation. */
  simulated?: boolean;
}

const showsMoney = ({ sort, columns = [] }: JobQuery): boolean =>
  [sort.by, ...columns].some((column) => isSortKey(column) && jobColumns[column].money === true);

export const openList = async (backendSlug: string, query: JobQuery): Promise<Listed> => {
  const { standing } = query.filters;
  if (standing !== 'counted' && standing !== 'unpriced' && !showsMoney(query))
    return { catalog: await jobCatalog(backendSlug), wantPrices: () => undefined };
  const { catalog, prices } = await reportCatalog(backendSlug);
  return {
    catalog,
    wantPrices: () => prices.want(listInstanceTypes(catalog.database, catalog.scope)),
    ...(showsMoney(query) && { simulated: await isSpotMarketSimulated(backendSlug) }),
  };
};

const pageOf = (catalog: JobCatalog, query: JobQuery, simulated?: boolean): JobPage => ({
  ...catalog.queries.queryJobs(query),
  freshness: catalog.sync.freshness(),
  ...(simulated !== undefined && { simulated }),
});
