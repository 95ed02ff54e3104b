import { type Sqlite } from './database';
import { type LogPlace, type LogRange, type StoredLogEvent } from './log-store';
import { number, rowReader, text } from './rows';

/** Reads and counts the events of one stream: pieces of the B-tree, cut by number and by bytes in the database. */

const latest = Number.MAX_SAFE_INTEGER;

/** The key range of events that a LogRange means: strictly between two places. */
const placesOf = ({ from = 0, to = latest, beyond, descending }: Omit<LogRange, 'limit'>) => {
  let after: LogPlace = { timestamp: from, sequence: -1 };
  let before: LogPlace = { timestamp: to, sequence: latest };
  if (beyond && descending && isEarlier(beyond, before)) before = beyond;
  if (beyond && !descending && isEarlier(after, beyond)) after = beyond;
  return [after.timestamp, after.sequence, before.timestamp, before.sequence];
};

const isEarlier = (one: LogPlace, other: LogPlace) =>
  one.timestamp < other.timestamp || (one.timestamp === other.timestamp && one.sequence < other.sequence);

const inRange = 'stream_id = ? AND (timestamp, sequence) > (?, ?) AND (timestamp, sequence) < (?, ?)';

const fit = rowReader<{ fitting: number }>({ fitting: number });
const event = rowReader<StoredLogEvent>({
  timestamp: number,
  sequence: number,
  ingestionTime: number,
  message: text,
});
const reach = rowReader<LogPlace & { bytes: number }>({ timestamp: number, sequence: number, bytes: number });

export const createEventReader = (database: Sqlite) => {
  const statements = (direction: 'ASC' | 'DESC') => {
    const order = `ORDER BY timestamp ${direction}, sequence ${direction} LIMIT ?`;
    return {
      select: database.prepare(
        `SELECT timestamp, sequence, ingestion_time AS ingestionTime, message FROM log_events WHERE ${inRange} ${order}`,
      ),
      // Answered from the index alone: a message that does not fit is never loaded.
      measure: database.prepare(
        `SELECT count(*) FILTER (WHERE total <= ?) AS fitting FROM (
           SELECT sum(bytes) OVER (ROWS UNBOUNDED PRECEDING) AS total FROM (
             SELECT bytes FROM log_events WHERE ${inRange} ${order}))`,
      ),
    };
  };
  const ascending = statements('ASC');
  const descending = statements('DESC');

  return (streamId: number, range: LogRange): StoredLogEvent[] => {
    const { limit, maxBytes } = range;
    const { select, measure } = range.descending ? descending : ascending;
    const places = placesOf(range);
    let count = limit;
    if (maxBytes !== undefined) {
      const { fitting } = fit.row(measure.get(maxBytes, streamId, ...places, limit));
      count = Math.min(limit, Math.max(1, fitting));
    }
    return event
      .rows(select.all(streamId, ...places, count))
      .map(({ timestamp, sequence, ingestionTime, message }) => ({
        timestamp,
        sequence,
        ingestionTime,
        message,
      }));
  };
};

/** How far a bounded number of a stream's oldest events reaches, up to a time; undefined where there are none. */
export const eventReach = (database: Sqlite) => {
  const statement = database.prepare(
    `SELECT timestamp, sequence, total AS bytes FROM (
       SELECT timestamp, sequence, sum(bytes) OVER (ORDER BY timestamp, sequence) AS total,
         row_number() OVER (ORDER BY timestamp, sequence) AS number
       FROM (SELECT timestamp, sequence, bytes FROM log_events WHERE stream_id = ? AND timestamp <= ?
             ORDER BY timestamp, sequence LIMIT ?))
     WHERE total <= ? OR number = 1 ORDER BY timestamp DESC, sequence DESC LIMIT 1`,
  );
  return (
    streamId: number,
    until: number,
    maxEvents: number,
    maxBytes: number,
  ): (LogPlace & { bytes: number }) | undefined =>
    reach.perhaps(statement.get(streamId, until, maxEvents, maxBytes));
};
