import { downloadLog } from '@/lib/jobs/download-log';
import { download, respond } from '@/lib/server/respond';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** The complete log as a text file, or one attempt's with `?attempt=2`. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  const attempt = new URL(request.url).searchParams.get('attempt') ?? undefined;
  return respond(downloadLog, backend, { name, attempt }, (log) =>
    download(log, 'text/plain; charset=utf-8'),
  );
};
