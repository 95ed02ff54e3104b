import { downloadModel } from '@/lib/jobs/download-model';
import { download, respond } from '@/lib/server/respond';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** The archive of the job's model, as a file. */
export const GET = async (_: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  return respond(downloadModel, backend, { name }, (model) => download(model, 'application/gzip'));
};
