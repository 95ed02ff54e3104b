import { type UploadCalls } from '@/components/launch/upload/upload-calls';
import { type ActionResult } from '@/lib/errors/action-result';

/** Sends bytes of a file to the dashboard: see upload/route.ts. Rejects where it is given up or gets no answer. */
const sendBytes = async (
  backend: string,
  address: Record<string, string>,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<ActionResult<null>> => {
  const answer = await fetch(`/${backend}/upload?${new URLSearchParams(address)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    signal,
  });
  if (answer.ok) return (await answer.json()) as ActionResult<null>;
  return { ok: false, error: { code: 'service-fault', message: (await answer.text()).trim() } };
};

export const sendUploadOf = (backend: string): Pick<UploadCalls, 'send' | 'put'> => ({
  send: ({ bytes, number, ...address }, signal) =>
    sendBytes(backend, { ...address, number: String(number) }, bytes, signal),
  put: ({ bytes, replace, ...address }, signal) =>
    sendBytes(backend, { ...address, replace: String(replace) }, bytes, signal),
});
