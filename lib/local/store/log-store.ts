/** One log event. Times are milliseconds since the epoch. */
export interface LogEvent {
  timestamp: number;
  message: string;
}

export interface StoredLogEvent extends LogEvent {
  /** Position in its stream, counted from 0 without gaps. */
  position: number;
  ingestionTime: number;
}

export interface LogStreamRecord {
  name: string;
  creationTime: number;
  firstEventTimestamp?: number;
  lastEventTimestamp?: number;
  lastIngestionTime?: number;
}

/** Log groups, streams and events, durable when `append` returns. Groups and streams appear at the first write. */
export interface LogStore {
  append(group: string, stream: string, events: readonly LogEvent[]): void;
  groups(prefix?: string): { name: string; creationTime: number; storedBytes: number }[];
  /** In order of name, or of last event (newest first) with `byLastEvent`. */
  streams(group: string, options?: { prefix?: string; byLastEvent?: boolean }): LogStreamRecord[];
  /** Events of one stream from `position` on, oldest first. */
  read(group: string, stream: string, from: number, limit: number): StoredLogEvent[];
  /** Removes the streams whose name starts with `prefix`. */
  removeStreams(group: string, prefix: string): void;
}

/** What the Logs service reads besides. Streams are found by index, however many a group has. */
export interface LogQueries {
  hasGroup(group: string): boolean;
  stream(group: string, name: string): LogStreamSummary | undefined;
  /** One page of streams in order of name, or of last event with `byLastEvent`, strictly after `after`. */
  streamPage(group: string, options: StreamPageOptions): LogStreamSummary[];
  /**
   * Position of the first event that is not earlier than `timestamp` (ms); the number of events if none is.
   * 0 where the stream does not exist.
   */
  positionAt(group: string, stream: string, timestamp: number): number;
}

export interface LogStreamSummary extends LogStreamRecord {
  eventCount: number;
}

export interface StreamPageOptions {
  prefix?: string;
  byLastEvent?: boolean;
  descending?: boolean;
  after?: Pick<LogStreamRecord, 'name' | 'lastEventTimestamp'>;
  limit: number;
}
