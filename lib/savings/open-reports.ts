/** What the report and the waste board of several backends are made from. */
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { placesToShow } from '../backfill/known-places';
import { distinctPlaces, openPlaces, placeStates, refreshPlaces } from '../backfill/open-places';
import { reportCatalog } from '../backfill/report-catalog';
import { type PlaceReport } from '../reports/compute-parts';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type Freshness, freshnessOfAll, type PlaceState } from '../training/job-list';

/** What is told of all backends together, whatever is reckoned from them. */
interface TogetherRead {
  /** Some of them bill nothing; `simulatedPlaces` names these where others do bill. */
  simulated: boolean;
  simulatedPlaces?: string[];
  freshness: Freshness;
  /** Interrupted jobs whose logs are still to be read. */
  toBackfill: number;
  places: PlaceState[];
}

/** Has each of the backends asked at once for what changed. @param chosen slugs; without any, those opened before */
export const refreshReports = async (chosen: readonly string[]): Promise<void> =>
  refreshPlaces(distinctPlaces(await openPlaces(placesToShow(chosen), reportCatalog)));

/**
 * Opens the backends, each account and Region once, and keeps them up to date while somebody looks.
 * @throws {SpotdeckError} unreachable, no-credentials … where none of them was ever read
 */
export const openReports = async (
  chosen: readonly string[],
): Promise<{ reports: PlaceReport[]; together: TogetherRead }> => {
  const opened = await openPlaces(placesToShow(chosen), async (slug) => ({
    ...(await reportCatalog(slug)),
    simulated: await isSpotMarketSimulated(slug),
  }));
  const places = placeStates(opened);
  const freshness = freshnessOfAll(places);
  const distinct = distinctPlaces(opened);
  if (distinct.length === 0) throw noneAnswered(freshness.problem);
  for (const { slug, opened: report } of distinct) {
    report.catalog.sync.touch();
    interruptedBackfiller(slug, report.catalog).touch();
  }
  const simulatedPlaces = distinct.flatMap(({ slug, opened: report }) => (report.simulated ? slug : []));
  return {
    reports: distinct.map(({ slug, opened: report }) => ({ where: slug, report })),
    together: {
      simulated: simulatedPlaces.length > 0,
      ...(simulatedPlaces.length < distinct.length && { simulatedPlaces }),
      freshness,
      toBackfill: distinct.reduce(
        (sum, { opened: report }) => sum + report.catalog.store.countToBackfill(),
        0,
      ),
      places,
    },
  };
};

/** Why there is nothing to report of: none of the backends was ever read. */
const noneAnswered = (problem: Freshness['problem']): SpotdeckError => {
  const { code = 'unreachable', message = 'None of the accounts and Regions has answered yet.' } =
    problem ?? {};
  return new SpotdeckError(code, message);
};
