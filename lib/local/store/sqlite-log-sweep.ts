import { type Clock } from '../core/clock';
import { type Sqlite } from './database';
import { eventReach } from './sqlite-log-events';
import { number, type RowOf, rowReader } from './rows';

/**
 * Frees the space of what was removed or has expired, in pieces that take some milliseconds each, so that requests
 * are answered in between; what is left at a kill goes on at the next start.
 */

const streamsAtOnce = 200;
const eventsAtOnce = 2000;
const bytesAtOnce = 4 * 1024 * 1024;
const pagesAtOnce = 128;
/** Fewer free pages than this are left to the next lines. */
const sparePages = 256;
const dayMs = 86_400_000;

const sweptStream = rowReader<{ id: number; group_id: number }>({ id: number, group_id: number });
type SweptStream = RowOf<typeof sweptStream>;
const sweptGroup = rowReader<{ id: number }>({ id: number });
const keptGroup = rowReader<{ id: number; days: number }>({ id: number, days: number });
const eventTime = rowReader<{ timestamp: number }>({ timestamp: number });
const vacuum = rowReader<{ auto_vacuum: number }>({ auto_vacuum: number });
const free = rowReader<{ freelist_count: number }>({ freelist_count: number });

/** @param defaultRetentionDays of groups without a policy of their own; undefined: for ever */
export const createLogSweep = (
  database: Sqlite,
  clock: Clock,
  defaultRetentionDays: number | undefined,
): (() => boolean) => {
  const removedGroup = database.prepare("SELECT id FROM log_groups WHERE name >= '\u{10FFFF}' LIMIT 1");
  const detachStreams = database.prepare(
    `UPDATE log_streams SET group_id = 0, name = CAST(id AS TEXT)
     WHERE id IN (SELECT id FROM log_streams WHERE group_id = ? LIMIT ${streamsAtOnce})`,
  );
  const deleteGroup = database.prepare('DELETE FROM log_groups WHERE id = ?');
  const removedStream = database.prepare('SELECT id, group_id FROM log_streams WHERE group_id = 0 LIMIT 1');
  const deleteStream = database.prepare('DELETE FROM log_streams WHERE id = ?');
  const expiredStream = database.prepare(
    'SELECT id, group_id FROM log_streams WHERE group_id = ? AND first_event < ? LIMIT 1',
  );
  const keptGroups = database.prepare(
    `SELECT id, coalesce(retention_days, ?) AS days FROM log_groups
     WHERE name < '\u{10FFFF}' AND coalesce(retention_days, ?) IS NOT NULL`,
  );
  const reach = eventReach(database);
  const deleteEvents = database.prepare(
    'DELETE FROM log_events WHERE stream_id = ? AND (timestamp, sequence) <= (?, ?)',
  );
  const firstLeft = database.prepare(
    'SELECT timestamp FROM log_events WHERE stream_id = ? ORDER BY timestamp, sequence LIMIT 1',
  );
  const shrinkStream = database.prepare(
    `UPDATE log_streams SET stored_bytes = stored_bytes - ?, first_event = ?,
     last_event = CASE WHEN ? IS NULL THEN NULL ELSE last_event END WHERE id = ?`,
  );
  const shrinkGroup = database.prepare('UPDATE log_groups SET stored_bytes = stored_bytes - ? WHERE id = ?');
  const freePages = database.prepare('PRAGMA freelist_count');
  const autoVacuum = database.prepare('PRAGMA auto_vacuum');

  /** Deletes a piece of the stream's events up to a time, the oldest first; false where there are none. */
  const deleteOldest = database.transaction((stream: SweptStream, until: number): boolean => {
    const piece = reach(stream.id, until, eventsAtOnce, bytesAtOnce);
    if (!piece) return false;
    deleteEvents.run(stream.id, piece.timestamp, piece.sequence);
    const first = eventTime.perhaps(firstLeft.get(stream.id))?.timestamp ?? null;
    shrinkStream.run(piece.bytes, first, first, stream.id);
    shrinkGroup.run(piece.bytes, stream.group_id);
    return true;
  }).immediate;

  const sweepGroup = (): boolean => {
    const group = sweptGroup.perhaps(removedGroup.get());
    if (!group) return false;
    if (detachStreams.run(group.id).changes === 0) deleteGroup.run(group.id);
    return true;
  };

  const sweepStream = (): boolean => {
    const stream = sweptStream.perhaps(removedStream.get());
    if (!stream) return false;
    if (!deleteOldest(stream, Number.MAX_SAFE_INTEGER)) deleteStream.run(stream.id);
    return true;
  };

  const sweepExpired = (): boolean => {
    const fallback = defaultRetentionDays ?? null;
    for (const { id, days } of keptGroup.rows(keptGroups.all(fallback, fallback))) {
      const expired = clock.now() - days * dayMs;
      const stream = sweptStream.perhaps(expiredStream.get(id, expired));
      if (stream && deleteOldest(stream, expired - 1)) return true;
    }
    return false;
  };

  const sweepPages = (): boolean => {
    if (vacuum.row(autoVacuum.get()).auto_vacuum !== 2) return false;
    if (free.row(freePages.get()).freelist_count <= sparePages) return false;
    database.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`);
    return true;
  };

  return () => sweepGroup() || sweepStream() || sweepExpired() || sweepPages();
};
