import { type Sqlite } from './database';
import { eventOverheadBytes } from './log-store';
import { readColumns } from './table-column';

/**
 * Log groups, streams and events in SQLite. The index has events in order of time and arrival with their sizes, so
 * that every page of every range is a piece of it, and is measured before a message is read. A removed group keeps
 * its row under a name that no group can have, and a removed stream belongs to group 0, until `sweep` is done.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS log_groups (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, creation_time INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL DEFAULT 0, retention_days INTEGER, class TEXT NOT NULL DEFAULT 'STANDARD',
    protected INTEGER NOT NULL DEFAULT 0, tags TEXT NOT NULL DEFAULT '{}'
  );
  CREATE TABLE IF NOT EXISTS log_streams (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL, creation_time INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL DEFAULT 0, stored_bytes INTEGER NOT NULL DEFAULT 0,
    first_event INTEGER, last_event INTEGER, last_ingestion INTEGER, UNIQUE (group_id, name)
  );
  CREATE INDEX IF NOT EXISTS log_streams_by_last_event ON log_streams (group_id, last_event, name, first_event);
  CREATE INDEX IF NOT EXISTS log_streams_by_first_event ON log_streams (group_id, first_event, name, last_event);
  CREATE TABLE IF NOT EXISTS log_events (
    id INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, timestamp INTEGER NOT NULL, sequence INTEGER NOT NULL,
    bytes INTEGER NOT NULL, ingestion_time INTEGER NOT NULL, message TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS log_events_by_time ON log_events (stream_id, timestamp, sequence, bytes);
`;

/** The first version kept events by their position alone. */
const migration = `
  DROP INDEX IF EXISTS log_streams_by_last_event;
  ALTER TABLE log_groups RENAME TO old_log_groups;
  ALTER TABLE log_streams RENAME TO old_log_streams;
  ALTER TABLE log_events RENAME TO old_log_events;
  ${schema}
  INSERT INTO log_groups (id, name, creation_time, stored_bytes)
    SELECT g.id, g.name, g.creation_time,
      (SELECT coalesce(sum(s.stored_bytes), 0) FROM old_log_streams s WHERE s.group_id = g.id)
    FROM old_log_groups g;
  INSERT INTO log_streams SELECT id, group_id, name, creation_time, event_count, stored_bytes,
    first_event, last_event, last_ingestion FROM old_log_streams;
  INSERT INTO log_events (stream_id, timestamp, sequence, bytes, ingestion_time, message)
    SELECT stream_id, timestamp, position, octet_length(message) + ${eventOverheadBytes}, ingestion_time, message
    FROM old_log_events ORDER BY stream_id, position;
  DROP TABLE old_log_events;
  DROP TABLE old_log_streams;
  DROP TABLE old_log_groups;
`;

export const createLogTables = (database: Sqlite): void => {
  const isFirstVersion = readColumns(database, 'log_events').includes('position');
  if (isFirstVersion) database.transaction(() => database.exec(migration)).immediate();
  else database.exec(schema);
};
