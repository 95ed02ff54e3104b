import { type NextRequest } from 'next/server';
import { putUpload, uploadPart } from '@/lib/launch/upload-data';
import { json } from '@/lib/server/respond';
import { runActionOn } from '@/lib/server/run-action';

/**
 * Bytes of a file for S3: a part of an upload where the address has its id, else the whole of a small file. A route
 * rather than an action: actions wait for one another, and cannot be given up.
 */
export const POST = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const { uploadId, number, replace, ...place } = Object.fromEntries(request.nextUrl.searchParams);
  // The server in front of this one takes no more than a part.
  const readBytes = async () => new Uint8Array(await request.arrayBuffer());
  const answer =
    uploadId === undefined
      ? await runActionOn(putUpload, backend, async () => ({
          ...place,
          replace: replace === 'true',
          bytes: await readBytes(),
        }))
      : await runActionOn(uploadPart, backend, async () => ({
          ...place,
          uploadId,
          number: Number(number),
          bytes: await readBytes(),
        }));
  return json(answer);
};
