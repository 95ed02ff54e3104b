import { systemClock } from '@/lib/process/clock';
import { openJobEventStream } from '@/lib/watch/job-event-stream';
import { watchJob } from '@/lib/backfill/watch-job';
import { refuse } from '@/lib/server/refuse';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** The job, live, as server-sent events (JobEvents); `heartbeat` every 10 s. `?rank=rank1` has that rank's curves. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  try {
    const rank = new URL(request.url).searchParams.get('rank') ?? undefined;
    return new Response(openJobEventStream(watchJob(backend, name), systemClock, rank), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // no-transform also keeps Next from compressing, which would hold events back.
        'cache-control': 'no-cache, no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  } catch (error) {
    return refuse(error);
  }
};
