import { attemptsOf } from '../training/attempts';
import { type OutsideEvidence, type TrainingModel } from '../training-log/model';
import { createTrainingLogReader } from '../training-log/reader';
import { type LogLine } from '../training/log-line';
import { type TrainingJob } from '../training/training-job';
import { createLogTail, type LogTail, shorten } from './log-tail';
import { type JobSource } from './job-source';
import { assignAttempts, type JobLogStream, parseStreamName } from './job-log-streams';

/** Log lines may arrive so long after a job's end, in ms. */
export const lateLinesMs = 10_000;

export interface LogFollower {
  /**
   * Reads what is new in all the job's streams; those of an ended container are read to their end and then left
   * alone. With `toEnd` every stream is read to its end.
   */
  read(job: TrainingJob, now: number, toEnd: boolean): Promise<void>;
  /** How many streams are not known to have ended. */
  openStreams(): number;
  tail(): LogTail;
  /**
   * What the log has said so far, judged by what is known from elsewhere. The same object as long as neither changes;
   * `outside` is compared by identity.
   * @param rank label of `AttemptModel.ranks` whose curve is wanted; by default the lowest
   */
  reading(outside: OutsideEvidence, rank?: string): TrainingModel;
  /** Time of the first line of each attempt, ms since the epoch: what came before it is not there any more. */
  readFrom(): ReadonlyMap<number, number>;
}

interface FollowedStream extends JobLogStream {
  token?: string;
  /** Its container has ended and all of it was read. */
  finished: boolean;
  /** It was read to its end once. */
  caughtUp: boolean;
}

/** So many lines are parsed before other work of the server gets its turn. */
const linesPerTurn = 1_000;
/** A page whose last line is younger is all there is for now, which saves asking for the page after it. */
const freshMs = 5_000;
/** So is one with fewer lines, of a stream that was read to its end before. */
const shortPage = 1_000;
/** While every container is known to write, it is looked for further streams so often, in ms. */
const listAgainMs = 30_000;

/**
 * Follows a job's log over its containers. Every line goes through the reader; only the tail is kept.
 * @param onRead called with the lines as they are read, and with the last ones of a page whether the reading changed.
 */
export const createLogFollower = (
  source: Pick<JobSource, 'logStreams' | 'logEvents'>,
  onRead: (lines: LogLine[], readingChanged: boolean) => void,
): LogFollower => {
  const tail = createLogTail();
  const reader = createTrainingLogReader();
  const streams = new Map<string, FollowedStream>();
  const readFrom = new Map<number, number>();
  let sequence = 0;
  let listedAt = -Infinity;

  /** One container of each host and attempt writes; as long as one is not known, its stream may appear. */
  const areAllKnown = (job: TrainingJob, now: number): boolean => {
    const attempt = attemptsOf(job, now).length;
    const following = [...streams.values()].filter((stream) => stream.attempt >= attempt);
    return following.length >= Math.max(1, job.instanceCount ?? 1);
  };

  const findStreams = async (job: TrainingJob, now: number, toEnd: boolean) => {
    if (!toEnd && now - listedAt < listAgainMs && areAllKnown(job, now)) return;
    listedAt = now;
    const names = (await source.logStreams())
      .map(({ name }) => name)
      .filter((name) => !streams.has(name) && !isOfEarlierJob(name, job));
    if (names.length === 0) return;
    for (const stream of assignAttempts(names, [...streams.values()], attemptsOf(job, now))) {
      streams.set(stream.name, { ...stream, finished: false, caughtUp: false });
    }
  };

  const take = async (stream: FollowedStream, events: { at: number; message: string }[]) => {
    let changed = false;
    for (let start = 0; start < events.length; start += linesPerTurn) {
      const lines: LogLine[] = [];
      for (const { at, message } of events.slice(start, start + linesPerTurn)) {
        const line = { sequence, at, attempt: stream.attempt, host: stream.host, message };
        sequence += 1;
        readFrom.set(stream.attempt, Math.min(at, readFrom.get(stream.attempt) ?? at));
        changed = reader.push(line) || changed;
        const shown = { ...line, message: shorten(message) };
        tail.push(shown);
        lines.push(shown);
      }
      const isLast = start + linesPerTurn >= events.length;
      onRead(lines, changed && isLast);
      if (!isLast) await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const readStream = async (stream: FollowedStream, now: number, toEnd: boolean) => {
    for (;;) {
      const page = await source.logEvents(stream.name, stream.token);
      await take(stream, page.events);
      stream.token = page.nextToken;
      const newest = page.events.at(-1)?.at ?? 0;
      const isShort = stream.caughtUp && page.events.length < shortPage;
      if (page.atEnd || (!toEnd && (isShort || newest > now - freshMs))) {
        stream.caughtUp = true;
        return;
      }
    }
  };

  return {
    async read(job, now, toEnd) {
      await findStreams(job, now, toEnd);
      const ordered = [...streams.values()].sort(
        (one, other) => one.attempt - other.attempt || one.startedAt - other.startedAt,
      );
      for (const stream of ordered) {
        if (stream.finished) continue;
        const ended = ordered.some((other) => other.host === stream.host && other.attempt > stream.attempt);
        await readStream(stream, now, toEnd || ended);
        stream.finished = ended;
      }
    },
    openStreams: () => [...streams.values()].filter(({ finished }) => !finished).length,
    tail: () => tail.read(),
    readFrom: () => readFrom,
    reading: (outside, rank) => reader.model(outside, rank),
  };
};

/** A deleted job leaves its streams behind, and its name to the next. */
const isOfEarlierJob = (stream: string, job: TrainingJob): boolean => {
  const { startedAt } = parseStreamName(stream);
  return startedAt > 0 && startedAt + 1_000 <= job.createdAt;
};
