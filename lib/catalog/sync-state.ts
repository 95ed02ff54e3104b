/** Where the synchronisation of a scope is, as the catalog keeps it. */
import sql from 'sql-template-tag';
import { type CatalogDatabase } from './catalog-database';
import { flag, number, perhaps, readerOf } from './rows';

/** Where the synchronisation of one scope is. Times are ms since the epoch. */
export interface SyncState {
  /** All changes up to here are stored. */
  watermark?: number;
  /** The walk through older jobs goes on here; absent while there is none under way. */
  walkBefore?: number;
  walk: number;
  firstWalkDone: boolean;
  /** Jobs there are, where SageMaker says so. */
  total?: number;
  asOf?: number;
}

const syncState = readerOf<SyncState>({
  watermark: perhaps(number('watermark')),
  walkBefore: perhaps(number('walk_before')),
  walk: number('walk'),
  firstWalkDone: flag('first_walk_done'),
  total: perhaps(number('total')),
  asOf: perhaps(number('as_of')),
});

export const readState = (database: CatalogDatabase, id: number): SyncState => {
  const row = database.get(sql`SELECT ${syncState.select} FROM scope WHERE id = ${id}`);
  return row === undefined ? { walk: 1, firstWalkDone: false } : syncState.read(row);
};

export const writeState = (database: CatalogDatabase, id: number, next: SyncState): void => {
  database.run(
    sql`UPDATE scope SET
        watermark = ${next.watermark ?? null}, walk_before = ${next.walkBefore ?? null}, walk = ${next.walk},
        first_walk_done = ${next.firstWalkDone ? 1 : 0}, total = ${next.total ?? null},
        as_of = ${next.asOf ?? null}, used_at = ${next.asOf ?? 0}
      WHERE id = ${id}`,
    'sync',
  );
};
