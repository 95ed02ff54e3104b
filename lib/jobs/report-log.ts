import 'server-only';
import { answerOf, type LogAnswer } from '../training-log/corpus';
import { createMasker, type Masker } from '../training-log/mask';
import { type TrainingLogLine } from '../training-log/model';
import { createTrainingLogReader } from '../training-log/reader';
import { attemptsOf } from '../training/attempts';
import { storedBefore } from '../training/stored-before';
import { assignAttempts, type JobLogStream } from '../watch/job-log-streams';
import { createJobSource, type JobSource } from '../watch/job-source';
import { outsideEvidence } from '../watch/outside-evidence';
import { jobSnapshot } from '../backfill/watch-job';
import { defineUseCase, type UseCaseContext } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/** What a person attaches to a report when a log was read wrong: what was read, and the log without its names. */
export interface LogReport extends LogAnswer {
  /** Names of the checkpoints that were there when each attempt began, as far as it is known. */
  checkpoints: { attempt: number; names: string[] }[];
  /** `=== attempt N` begins an attempt; a line that says how many were left out stands for them. */
  log: string[];
}

/** Of a longer log the first and the last lines are reported. */
const maxHeadLines = 5_000;
const maxTailLines = 5_000;

/**
 * The masked log of a job and what is read in it. Values are kept; names of hosts, accounts, buckets and paths, and
 * secrets, are masked.
 * @throws {SpotdeckError} not-found, invalid-input
 */
export const reportLog = defineUseCase({
  name: 'report-log',
  input: jobInput,
  access: 'watch',
  changes: false,
  run: (context, { name }) => readReport(context, name),
});

const readReport = async ({ backend, clock }: UseCaseContext, name: string): Promise<LogReport> => {
  const source = createJobSource(backend, name);
  const job = await source.describe();
  const attempts = attemptsOf(job, clock.now());
  const names = (await source.logStreams()).map((stream) => stream.name);
  const streams = assignAttempts(names, [], attempts).sort(
    (one, other) => one.attempt - other.attempt || one.startedAt - other.startedAt,
  );
  const masker = createMasker();
  const reader = createTrainingLogReader();
  const kept = createKeptLines();
  for await (const line of maskedLines(source, streams, masker)) {
    reader.push(line);
    kept.push(line);
  }
  const { checkpoints, stored: seen, observedAt } = await jobSnapshot(backend.slug, name);
  const stored = storedBefore(attempts, checkpoints, observedAt, seen).map((before) => ({
    ...before,
    names: before.names.map((file) => masker.mask(file)),
  }));
  return {
    ...answerOf(reader.model(outsideEvidence(job, stored))),
    checkpoints: stored.map(({ attempt, names: files }) => ({ attempt, names: [...files] })),
    log: kept.lines(),
  };
};

async function* maskedLines(
  source: Pick<JobSource, 'logEvents'>,
  streams: readonly JobLogStream[],
  masker: Masker,
): AsyncGenerator<TrainingLogLine, undefined> {
  let sequence = 0;
  for (const { name, attempt, host } of streams) {
    let token: string | undefined;
    for (;;) {
      const page = await source.logEvents(name, token);
      for (const { at, message } of page.events) {
        yield { sequence, at, attempt, host, message: masker.mask(message) };
        sequence += 1;
      }
      token = page.nextToken;
      if (page.atEnd) break;
    }
  }
  return undefined;
}

/** Control characters as two characters, as `npm run read-log` takes them. */
const written = (message: string): string =>
  message
    .replaceAll('\r', '\\r')
    .replaceAll('\b', '\\b')
    .replaceAll('\t', '\\t')
    .replaceAll('\u001b', '\\e')
    .replaceAll('\n', ' ');

const createKeptLines = () => {
  const head: string[] = [];
  const tail: string[] = [];
  let dropped = 0;
  let attempt = 0;
  const keep = (text: string) => {
    if (head.length < maxHeadLines) head.push(text);
    else {
      tail.push(text);
      if (tail.length > 2 * maxTailLines) dropped += tail.splice(0, maxTailLines).length;
    }
  };
  return {
    push: (line: TrainingLogLine) => {
      if (line.attempt !== attempt) keep(`=== attempt ${line.attempt}`);
      attempt = line.attempt;
      keep(written(line.message));
    },
    lines: (): string[] => {
      const rest = tail.slice(-maxTailLines);
      const left = dropped + tail.length - rest.length;
      return [...head, ...(left > 0 ? [`(${left} lines left out)`] : []), ...rest];
    },
  };
};
