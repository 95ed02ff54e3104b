import 'server-only';
import { describeError } from '../errors/describe-error';
import { type JobPage, type JobQuery } from '../training/job-list';
import { jobQuerySchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { watchJobs } from './list-jobs';

/** How soon a browser reconnects, and how often an idle stream shows that it lives, in ms. */
const retryMs = 2_000;
const heartbeatMs = 15_000;

/**
 * A page of the job list, live, as server-sent events: `page` now and whenever it changes, or `problem` where there
 * is no page to show.
 */
export const followJobs = defineUseCase({
  name: 'follow-jobs',
  input: jobQuerySchema,
  access: 'watch',
  changes: false,
  run: ({ backend }, query): ReadableStream<Uint8Array> => openStream(backend.slug, query),
});

const openStream = (backendSlug: string, query: JobQuery): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start: async (controller) => {
      let ended = false;
      let unwatch = () => {};
      const send = (text: string) => {
        if (!ended) controller.enqueue(encoder.encode(text));
      };
      const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
      const sendEvent = (name: string, value: unknown) =>
        send(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(heartbeat);
        unwatch();
        try {
          controller.close();
        } catch {
          // The reader has gone and closed it already.
        }
      };
      send(`retry: ${retryMs}\n\n`);
      try {
        unwatch = await watchJobs(backendSlug, query, (page: JobPage) => sendEvent('page', page));
        if (ended) unwatch();
      } catch (error) {
        sendEvent('problem', describeError(error));
        end();
      }
    },
    cancel: () => end(),
  });
};
