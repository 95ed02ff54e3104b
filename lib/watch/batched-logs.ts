import { backoffDelay, doubledDelay } from '../errors/backoff';
import { describeError } from '../errors/describe-error';
import { unlessGone } from '../errors/unless-gone';
import { type Clock } from '../process/clock';
import { attemptsOf } from '../training/attempts';
import { isTerminal } from '../training/status';
import { type TrainingJob } from '../training/training-job';
import { type TrainingModel } from '../training-log/model';
import { createEventBatches, type FoundEvent } from './event-batches';
import { createLogFollower, type LogFollower } from './log-follower';

/** What is asked of AWS; each is one call. */
export interface BatchedLogSource {
  /** Of the group's streams those that were written to last, newest first, a page of them. */
  recentStreams(token?: string): Promise<{ names: string[]; nextToken?: string }>;
  streamNames(job: string): Promise<string[]>;
  /** Events of up to 100 streams, oldest first. @param from ms since the epoch, inclusive */
  events(request: { streams: readonly string[]; from?: number; token?: string }): Promise<{
    events: FoundEvent[];
    nextToken?: string;
  }>;
}

export interface BatchedLogsOptions {
  source: BatchedLogSource;
  clock: Clock;
  readJob: (name: string) => TrainingJob | undefined;
  /** Called when a job's log has said more. */
  onReading: (job: TrainingJob, reading: TrainingModel) => void;
}

interface Followed {
  follower: LogFollower;
  streams: string[];
  inbox: Map<string, FoundEvent[]>;
  listedAt: number;
  /** Listings in a row that found no further stream. */
  inVain: number;
}

/** From one call to the next, in ms, whatever the number of jobs: a third of a call a second. */
const paceMs = 3_000;
/** So many calls come closer together once a job is new in view, whose first epochs are waited for, in ms apart. */
const eagerCalls = 8;
const eagerMs = 1_000;
/** A container that has not written yet is looked for so soon again, in ms; then ever more rarely. */
const firstLookMs = 6_000;
const maxLookMs = 60_000;
/** From so many jobs on whose streams are not known, those written to last are asked for before each job's own. */
const manyJobs = 3;
const maxRecentPages = 6;
const recentAgainMs = 60_000;
/** Jobs whose reading is kept although nobody looks. */
const maxKept = 200;

/**
 * Reads the logs of many running jobs at one steady pace: whose containers write where, one job a call, in turn with
 * the new lines of all of them, a hundred streams a call. Rests while nobody looks.
 */
export const createBatchedLogs = ({ source, clock, readJob, onReading }: BatchedLogsOptions) => {
  const wanted = new Map<object, readonly string[]>();
  const followed = new Map<string, Followed>();
  const batches = createEventBatches(source.events);
  let failures = 0;
  let working = false;
  let eager = 0;
  let recent: { token?: string; pages: number; at: number } = { pages: 0, at: -Infinity };
  let listedLast = false;

  const visible = (): string[] => [...new Set([...wanted.values()].flat())];

  const follow = (name: string): Followed => {
    const existing = followed.get(name);
    if (existing) {
      // The longest unseen is the first to go.
      followed.delete(name);
      followed.set(name, existing);
      return existing;
    }
    const inbox = new Map<string, FoundEvent[]>();
    const made: Followed = {
      follower: createLogFollower(
        {
          logStreams: async () => made.streams.map((stream) => ({ name: stream })),
          logEvents: async (stream) => {
            const events = inbox.get(stream) ?? [];
            inbox.delete(stream);
            return { events, nextToken: '', atEnd: true };
          },
        },
        () => {},
      ),
      streams: [],
      inbox,
      listedAt: -Infinity,
      inVain: 0,
    };
    followed.set(name, made);
    return made;
  };

  /** A job whose present container is not known to write anywhere. */
  const lacksStreams = (name: string): boolean => {
    const job = readJob(name);
    if (job === undefined || isTerminal(job.status)) return false;
    const { streams, listedAt, inVain } = follow(name);
    const attempts = attemptsOf(job, clock.now()).length;
    if (streams.length >= attempts * Math.max(1, job.instanceCount ?? 1)) return false;
    const wait = doubledDelay(firstLookMs, inVain, maxLookMs);
    return clock.now() - listedAt >= wait;
  };

  /** Two calls name the streams of most jobs that run, where each job's own would be a hundred. */
  const listRecent = async (lacking: readonly string[]) => {
    const { names, nextToken } = await source.recentStreams(recent.token);
    const jobs = new Set(lacking);
    for (const stream of names) {
      const job = stream.slice(0, Math.max(0, stream.indexOf('/')));
      if (!jobs.has(job)) continue;
      const entry = follow(job);
      if (!entry.streams.includes(stream)) entry.streams.push(stream);
    }
    const pages = recent.pages + 1;
    recent =
      nextToken === undefined || pages >= maxRecentPages
        ? { pages: 0, at: clock.now() }
        : { token: nextToken, pages, at: recent.at };
  };

  const list = async (name: string) => {
    const entry = follow(name);
    entry.listedAt = clock.now();
    const streams = (await unlessGone(source.streamNames(name))) ?? [];
    entry.inVain = streams.length > entry.streams.length ? 0 : entry.inVain + 1;
    entry.streams = streams;
  };

  const read = async (names: readonly string[]) => {
    const ownerByStream = new Map(
      names.flatMap((name) => follow(name).streams.map((stream) => [stream, name])),
    );
    const events = await batches.readOn([...ownerByStream.keys()]);
    const touched = new Set<string>();
    for (const event of events) {
      const name = ownerByStream.get(event.stream);
      if (name === undefined) continue;
      touched.add(name);
      const { inbox } = follow(name);
      inbox.set(event.stream, [...(inbox.get(event.stream) ?? []), event]);
    }
    for (const name of touched) {
      const job = readJob(name);
      if (job === undefined) continue;
      const { follower } = follow(name);
      await follower.read(job, clock.now(), false);
      onReading(job, follower.reading(nothingElse));
    }
  };

  /** One call, or none where there is nothing to ask. */
  const takeTurn = async () => {
    const names = visible();
    const lacking = names.filter(lacksStreams);
    const readable = names.filter((name) => follow(name).streams.length > 0);
    const [first] = lacking;
    if (first !== undefined && (readable.length === 0 || !listedLast)) {
      listedLast = true;
      const isRecentDue = recent.token !== undefined || clock.now() - recent.at >= recentAgainMs;
      await (lacking.length >= manyJobs && isRecentDue ? listRecent(lacking) : list(first));
    } else if (readable.length > 0) {
      listedLast = false;
      await read(readable);
    }
    for (const name of followed.keys()) {
      if (followed.size <= maxKept) break;
      if (!names.includes(name)) followed.delete(name);
    }
  };

  const run = async () => {
    eager = Math.max(0, eager - 1);
    let delay = eager > 0 ? eagerMs : paceMs;
    try {
      await takeTurn();
      failures = 0;
    } catch (error) {
      failures += 1;
      const { code } = describeError(error);
      delay = Math.max(paceMs, backoffDelay(failures, code));
      if (code === 'not-found') {
        // A stream went with its job: which ones there are is asked anew.
        for (const entry of followed.values()) Object.assign(entry, { streams: [], listedAt: -Infinity });
      }
    }
    if (visible().length > 0) clock.after(delay, () => void run());
    else working = false;
  };

  return {
    /** What one list shows that runs; an empty one looks no more. */
    show: (list: object, names: readonly string[]) => {
      const shown = new Set(visible());
      if (names.some((name) => !shown.has(name))) eager = eagerCalls;
      if (names.length === 0) wanted.delete(list);
      else wanted.set(list, names);
      if (working || wanted.size === 0) return;
      working = true;
      void run();
    },
    /** How many jobs somebody looks at. */
    visible: () => visible().length,
  };
};

export type BatchedLogs = ReturnType<typeof createBatchedLogs>;

/** The same object each time, by which the reader knows that nothing else has changed. */
const nothingElse = {};
