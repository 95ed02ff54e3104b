import { type NextRequest } from 'next/server';
import { watchJobs } from '@/lib/jobs/list-jobs';
import { describeError } from '@/lib/errors/describe-error';
import { readJobQuery, searchParamsOf } from '../../jobs/search-params';

/** How soon a browser reconnects, and how often an idle stream shows that it lives, in ms. */
const retryMs = 2_000;
const heartbeatMs = 15_000;

/**
 * Pushes the page of jobs that the address asks for, now and whenever it changes, as server-sent events: `page`,
 * or `problem` where there is no page to show.
 */
export const GET = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const query = readJobQuery(searchParamsOf(request.nextUrl));
  const encoder = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      let ended = false;
      let unwatch = () => {};
      const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
      const send = (text: string) => {
        if (!ended) controller.enqueue(encoder.encode(text));
      };
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
      request.signal.addEventListener('abort', () => end());
      send(`retry: ${retryMs}\n\n`);
      try {
        unwatch = await watchJobs(backend, query, (page) => sendEvent('page', page));
        if (ended) unwatch();
      } catch (error) {
        sendEvent('problem', describeError(error));
        end();
      }
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
};
