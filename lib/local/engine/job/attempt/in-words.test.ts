import { expect, it } from 'vitest';
import { ClientError } from '../../../core/job-failure';
import { createReaderWords } from '../../container/reader-words';
import { inWords } from './in-words';

const words = createReaderWords('/data/jobs/a-1/fs');
const thrownBy = (error: unknown) =>
  inWords(words, () => Promise.reject(error)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

it('an order, a full disk and a store that cannot write are no failures of the job', async () => {
  const abort = new AbortController();
  abort.abort();
  const kept = [
    abort.signal.reason,
    Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }),
    Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }),
    Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' }),
  ];
  for (const error of kept) expect(await thrownBy(error)).toBe(error);
});

it('all else is told in the paths of the container', async () => {
  const thrown = await thrownBy(new ClientError('/data/jobs/a-1/fs/opt/ml/code is empty'));
  expect(thrown).toBeInstanceOf(ClientError);
  expect(String(thrown)).toContain(' /opt/ml/code is empty');
  expect(await inWords(words, () => Promise.resolve(3))).toBe(3);
});
