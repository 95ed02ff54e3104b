import { downloadJobFile } from '@/lib/jobs/job-files';
import { download, respond } from '@/lib/server/respond';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** A file of the job's output or checkpoints, `?uri=s3://…`. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  const s3Uri = new URL(request.url).searchParams.get('uri') ?? '';
  return respond(downloadJobFile, backend, { name, s3Uri }, (file) =>
    download(file, 'application/octet-stream'),
  );
};
