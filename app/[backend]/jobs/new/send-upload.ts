import { type UploadCalls } from '@/components/launch/upload/upload-calls';
import { type ActionError, type ActionResult, errorCodes } from '@/lib/errors/action-result';
import { readAnswer } from '@/lib/errors/read-answer';
import { isEither, isOneOf, isShaped, isText, maybe } from '@/lib/errors/shape';

const isResult = isEither(
  isShaped<{ ok: true; value: null }>({ ok: isOneOf([true]), value: (value) => value === null }),
  isShaped<{ ok: false; error: ActionError }>({
    ok: isOneOf([false]),
    error: isShaped<ActionError>({ code: isOneOf(errorCodes), message: isText, field: maybe(isText) }),
  }),
);

/** Sends bytes of a file to the dashboard: see upload/route.ts. Rejects where it is given up or gets no answer. */
const sendBytes = async (
  backend: string,
  address: Record<string, string>,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<ActionResult<null>> => {
  const url = `/${backend}/upload?${new URLSearchParams(address)}`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    signal,
  });
  const read = await readAnswer(answer, isResult);
  return read.ok ? read.value : read;
};

export const sendUploadOf = (backend: string): Pick<UploadCalls, 'send' | 'put'> => ({
  send: ({ bytes, number, ...address }, signal) =>
    sendBytes(backend, { ...address, number: String(number) }, bytes, signal),
  put: ({ bytes, replace, ...address }, signal) =>
    sendBytes(backend, { ...address, replace: String(replace) }, bytes, signal),
});
