/** What an upload asks of S3, against a real local backend: what is sent is kept, whole and of nobody else. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startLimitedBackend } from '../../testing/dashboard/live-backend';
import { partsOf } from '../training/upload/part-plan';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let cases: Awaited<ReturnType<typeof load>>;
let bucket: string;

const load = async () => ({
  ...(await import('../aws/default-bucket')),
  ...(await import('../aws/objects')),
  ...(await import('./upload-data')),
  ...(await import('../use-cases/run-use-case')),
});

beforeAll(async () => {
  live = await startLimitedBackend();
  cases = await load();
  bucket = await cases.defaultBucket(live.backend);
});
afterAll(() => live.end());

/** As a request of a person: by the wrapper, with its audit line. */
const run: typeof cases.runUseCase = (useCase, backend, input) => cases.runUseCase(useCase, backend, input);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
const contentOf = async (key: string) => buffer((await cases.getObject(live.backend, { bucket, key })).body);

const whole = Buffer.alloc(20 * 2 ** 20, 'spotdeck');
whole.write('the end', whole.length - 7);
const parts = partsOf(whole.length);
const send = (upload: { key: string; uploadId: string }, number: number) => {
  const { start, end } = parts[number - 1]!;
  const bytes = new Uint8Array(whole.subarray(start, end));
  return run(cases.uploadPart, 'local', { bucket, ...upload, number, bytes, sha256: sha256(bytes) });
};

it('a file goes up in parts, into a bucket that is made for it, and on with them after the dashboard died', async () => {
  const key = 'data/größe 1/train+test.npy';
  expect(await run(cases.planUpload, 'local', { bucket, prefix: 'data/' })).toEqual({
    existing: [],
    isCut: false,
  });
  const uploadId = await run(cases.beginUpload, 'local', { bucket, key });
  await send({ key, uploadId }, 1);
  await send({ key, uploadId }, 3);
  // Another process: nothing of it was anywhere but in S3.
  vi.resetModules();
  cases = await load();
  const sent = await run(cases.resumeUpload, 'local', { bucket, key, uploadId });
  expect(sent).toEqual(
    [1, 3].map((number) => {
      const { start, end } = parts[number - 1]!;
      return { number, sizeBytes: end - start, sha256: sha256(whole.subarray(start, end)) };
    }),
  );
  const end = { bucket, key, uploadId, sizeBytes: whole.length, replace: false };
  await expect(run(cases.finishUpload, 'local', end)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('send the rest first') as string,
  });
  await send({ key, uploadId }, 2);
  await run(cases.finishUpload, 'local', end);
  expect(whole.equals(await contentOf(key))).toBe(true);
  expect((await run(cases.planUpload, 'local', { bucket, prefix: 'data/' })).existing).toEqual([
    { key, sizeBytes: whole.length },
  ]);
});

it('replaces only what it may, whole and in parts, and takes bytes only if they are those that were sent', async () => {
  const key = 'data/kept.csv';
  const bytes = new Uint8Array(Buffer.from('a,b'));
  const put = (text: string, replace: boolean, sum = sha256(Buffer.from(text))) =>
    run(cases.putUpload, 'local', {
      ...{ bucket, key, replace, bytes: new Uint8Array(Buffer.from(text)), sha256: sum },
    });
  await put('a,b', false);
  await expect(put('c', false)).rejects.toMatchObject({ code: 'conflict' });
  await expect(put('c', true, sha256(bytes))).rejects.toMatchObject({ code: 'invalid-input' });
  const uploadId = await run(cases.beginUpload, 'local', { bucket, key });
  for (const { number } of parts) await send({ key, uploadId }, number);
  const end = { bucket, key, uploadId, sizeBytes: whole.length };
  await expect(run(cases.finishUpload, 'local', { ...end, replace: false })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await contentOf(key)).toString()).toBe('a,b');
  await run(cases.finishUpload, 'local', { ...end, replace: true });
  expect((await contentOf(key)).length).toBe(whole.length);
  await put('', true);
  expect((await contentOf(key)).length).toBe(0);
});

it('what is cancelled is gone, also a second time, and cannot be gone on with', async () => {
  const key = 'data/cancelled.bin';
  const uploadId = await run(cases.beginUpload, 'local', { bucket, key });
  await send({ key, uploadId }, 1);
  const upload = { bucket, key, uploadId };
  await run(cases.cancelUpload, 'local', upload);
  await run(cases.cancelUpload, 'local', upload);
  await expect(run(cases.resumeUpload, 'local', upload)).rejects.toMatchObject({ code: 'not-found' });
  await expect(send({ key, uploadId }, 2)).rejects.toMatchObject({ code: 'not-found' });
});

it.each([
  ['a bucket that is not there', { bucket: 'nobody-has-this' }, 'not-found'],
  ['a key that leads out', { key: 'data/../x' }, 'invalid-input'],
  ['a key of 1,025 bytes', { key: 'ü'.repeat(512) + 'x' }, 'invalid-input'],
])('refuses %s in words', async (_what, change, code) => {
  const place = { bucket, key: 'data/x', ...change };
  await expect(run(cases.beginUpload, 'local', place)).rejects.toMatchObject({ code });
});

it('a busy service and one that is down are told as what passes, and nothing is lost by them', async () => {
  const key = 'data/later.bin';
  const uploadId = await run(cases.beginUpload, 'local', { bucket, key });
  const { limits } = live.account;
  limits.throttledShare = 1;
  await expect(send({ key, uploadId }, 1)).rejects.toMatchObject({ code: 'throttled' });
  limits.throttledShare = 0;
  limits.down.set('s3', 503);
  await expect(send({ key, uploadId }, 1)).rejects.toMatchObject({ code: 'service-fault' });
  limits.down.clear();
  for (const { number } of parts) await send({ key, uploadId }, number);
  await run(cases.finishUpload, 'local', { bucket, key, uploadId, sizeBytes: whole.length, replace: false });
  expect(whole.equals(await contentOf(key))).toBe(true);
});
