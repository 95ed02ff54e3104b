import { followJob } from '@/lib/jobs/follow-job';
import { eventStream, respond } from '@/lib/server/respond';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** The job, live, as server-sent events (JobEvents); `heartbeat` every 10 s. `?rank=rank1` has that rank's curves. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  const rank = new URL(request.url).searchParams.get('rank') ?? undefined;
  return respond(followJob, backend, { name, rank }, eventStream);
};
