import { type Clock } from '../engine/clock';
import { type Sqlite } from './database';
import {
  type LogEvent,
  type LogQueries,
  type LogStore,
  type LogStreamSummary,
  type StoredLogEvent,
  type StreamPageOptions,
} from './log-store';

/**
 * Log groups, streams and events in SQLite. In a stream the order of positions is the order of time: an event
 * stamped earlier than the one before it (the machine's clock was set back) is kept at that one's time. So a
 * time is found by binary search over positions, and appending writes one B-tree and no index.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS log_groups (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, creation_time INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS log_streams (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL, creation_time INTEGER NOT NULL,
    event_count INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
    first_event INTEGER NOT NULL, last_event INTEGER NOT NULL, last_ingestion INTEGER NOT NULL,
    UNIQUE (group_id, name)
  );
  CREATE INDEX IF NOT EXISTS log_streams_by_last_event ON log_streams (group_id, last_event, name);
  CREATE TABLE IF NOT EXISTS log_events (
    stream_id INTEGER NOT NULL, position INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    ingestion_time INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (stream_id, position)
  ) WITHOUT ROWID;
`;

/** What CloudWatch Logs counts for an event besides the UTF-8 bytes of its message. */
const eventOverheadBytes = 26;
/** Above every character a name may hold: with it a prefix becomes a range of the index. */
const afterPrefix = '\u{10FFFF}';

/**
 * Text as SQLite can give it back: half a surrogate pair has no UTF-8 form and becomes U+FFFD; NUL would end the
 * text and becomes `#000`, as control characters do in SageMaker's own logs.
 */
const storable = (text: string): string =>
  /[\0\p{Surrogate}]/u.test(text) ? Buffer.from(text).toString().replaceAll('\0', '#000') : text;

interface StreamRow {
  id: number;
  name: string;
  creation_time: number;
  event_count: number;
  first_event: number;
  last_event: number;
  last_ingestion: number;
}

const streamColumns = `s.id, s.name, s.creation_time, s.event_count, s.first_event, s.last_event, s.last_ingestion`;

const toSummary = (row: StreamRow): LogStreamSummary => ({
  name: row.name,
  creationTime: row.creation_time,
  firstEventTimestamp: row.first_event,
  lastEventTimestamp: row.last_event,
  lastIngestionTime: row.last_ingestion,
  eventCount: row.event_count,
});

export const createLogStore = (database: Sqlite, clock: Clock): LogStore & LogQueries => {
  database.exec(schema);

  const insertGroup = database.prepare(
    'INSERT OR IGNORE INTO log_groups (name, creation_time) VALUES (?, ?)',
  );
  const selectGroup = database.prepare('SELECT id FROM log_groups WHERE name = ?');
  const selectStream = database.prepare(
    `SELECT ${streamColumns} FROM log_streams s JOIN log_groups g ON g.id = s.group_id WHERE g.name = ? AND s.name = ?`,
  );
  const insertStream = database.prepare(
    `INSERT INTO log_streams (group_id, name, creation_time, event_count, stored_bytes, first_event, last_event, last_ingestion)
     VALUES (?, ?, ?, 0, 0, ?, ?, ?)`,
  );
  const extendStream = database.prepare(
    `UPDATE log_streams SET event_count = event_count + ?, stored_bytes = stored_bytes + ?, last_event = ?, last_ingestion = ?
     WHERE id = ?`,
  );
  // One statement for the whole batch: a call into the library for each row costs more than SQLite's own work.
  const insertEvents = database.prepare(
    `INSERT INTO log_events (stream_id, position, timestamp, ingestion_time, message)
     SELECT ?, ? + key, value ->> 0, ?, value ->> 1 FROM json_each(?)`,
  );
  const selectEvents = database.prepare(
    `SELECT position, timestamp, ingestion_time AS ingestionTime, message FROM log_events
     WHERE stream_id = ? AND position >= ? ORDER BY position LIMIT ?`,
  );
  const selectTimestamp = database.prepare(
    'SELECT timestamp FROM log_events WHERE stream_id = ? AND position = ?',
  );

  const streamRow = (group: string, name: string) => selectStream.get(group, name) as StreamRow | undefined;
  const groupId = (group: string) => (selectGroup.get(group) as { id: number } | undefined)?.id;

  const append = (group: string, name: string, events: readonly LogEvent[]) => {
    const [first] = events;
    if (!first) return;
    const now = clock.now();
    let stream = streamRow(group, name);
    if (!stream) {
      insertGroup.run(group, now);
      insertStream.run(groupId(group), name, now, first.timestamp, first.timestamp, now);
      stream = streamRow(group, name)!;
    }
    let last = stream.last_event;
    let bytes = 0;
    const rows = events.map(({ timestamp, message }) => {
      last = Math.max(last, Math.trunc(timestamp));
      const text = storable(message);
      bytes += Buffer.byteLength(text) + eventOverheadBytes;
      return [last, text];
    });
    insertEvents.run(stream.id, stream.event_count, now, JSON.stringify(rows));
    extendStream.run(events.length, bytes, last, now, stream.id);
  };

  const streamPage = (
    group: string,
    { prefix = '', byLastEvent = false, descending = false, after, limit }: StreamPageOptions,
  ): LogStreamSummary[] => {
    const id = groupId(group);
    if (id === undefined) return [];
    const direction = descending ? 'DESC' : 'ASC';
    const beyond = descending ? '<' : '>';
    const where = ['s.group_id = ?', 's.name >= ?', 's.name < ?'];
    const values: (string | number)[] = [id, prefix, prefix + afterPrefix];
    if (after) {
      where.push(byLastEvent ? `(s.last_event, s.name) ${beyond} (?, ?)` : `s.name ${beyond} ?`);
      values.push(...(byLastEvent ? [after.lastEventTimestamp ?? 0, after.name] : [after.name]));
    }
    const order = byLastEvent ? `s.last_event ${direction}, s.name ${direction}` : `s.name ${direction}`;
    const sql = `SELECT ${streamColumns} FROM log_streams s WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
    return (database.prepare(sql).all(...values, limit) as StreamRow[]).map(toSummary);
  };

  return {
    append: database.transaction(append).immediate,
    groups: (prefix = '') =>
      database
        .prepare(
          `SELECT g.name, g.creation_time AS creationTime, coalesce(sum(s.stored_bytes), 0) AS storedBytes
           FROM log_groups g LEFT JOIN log_streams s ON s.group_id = g.id
           WHERE g.name >= ? AND g.name < ? GROUP BY g.id ORDER BY g.name`,
        )
        .all(prefix, prefix + afterPrefix) as { name: string; creationTime: number; storedBytes: number }[],
    streams: (group, { prefix, byLastEvent = false } = {}) =>
      streamPage(group, { prefix, byLastEvent, descending: byLastEvent, limit: Number.MAX_SAFE_INTEGER }),
    read(group, name, from, limit) {
      const stream = streamRow(group, name);
      if (!stream) return [];
      return selectEvents.all(stream.id, from, limit) as StoredLogEvent[];
    },
    removeStreams: database.transaction((group: string, prefix: string) => {
      const range = [groupId(group) ?? -1, prefix, prefix + afterPrefix];
      const matching = 'group_id = ? AND name >= ? AND name < ?';
      database
        .prepare(`DELETE FROM log_events WHERE stream_id IN (SELECT id FROM log_streams WHERE ${matching})`)
        .run(...range);
      database.prepare(`DELETE FROM log_streams WHERE ${matching}`).run(...range);
    }).immediate,
    hasGroup: (group) => groupId(group) !== undefined,
    stream(group, name) {
      const row = streamRow(group, name);
      return row && toSummary(row);
    },
    streamPage,
    positionAt(group, name, timestamp) {
      const stream = streamRow(group, name);
      if (!stream || timestamp <= stream.first_event) return 0;
      let low = 0;
      let high = stream.event_count;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const event = selectTimestamp.get(stream.id, middle) as { timestamp: number };
        if (event.timestamp < timestamp) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
};
