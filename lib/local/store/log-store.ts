/** One log event. Times are milliseconds since the epoch. */
export interface LogEvent {
  timestamp: number;
  message: string;
}

/** Where an event stands in its stream: events are in order of time, then of arrival. */
export interface LogPlace {
  timestamp: number;
  /** Counts the events of a stream as they arrive, from 0. */
  sequence: number;
}

export interface StoredLogEvent extends LogEvent, LogPlace {
  ingestionTime: number;
}

export interface LogStreamRecord {
  name: string;
  creationTime: number;
  /** Absent while the stream is empty. */
  firstEventTimestamp?: number;
  lastEventTimestamp?: number;
  lastIngestionTime?: number;
}

export interface LogGroupRecord {
  name: string;
  creationTime: number;
  storedBytes: number;
  /** Absent: its events are kept for as long as the store's own setting says. */
  retentionDays?: number;
  logGroupClass: string;
  deletionProtection: boolean;
}

/** What CloudWatch Logs counts for an event besides the UTF-8 bytes of its message. */
export const eventOverheadBytes = 26;

export interface LogRange {
  /** Both inclusive. */
  from?: number;
  to?: number;
  /** Begins after this place, in the direction of reading. It need not be an event's. */
  beyond?: LogPlace;
  /** Newest first. */
  descending?: boolean;
  limit: number;
  /** Events come up to this many bytes, overhead counted, but always one. Default: no limit. */
  maxBytes?: number;
}

/** Log groups, streams and events, durable when a method returns. */
export interface LogStore {
  /**
   * Adds events to a stream, which appears with its group at the first one. An event stamped earlier than the one
   * before it (the machine's clock was set back) gets that one's time, so that who reads on misses nothing.
   */
  append(group: string, stream: string, events: readonly LogEvent[]): void;
  /** Every stream of the group whose name begins so, in order of name. */
  streams(group: string, options?: { prefix?: string }): LogStreamRecord[];
  /** Events in the direction of reading. What the group's retention has expired is not among them. */
  read(group: string, stream: string, range: LogRange): StoredLogEvent[];
}

/** What the Logs service does besides. Everything is found by index, however much there is. */
export interface LogQueries {
  group(name: string): LogGroupRecord | undefined;
  groupPage(options: { prefix?: string; pattern?: string; after?: string; limit: number }): LogGroupRecord[];
  /** False where the name is taken. */
  createGroup(group: {
    name: string;
    logGroupClass?: string;
    tags?: Readonly<Record<string, string>>;
    deletionProtection?: boolean;
  }): boolean;
  createStream(group: string, name: string): boolean;
  /** The group or stream is gone at once; its space is freed by `sweep`. */
  removeGroup(group: string): void;
  removeStream(group: string, name: string): void;
  setRetention(group: string, days: number | undefined): void;
  setDeletionProtection(group: string, isProtected: boolean): void;
  /** How old an event of the group may get, in milliseconds; undefined: any age. */
  retentionMs(group: string): number | undefined;
  tags(group: string): Record<string, string>;
  setTags(group: string, tags: Readonly<Record<string, string>>): void;
  stream(group: string, name: string): LogStreamRecord | undefined;
  /** One page of streams in order of name, or of last event with `byLastEvent`, strictly after `after`. */
  streamPage(group: string, options: StreamPageOptions): LogStreamRecord[];
  /**
   * Streams that have events in the range, in the order in which a walk through it meets them: by first event, or
   * descending by last event. Strictly after `after`.
   */
  streamsInRange(group: string, options: StreamRangeOptions): LogStreamRecord[];
  /** Adds events with the times they have; the stream exists. */
  put(group: string, stream: string, events: readonly LogEvent[]): void;
}

export interface LogUpkeep {
  /**
   * Does one small piece of what is to be done: expires events, deletes what belongs to removed groups and
   * streams, gives free space back to the disk. False once nothing is left.
   */
  sweep(): boolean;
}

export interface StreamPageOptions {
  prefix?: string;
  byLastEvent?: boolean;
  descending?: boolean;
  after?: Pick<LogStreamRecord, 'name' | 'lastEventTimestamp'>;
  limit: number;
}

export interface StreamRangeOptions {
  prefix?: string;
  from: number;
  to: number;
  descending: boolean;
  after?: LogStreamRecord;
  limit: number;
}
