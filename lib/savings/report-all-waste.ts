import 'server-only';
import { z } from 'zod';
import { getBackend } from '../aws/backends';
import { idleEndpoints } from '../backfill/idle-endpoints';
import { placeName } from '../training/backend-slug';
import { type WasteBoard } from '../training/report/waste-board';
import { wasteQuerySchema } from '../training/report/waste-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { wasteCsv } from './export-waste';
import { openReports, refreshReports } from './open-reports';
import { computeWaste } from '../reports/compute-waste';

/** @property places slugs of backends; without any, those that were opened before */
const inputSchema = z.strictObject({ places: placesInput, query: wasteQuerySchema });
type Asked = z.output<typeof inputSchema>;

/**
 * What was spent for nothing on several backends: each reckoned with its own prices and its own spot jobs, and added up.
 * One that cannot be read says so in `places`, with what is known of it, and keeps no other from being counted.
 * @throws {SpotdeckError} unreachable, no-credentials … where none of them was ever read
 */
export const reportAllWaste = defineUseCase({
  name: 'report-all-waste',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: ({ clock }, asked) => boardOfAll(asked, clock.now()),
});

/** Asks each of the backends at once, then makes the board. @throws as `reportAllWaste` */
export const refreshAllWaste = defineUseCase({
  name: 'refresh-all-waste',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async ({ clock }, asked): Promise<WasteBoard> => {
    await refreshReports(asked.places);
    return boardOfAll(asked, clock.now(), undefined, true);
  },
});

/** All rows of such a board as CSV, in its order, whatever its page. @throws as `reportAllWaste` */
export const exportAllWaste = defineUseCase({
  name: 'export-all-waste',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async ({ clock }, { places, query }) => {
    const now = clock.now();
    const board = await boardOfAll({ places, query: { ...query, page: 1 } }, now, Infinity);
    const day = new Date(now).toISOString().slice(0, 10);
    return { body: wasteCsv(board), fileName: `spotdeck-waste-all-${day}.csv` };
  },
});

/**
 * @param rowsOnPage Infinity: all of them
 * @param isAskedFor endpoints are read anew for it
 */
const boardOfAll = async (
  { places, query }: Asked,
  now: number,
  rowsOnPage?: number,
  isAskedFor = false,
): Promise<WasteBoard> => {
  const { reports, together } = await openReports(places);
  const of = await Promise.all(
    reports.map(async ({ where, report }) => ({
      ...{ where, report },
      ...(await idleEndpoints(getBackend(where), report.catalog.store, now, isAskedFor)),
    })),
  );
  const { parts, ...board } = computeWaste(of, query, now, rowsOnPage);
  for (const [index, { report }] of of.entries())
    report.prices.want([...(parts[index]?.instanceTypes ?? [])]);
  const problems = of.flatMap(({ where, problem }) =>
    problem === undefined ? [] : [`${placeName(where)}: ${problem}`],
  );
  return {
    ...board,
    ...together,
    endpoints: {
      pending: of.some(({ pending }) => pending),
      ...(problems.length > 0 && { problem: problems.join(' ') }),
    },
    pricesPending: of.some(({ report }) => report.prices.pending()),
  };
};
