import 'server-only';
import { z } from 'zod';
import { watchJob } from '../backfill/watch-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';
import { openJobEventStream } from '../watch/job-event-stream';
import { rankInput } from './read-job';

/** The job, live, as server-sent events (JobEvents); `heartbeat` every 10 s. */
export const followJob = defineUseCase({
  name: 'follow-job',
  input: z.strictObject({ name: jobNameInput, rank: rankInput }),
  access: 'watch',
  changes: false,
  run: ({ backend, clock }, { name, rank }): ReadableStream<Uint8Array> =>
    openJobEventStream(watchJob(backend.slug, name), clock, rank),
});
