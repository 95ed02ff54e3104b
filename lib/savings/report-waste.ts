import 'server-only';
import { type Backend } from '../aws/backends';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { idleEndpoints } from '../backfill/idle-endpoints';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { reportCatalog } from '../backfill/report-catalog';
import { computeWaste } from '../reports/compute-waste';
import { type WasteBoard, type WasteQuery } from '../training/report/waste-board';
import { wasteQuerySchema } from '../training/report/waste-query';
import { defineUseCase } from '../use-cases/define-use-case';

/**
 * What was spent for nothing, by who spent it. From the catalog, of the savings report's jobs; endpoints are asked for
 * behind its back.
 * @throws {SpotdeckError} unreachable, no-credentials … where the backend was never reached before
 */
export const reportWaste = defineUseCase({
  name: 'report-waste',
  input: wasteQuerySchema,
  access: 'watch',
  changes: false,
  run: ({ backend, clock }, query) => readBoard(backend, query, clock.now()),
});

/** Asks the backend at once, and answers with the board of what it then holds. @throws as `reportWaste` */
export const refreshWaste = defineUseCase({
  name: 'refresh-waste',
  input: wasteQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, query): Promise<WasteBoard> => {
    const { catalog } = await reportCatalog(backend.slug);
    await catalog.sync.refreshNow();
    await idleEndpoints(backend, catalog.store, clock.now(), true);
    return readBoard(backend, query, clock.now());
  },
});

/** @param rowsOnPage Infinity: all of them */
export const readBoard = async (
  backend: Backend,
  query: WasteQuery,
  now: number,
  rowsOnPage?: number,
): Promise<WasteBoard> => {
  const report = await reportCatalog(backend.slug);
  const { catalog, prices } = report;
  catalog.sync.touch();
  interruptedBackfiller(backend.slug, catalog).touch();
  const { idle, ...endpoints } = await idleEndpoints(backend, catalog.store, now);
  const { parts, ...board } = computeWaste([{ report, idle }], query, now, rowsOnPage);
  prices.want([...(parts[0]?.instanceTypes ?? [])]);
  return {
    ...board,
    endpoints,
    pricesPending: prices.pending(),
    simulated: await isSpotMarketSimulated(backend.slug),
    freshness: catalog.sync.freshness(),
    toBackfill: catalog.store.countToBackfill(),
  };
};
