import 'server-only';
import { setTimeout } from 'node:timers/promises';
import { type ActionError } from '../errors/action-result';
import { describeError } from '../errors/describe-error';
import { noFilters } from '../training/job-filters';
import { type PlaceState } from '../training/job-list';
import { type JobCatalog } from './job-catalog';

/** One of several backends: what was opened of it, or why it could not be; neither while it has not answered. */
export interface OpenedPlace<Opened> {
  slug: string;
  opened?: Opened;
  problem?: ActionError;
}

/** One that was never read answers as soon as its credentials are known; a page waits no longer for it, in ms. */
const openedInMs = 1_500;
/** Whoever asks for all at once waits no longer than this for one of them, in ms. */
const refreshMs = 5_000;

/** Opens several backends at once: none waits for another, and what fails is told of that one alone. */
export const openPlaces = <Opened>(
  slugs: readonly string[],
  open: (slug: string) => Promise<Opened>,
  waitMs = openedInMs,
): Promise<OpenedPlace<Opened>[]> => {
  const late = setTimeout(waitMs, undefined, { ref: false });
  return Promise.all(
    slugs.map(async (slug) => {
      const opening = open(slug).then(
        (opened): OpenedPlace<Opened> => ({ slug, opened }),
        (error: unknown): OpenedPlace<Opened> => ({ slug, problem: describeError(error) }),
      );
      return (await Promise.race([opening, late])) ?? { slug };
    }),
  );
};

/** Those that were opened, each account and Region once: profiles that lead to one share its catalog. */
export const distinctPlaces = <Opened extends { catalog: JobCatalog }>(
  places: readonly OpenedPlace<Opened>[],
): { slug: string; opened: Opened }[] => {
  const seen = new Set<JobCatalog>();
  return places.flatMap(({ slug, opened }) => {
    if (opened === undefined || seen.has(opened.catalog)) return [];
    seen.add(opened.catalog);
    return { slug, opened };
  });
};

/** How each of them is, for the reader. */
export const placeStates = (places: readonly OpenedPlace<{ catalog: JobCatalog }>[]): PlaceState[] => {
  const distinct = distinctPlaces(places);
  return places.map(({ slug, opened, problem }): PlaceState => {
    if (opened === undefined) return { slug, ...(problem && { freshness: { throttled: false, problem } }) };
    const { catalog } = opened;
    const first = distinct.find((one) => one.opened.catalog === catalog)?.slug;
    return {
      slug,
      jobs: catalog.queries.countJobs(noFilters).total,
      freshness: catalog.sync.freshness(),
      ...(first !== undefined && first !== slug && { sameAs: first }),
    };
  });
};

/** Asks all of them at once, and waits for none longer than `refreshMs`. */
export const refreshPlaces = async (
  places: readonly { opened: { catalog: JobCatalog } }[],
): Promise<void> => {
  const asked = Promise.all(places.map(({ opened }) => opened.catalog.sync.refreshNow()));
  await Promise.race([asked, setTimeout(refreshMs, undefined, { ref: false })]);
};
