import 'server-only';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { attemptsOf } from '../training/attempts';
import { assignAttempts, type JobLogStream } from '../watch/job-log-streams';
import { createJobSource, type JobSource } from '../watch/job-source';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

const inputSchema = z.strictObject({
  name: jobNameInput,
  /** Only this attempt's log; counts from 1. */
  attempt: z.coerce
    .number('An attempt is a number: they are counted from 1.')
    .int('Attempts are counted from 1.')
    .min(1, 'Attempts are counted from 1.')
    .optional(),
});

/**
 * A job's complete log as text, stream by stream in order of attempts, each under a heading; read from AWS as
 * fast as the reader takes it, so that its length does not matter.
 * @throws {SpotdeckError} not-found, invalid-input
 */
export const downloadLog = defineUseCase({
  name: 'download-log',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, { name, attempt }) => {
    const source = createJobSource(backend, name);
    const job = await source.describe();
    const names = (await source.logStreams()).map((stream) => stream.name);
    const streams = assignAttempts(names, [], attemptsOf(job, clock.now()))
      .sort((one, other) => one.attempt - other.attempt || one.startedAt - other.startedAt)
      .filter((stream) => attempt === undefined || stream.attempt === attempt);
    if (attempt !== undefined && streams.length === 0) {
      throw new SpotdeckError('not-found', `Training job ${name} has no log of an attempt ${attempt}.`);
    }
    const suffix = attempt === undefined ? '' : `-attempt-${attempt}`;
    return { body: textOf(source, streams), fileName: `${name}${suffix}.log` };
  },
});

const textOf = (
  source: Pick<JobSource, 'logEvents'>,
  streams: JobLogStream[],
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const chunks = logText(source, streams);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
};

export async function* logText(
  source: Pick<JobSource, 'logEvents'>,
  streams: readonly JobLogStream[],
): AsyncGenerator<string, undefined> {
  for (const { name, attempt, host } of streams) {
    yield `===== attempt ${attempt} · ${host} · ${name} =====\n`;
    let token: string | undefined;
    for (;;) {
      const page = await source.logEvents(name, token);
      if (page.events.length > 0) {
        yield page.events.map(({ at, message }) => `${new Date(at).toISOString()} ${message}\n`).join('');
      }
      token = page.nextToken;
      if (page.atEnd) break;
    }
  }
  return undefined;
}
