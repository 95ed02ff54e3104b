import { type Sqlite } from './database';
import { type LogQueries, type LogStore, type LogStreamRecord } from './log-store';
import { number, orNull, rowReader, text } from './rows';

/** Lists streams: each order that a caller may ask for is an index. */

/** Above every character a group's name may hold: with it a prefix becomes a range of the index. */
export const afterPrefix = '\u{10FFFF}';

export interface StreamRow {
  id: number;
  group_id: number;
  name: string;
  creation_time: number;
  next_sequence: number;
  stored_bytes: number;
  first_event: number | null;
  last_event: number | null;
  last_ingestion: number | null;
}

export const streamReader = rowReader<StreamRow>({
  id: number,
  group_id: number,
  name: text,
  creation_time: number,
  next_sequence: number,
  stored_bytes: number,
  first_event: orNull(number),
  last_event: orNull(number),
  last_ingestion: orNull(number),
});

export const streamColumns =
  's.id, s.group_id, s.name, s.creation_time, s.next_sequence, s.stored_bytes, s.first_event, s.last_event, s.last_ingestion';

export const toStream = (row: StreamRow): LogStreamRecord => ({
  name: row.name,
  creationTime: row.creation_time,
  ...(row.first_event === null ? {} : { firstEventTimestamp: row.first_event }),
  ...(row.last_event === null ? {} : { lastEventTimestamp: row.last_event }),
  ...(row.last_ingestion === null ? {} : { lastIngestionTime: row.last_ingestion }),
});

type StreamQueries = Pick<LogStore, 'streams'> & Pick<LogQueries, 'streamPage' | 'streamsInRange'>;

export const createStreamQueries = (
  database: Sqlite,
  groupId: (name: string) => number | undefined,
): StreamQueries => {
  const select = (where: string[], order: string, values: (string | number)[], limit: number) =>
    streamReader
      .rows(
        database
          .prepare(
            `SELECT ${streamColumns} FROM log_streams s WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`,
          )
          .all(...values, limit),
      )
      .map(toStream);

  const streamPage: StreamQueries['streamPage'] = (group, options) => {
    const { prefix = '', byLastEvent = false, descending = false, after, limit } = options;
    const id = groupId(group);
    if (id === undefined) return [];
    const direction = descending ? 'DESC' : 'ASC';
    const beyond = descending ? '<' : '>';
    const where = ['s.group_id = ?', 's.name >= ?', 's.name < ?'];
    const values: (string | number)[] = [id, prefix, prefix + afterPrefix];
    if (!byLastEvent) {
      if (after) {
        where.push(`s.name ${beyond} ?`);
        values.push(after.name);
      }
      return select(where, `s.name ${direction}`, values, limit);
    }
    // Streams without events count as the oldest.
    if (after?.lastEventTimestamp !== undefined) {
      where.push(`((s.last_event, s.name) ${beyond} (?, ?)${descending ? ' OR s.last_event IS NULL' : ''})`);
      values.push(after.lastEventTimestamp, after.name);
    } else if (after) {
      where.push(
        `((s.last_event IS NULL AND s.name ${beyond} ?)${descending ? '' : ' OR s.last_event IS NOT NULL'})`,
      );
      values.push(after.name);
    }
    return select(where, `s.last_event ${direction}, s.name ${direction}`, values, limit);
  };

  return {
    streams: (group, { prefix } = {}) => streamPage(group, { prefix, limit: Number.MAX_SAFE_INTEGER }),
    streamPage,
    streamsInRange(group, { prefix = '', from, to, descending, after, limit }) {
      const id = groupId(group);
      if (id === undefined) return [];
      const key = descending ? 's.last_event' : 's.first_event';
      const where = [
        's.group_id = ?',
        's.name >= ?',
        's.name < ?',
        's.last_event >= ?',
        's.first_event <= ?',
      ];
      const values: (string | number)[] = [id, prefix, prefix + afterPrefix, from, to];
      if (after) {
        where.push(`(${key}, s.name) ${descending ? '<' : '>'} (?, ?)`);
        values.push((descending ? after.lastEventTimestamp : after.firstEventTimestamp) ?? 0, after.name);
      }
      const direction = descending ? 'DESC' : 'ASC';
      return select(where, `${key} ${direction}, s.name ${direction}`, values, limit);
    },
  };
};
