import { z } from 'zod';
import { type Clock } from '../core/clock';
import { type Sqlite } from './database';
import { createDocumentReader } from './set-aside';
import {
  eventOverheadBytes,
  type LogEvent,
  type LogGroupRecord,
  type LogQueries,
  type LogRange,
  type LogStore,
  type LogUpkeep,
} from './log-store';
import { createEventReader } from './sqlite-log-events';
import { createLogTables } from './sqlite-log-schema';
import {
  createStreamQueries,
  afterPrefix,
  streamColumns,
  streamReader,
  type StreamRow,
  toStream,
} from './sqlite-log-streams';
import { createLogSweep } from './sqlite-log-sweep';
import { number, orNull, rowReader, text } from './rows';

/** Groups and events in SQLite; see the schema for how they lie there. */

/**
 * Text as SQLite can give it back: half a surrogate pair has no UTF-8 form and becomes U+FFFD; NUL would end the
 * text and becomes `#000`, as control characters do in SageMaker's own logs.
 */
const storable = (message: string): string =>
  /[\0\p{Surrogate}]/u.test(message) ? Buffer.from(message).toString().replaceAll('\0', '#000') : message;

const dayMs = 86_400_000;

interface GroupRow {
  id: number;
  name: string;
  creation_time: number;
  stored_bytes: number;
  retention_days: number | null;
  class: string;
  protected: number;
}

const groupReader = rowReader<GroupRow>({
  id: number,
  name: text,
  creation_time: number,
  stored_bytes: number,
  retention_days: orNull(number),
  class: text,
  protected: number,
});
const tagsReader = rowReader<{ tags: string }>({ tags: text });

const groupColumns = 'id, name, creation_time, stored_bytes, retention_days, class, protected';

const toGroup = (row: GroupRow): LogGroupRecord => ({
  name: row.name,
  creationTime: row.creation_time,
  storedBytes: row.stored_bytes,
  logGroupClass: row.class,
  deletionProtection: row.protected === 1,
  ...(row.retention_days === null ? {} : { retentionDays: row.retention_days }),
});

/** @param settings retentionDays: of groups without a policy of their own; absent: their events are kept for ever */
export const createLogStore = (
  database: Sqlite,
  clock: Clock,
  settings: { retentionDays?: number } = {},
): LogStore & LogQueries & LogUpkeep => {
  createLogTables(database);

  const insertGroup = database.prepare(
    'INSERT OR IGNORE INTO log_groups (name, creation_time, class, tags, protected) VALUES (?, ?, ?, ?, ?)',
  );
  const selectGroup = database.prepare(`SELECT ${groupColumns} FROM log_groups WHERE name = ?`);
  const selectStream = database.prepare(
    `SELECT ${streamColumns} FROM log_streams s JOIN log_groups g ON g.id = s.group_id WHERE g.name = ? AND s.name = ?`,
  );
  const insertStream = database.prepare(
    'INSERT OR IGNORE INTO log_streams (group_id, name, creation_time) VALUES (?, ?, ?)',
  );
  const extendStream = database.prepare(
    `UPDATE log_streams SET next_sequence = next_sequence + ?, stored_bytes = stored_bytes + ?,
       first_event = min(coalesce(first_event, ?), ?), last_event = max(coalesce(last_event, ?), ?), last_ingestion = ?
     WHERE id = ?`,
  );
  const extendGroup = database.prepare('UPDATE log_groups SET stored_bytes = stored_bytes + ? WHERE id = ?');
  // One statement for the whole batch: a call into the library for each row costs more than SQLite's own work.
  const insertEvents = database.prepare(
    `INSERT INTO log_events (stream_id, timestamp, sequence, bytes, ingestion_time, message)
     SELECT ?, value ->> 0, ? + key, octet_length(value ->> 1) + ${eventOverheadBytes}, ?, value ->> 1
     FROM json_each(?)`,
  );
  const selectTags = database.prepare('SELECT tags FROM log_groups WHERE name = ?');
  const clearTags = database.prepare("UPDATE log_groups SET tags = '{}' WHERE name = ?");
  const readTags = createDocumentReader(database, {
    schema: z.record(z.string(), z.string()),
    title: (group) => `the tags of log group ${group}`,
    remove: (group) => clearTags.run(group),
  });
  const readEvents = createEventReader(database);

  const groupRow = (name: string) => groupReader.perhaps(selectGroup.get(name));
  const streamRow = (group: string, name: string) => streamReader.perhaps(selectStream.get(group, name));
  const newStream = (group: string, name: string): StreamRow => {
    insertGroup.run(group, clock.now(), 'STANDARD', '{}', 0);
    insertStream.run(groupRow(group)!.id, name, clock.now());
    return streamRow(group, name)!;
  };

  const write = (stream: StreamRow, events: readonly LogEvent[]) => {
    let bytes = 0;
    let first = Infinity;
    let last = -Infinity;
    const rows = events.map(({ timestamp, message }) => {
      const kept = storable(message);
      bytes += Buffer.byteLength(kept) + eventOverheadBytes;
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
      return [timestamp, kept];
    });
    const now = clock.now();
    insertEvents.run(stream.id, stream.next_sequence, now, JSON.stringify(rows));
    extendStream.run(events.length, bytes, first, first, last, last, now, stream.id);
    extendGroup.run(bytes, stream.group_id);
  };

  const append = (group: string, name: string, events: readonly LogEvent[]) => {
    if (events.length === 0) return;
    const stream = streamRow(group, name) ?? newStream(group, name);
    let last = stream.last_event ?? 0;
    write(
      stream,
      events.map(({ timestamp, message }) => {
        last = Math.max(last, Math.trunc(timestamp));
        return { timestamp: last, message };
      }),
    );
  };

  const retentionMs = (group: string): number | undefined => {
    const days = groupRow(group)?.retention_days ?? settings.retentionDays;
    return days === undefined ? undefined : days * dayMs;
  };

  return {
    ...createStreamQueries(database, (name) => groupRow(name)?.id),
    append: database.transaction(append).immediate,
    put: database.transaction((group: string, name: string, events: readonly LogEvent[]) => {
      if (events.length > 0) write(streamRow(group, name) ?? newStream(group, name), events);
    }).immediate,
    read(group, name, range: LogRange) {
      const stream = streamRow(group, name);
      if (!stream) return [];
      const kept = retentionMs(group);
      const from = Math.max(range.from ?? 0, kept === undefined ? 0 : clock.now() - kept);
      return readEvents(stream.id, { ...range, from });
    },
    stream(group, name) {
      const row = streamRow(group, name);
      return row && toStream(row);
    },
    group(name) {
      const row = groupRow(name);
      return row && toGroup(row);
    },
    groupPage({ prefix = '', pattern, after = '', limit }) {
      const rows = database
        .prepare(
          `SELECT ${groupColumns} FROM log_groups WHERE name >= ? AND name < ? AND name > ?
           AND (? IS NULL OR instr(lower(name), lower(?)) > 0) ORDER BY name LIMIT ?`,
        )
        .all(prefix, prefix + afterPrefix, after, pattern ?? null, pattern ?? null, limit);
      return groupReader.rows(rows).map(toGroup);
    },
    createGroup: ({ name, logGroupClass = 'STANDARD', tags = {}, deletionProtection = false }) =>
      insertGroup.run(name, clock.now(), logGroupClass, JSON.stringify(tags), deletionProtection ? 1 : 0)
        .changes > 0,
    createStream: (group, name) => insertStream.run(groupRow(group)!.id, name, clock.now()).changes > 0,
    removeGroup: (group) =>
      void database.prepare('UPDATE log_groups SET name = ? || id WHERE name = ?').run(afterPrefix, group),
    removeStream: database.transaction((group: string, name: string) => {
      const stream = streamRow(group, name);
      if (!stream) return;
      extendGroup.run(-stream.stored_bytes, stream.group_id);
      database
        .prepare('UPDATE log_streams SET group_id = 0, name = CAST(id AS TEXT) WHERE id = ?')
        .run(stream.id);
    }).immediate,
    setRetention: (group, days) =>
      void database
        .prepare('UPDATE log_groups SET retention_days = ? WHERE name = ?')
        .run(days ?? null, group),
    setDeletionProtection: (group, isProtected) =>
      void database
        .prepare('UPDATE log_groups SET protected = ? WHERE name = ?')
        .run(isProtected ? 1 : 0, group),
    retentionMs,
    tags: (group) => readTags(group, tagsReader.perhaps(selectTags.get(group))?.tags ?? '{}') ?? {},
    setTags: (group, tags) =>
      void database.prepare('UPDATE log_groups SET tags = ? WHERE name = ?').run(JSON.stringify(tags), group),
    sweep: createLogSweep(database, clock, settings.retentionDays),
  };
};
