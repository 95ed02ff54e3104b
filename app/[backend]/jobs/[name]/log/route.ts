import { downloadLog } from '@/lib/jobs/download-log';
import { refuse } from '@/lib/server/refuse';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; name: string }>;
}

/** The complete log as a text file, or one attempt's with `?attempt=2`. */
export const GET = async (request: Request, { params }: Context): Promise<Response> => {
  const { backend, name } = await params;
  const attempt = new URL(request.url).searchParams.get('attempt');
  try {
    const { body, fileName } = await downloadLog(backend, name, attempt ?? undefined);
    return new Response(body, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return refuse(error);
  }
};
