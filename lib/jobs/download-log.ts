import 'server-only';
import { z } from 'zod';
import { getBackend } from '../aws/backends';
import { SpotdeckError } from '../errors/spotdeck-error';
import { attemptsOf } from '../training/attempts';
import { assignAttempts, type JobLogStream } from '../watch/job-log-streams';
import { parseJobName } from '../training/job-name';
import { createJobSource, type JobSource } from '../watch/job-source';

const attemptSchema = z.coerce.number().int().min(1);

/**
 * A job's complete log as text, stream by stream in order of attempts, each under a heading; read from AWS as
 * fast as the reader takes it, so that its length does not matter.
 * @param attempt only this attempt's; counts from 1
 * @throws {SpotdeckError} not-found, invalid-input
 */
export const downloadLog = async (
  backendSlug: string,
  jobName: string,
  attempt?: string,
): Promise<{ body: ReadableStream<Uint8Array>; fileName: string }> => {
  const backend = getBackend(backendSlug);
  const name = parseJobName(jobName);
  const only = attempt === undefined ? undefined : attemptSchema.safeParse(attempt);
  if (only?.success === false) {
    throw new SpotdeckError('invalid-input', `"${attempt}" is not an attempt: they are counted from 1.`);
  }
  const source = createJobSource(backend, name);
  const job = await source.describe();
  const names = (await source.logStreams()).map((stream) => stream.name);
  const streams = assignAttempts(names, [], attemptsOf(job, Date.now()))
    .sort((one, other) => one.attempt - other.attempt || one.startedAt - other.startedAt)
    .filter((stream) => only === undefined || stream.attempt === only.data);
  if (only !== undefined && streams.length === 0) {
    throw new SpotdeckError('not-found', `Training job ${name} has no log of an attempt ${only.data}.`);
  }
  const suffix = only === undefined ? '' : `-attempt-${only.data}`;
  return { body: textOf(source, streams), fileName: `${name}${suffix}.log` };
};

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
