import 'server-only';
import { placeName } from '../training/backend-slug';
import { type CsvValue, toCsv } from '../training/csv';
import { type WasteCause, wasteCauses } from '../training/money/waste';
import { type WasteBoard } from '../training/report/waste-board';
import { wasteQuerySchema } from '../training/report/waste-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { readBoard } from './report-waste';

const names: Record<WasteCause, string> = {
  failed: 'failed',
  recomputed: 'recomputed',
  onDemand: 'on demand though spot would have suited',
  idle: 'idle endpoints',
};

/** All rows of the board as CSV, in its order, whatever its page. @throws {SpotdeckError} as `reportWaste` */
export const exportWaste = defineUseCase({
  name: 'export-waste',
  input: wasteQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, query) => {
    const now = clock.now();
    const board = await readBoard(backend, { ...query, page: 1 }, now, Infinity);
    const day = new Date(now).toISOString().slice(0, 10);
    return { body: wasteCsv(board), fileName: `spotdeck-waste-${backend.slug}-${day}.csv` };
  },
});

/** Money that is not known is an empty cell. */
export const wasteCsv = ({
  grouping,
  simulated,
  simulatedPlaces = [],
  rows,
}: Pick<WasteBoard, 'grouping' | 'simulated' | 'simulatedPlaces' | 'rows'>): string => {
  const usd = simulatedPlaces.length > 0 ? 'partly simulated USD' : simulated ? 'simulated USD' : 'USD';
  const group = {
    owner: grouping.ownerKey ?? 'owner',
    tag: grouping.tagKey ?? 'tag',
    prefix: 'name',
    instance: 'instance type',
    where: 'account and Region',
  }[grouping.by];
  return toCsv([
    [
      group,
      `${usd} wasted`,
      ...wasteCauses.flatMap((cause) => [
        `${usd} ${names[cause]}`,
        cause === 'idle' ? 'idle endpoints' : `jobs ${names[cause]}`,
      ]),
      'unpriced hours',
      'wasted is',
    ],
    ...rows.map((row): CsvValue[] => [
      grouping.by === 'where' && row.key !== undefined ? placeName(row.key) : row.key,
      row.usd,
      ...wasteCauses.flatMap((cause) => {
        const { usd: spent, count, pricedCount } = row.figures[cause];
        return [pricedCount === 0 && count > 0 ? undefined : spent, count];
      }),
      row.unpricedHours,
      row.bound ?? 'exact',
    ]),
  ]);
};
