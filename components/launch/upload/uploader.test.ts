import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ActionResult, type ErrorCode } from '@/lib/errors/action-result';
import { type UploadTarget } from '@/lib/training/upload/upload';
import { parseUploads, uploadsKey } from './kept-uploads';
import { type Bytes, type UploadCalls } from './upload-calls';
import { isWhole, progressOf } from './upload-state';
import { progressText } from './upload-text';
import { createUploader } from './uploader';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  vi.stubGlobal('window', new EventTarget());
});
const unfinished = () => parseUploads(kept.get(uploadsKey) ?? null);

const mib = 2 ** 20;
const nothing: UploadTarget = { existing: [], isCut: false };
const file = (name: string, size: number, lastModified = 1) =>
  new File([new Uint8Array(size).map((_, index) => index % 251)], name, { lastModified });
const large = (name = 'large.bin') => ({ path: name, file: file(name, 20 * mib) });

/** A store that keeps its promises: what it has, and what was asked of it. */
const startStore = () => {
  const objects = new Map<string, number>();
  const uploads = new Map<string, Map<number, { sizeBytes: number; sha256: string }>>();
  const asked: string[] = [];
  const failures: { of: string; code: ErrorCode; times: number }[] = [];
  const answer = <Value>(of: string, act: () => Value): Promise<ActionResult<Value>> => {
    asked.push(of);
    const failure = failures.find((each) => of.startsWith(each.of) && each.times > 0);
    if (failure) {
      failure.times -= 1;
      return Promise.resolve(refused(failure.code, `${of} failed.`));
    }
    try {
      return Promise.resolve({ ok: true, value: act() });
    } catch (error) {
      return Promise.resolve(refused(String(error) as ErrorCode, `${of}: ${String(error)}.`));
    }
  };
  const refused = (code: ErrorCode, message: string) => ({ ok: false as const, error: { code, message } });
  // The codes themselves are thrown here, to be refused by them above.
  const fault = (code: ErrorCode) => Object.assign(new Error(code), { toString: () => code });
  const partsIn = (uploadId: string) => {
    const parts = uploads.get(uploadId);
    if (!parts) throw fault('not-found');
    return parts;
  };
  const put = (key: string, sizeBytes: number, replace: boolean) => {
    if (objects.has(key) && !replace) throw fault('conflict');
    objects.set(key, sizeBytes);
    return null;
  };
  const check = ({ bytes, sha256 }: Bytes) =>
    expect(createHash('sha256').update(bytes).digest('base64')).toBe(sha256);
  const calls: UploadCalls = {
    plan: () => answer('plan', () => nothing),
    begin: ({ key }) =>
      answer(`begin ${key}`, () => {
        const id = `upload-${uploads.size + 1}`;
        uploads.set(id, new Map());
        return id;
      }),
    resume: ({ uploadId }) =>
      answer('resume', () => [...partsIn(uploadId)].map(([number, part]) => ({ number, ...part }))),
    send: ({ uploadId, number, ...bytes }, signal) => {
      signal.throwIfAborted();
      return answer(`part ${number}`, () => {
        check(bytes);
        partsIn(uploadId).set(number, { sizeBytes: bytes.bytes.length, sha256: bytes.sha256 });
        return null;
      });
    },
    finish: ({ uploadId, key, sizeBytes, replace }) =>
      answer(`finish ${key}`, () => {
        const sent = [...partsIn(uploadId).values()].reduce((sum, part) => sum + part.sizeBytes, 0);
        if (sent !== sizeBytes) throw fault('invalid-input');
        put(key, sizeBytes, replace);
        uploads.delete(uploadId);
        return null;
      }),
    cancel: ({ uploadId }) =>
      answer('cancel', () => {
        uploads.delete(uploadId);
        return null;
      }),
    put: ({ key, replace, ...bytes }) =>
      answer(`put ${key}`, () => {
        check(bytes);
        return put(key, bytes.bytes.length, replace);
      }),
  };
  return { objects, uploads, asked, failures, calls };
};

const start = (store = startStore(), pause = vi.fn(() => Promise.resolve())) => {
  let clock = 0;
  const uploader = createUploader({
    backend: 'local',
    calls: store.calls,
    now: () => (clock += 1_000),
    pause,
  });
  const outcomes = () =>
    Object.fromEntries((uploader.state()?.files ?? []).map(({ path, status }) => [path, status]));
  const notes = () => (uploader.state()?.files ?? []).map(({ note }) => note);
  return { ...store, uploader, pause, outcomes, notes };
};

describe('an upload', () => {
  it('sends small files whole and large ones in parts, each below the prefix, the empty one too', async () => {
    const { uploader, objects, asked, outcomes } = start();
    const files = [
      { path: 'a/small.csv', file: file('small.csv', 10) },
      large(),
      { path: 'empty', file: file('empty', 0) },
    ];
    await uploader.begin('b', 'data/', files, nothing);
    expect(objects).toEqual(
      new Map([
        ['data/a/small.csv', 10],
        ['data/empty', 0],
        ['data/large.bin', 20 * mib],
      ]),
    );
    expect(asked.filter((each) => each.startsWith('part')).sort()).toEqual(['part 1', 'part 2', 'part 3']);
    expect(outcomes()).toEqual({ 'a/small.csv': 'done', 'large.bin': 'done', empty: 'done' });
    expect(isWhole(uploader.state()!)).toBe(true);
    expect(unfinished()).toEqual([]);
  });

  it('that is paused goes on where it stopped, also on a page that was loaded anew', async () => {
    const first = start();
    const { send } = first.calls;
    // The second part is on its way when it is paused.
    first.calls.send = (part, signal) =>
      part.number === 2
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))))
        : send(part, signal);
    const running = first.uploader.begin('b', 'data/', [large()], nothing);
    await vi.waitFor(() => expect(first.uploader.state()?.files[0]?.sentBytes).toBe(12 * mib));
    first.uploader.pause();
    first.calls.send = send;
    await running;
    expect([...first.uploads.get('upload-1')!.keys()].sort()).toEqual([1, 3]);
    expect(first.objects.size).toBe(0);
    expect(unfinished()).toMatchObject([
      { key: 'data/large.bin', uploadId: 'upload-1', sizeBytes: 20 * mib },
    ]);
    first.asked.length = 0;
    const second = start(first);
    await second.uploader.begin('b', 'data/', [large()], nothing);
    expect(second.asked).toEqual(['resume', 'part 2', 'finish data/large.bin']);
    expect(second.objects.get('data/large.bin')).toBe(20 * mib);
    expect(unfinished()).toEqual([]);
  });

  it.each([
    [
      'has other bytes',
      (parts: Map<number, { sizeBytes: number; sha256: string }>) =>
        parts.set(2, { sizeBytes: 8 * mib, sha256: 'other' }),
    ],
    [
      'is cut',
      (parts: Map<number, { sizeBytes: number; sha256: string }>) =>
        parts.set(2, { ...parts.get(2)!, sizeBytes: 5 }),
    ],
  ])('sends a part again that %s', async (_what, spoil) => {
    const store = startStore();
    store.failures.push({ of: 'finish', code: 'access-denied', times: 1 });
    const { uploader, asked, uploads } = start(store);
    await uploader.begin('b', '', [large()], nothing);
    spoil(uploads.get('upload-1')!);
    asked.length = 0;
    await uploader.goOn();
    expect(asked).toEqual(['resume', 'part 2', 'finish large.bin']);
    expect(isWhole(uploader.state()!)).toBe(true);
  });

  it.each([
    ['another size', file('large.bin', 21 * mib)],
    ['another time', file('large.bin', 20 * mib, 2)],
  ])('begins anew for a file of %s, and where S3 has nothing of it any more', async (_what, other) => {
    const store = startStore();
    store.failures.push({ of: 'finish', code: 'access-denied', times: 1 });
    const { uploader, asked, uploads } = start(store);
    await uploader.begin('b', '', [large()], nothing);
    asked.length = 0;
    const again = start(store);
    await again.uploader.begin('b', '', [{ path: 'large.bin', file: other }], nothing);
    expect(asked[0]).toBe('begin large.bin');
    uploads.clear();
    store.objects.clear();
    asked.length = 0;
    await start(store).uploader.begin('b', '', [large()], nothing);
    expect(asked.slice(0, 2)).toEqual(['resume', 'begin large.bin']);
    expect(store.objects.get('large.bin')).toBe(20 * mib);
  });

  it('that is cancelled takes its parts back, and leaves what is whole', async () => {
    const store = startStore();
    store.failures.push({ of: 'finish', code: 'access-denied', times: 9 });
    const { uploader, objects, uploads } = start(store);
    await uploader.begin('b', '', [large(), { path: 'small', file: file('small', 3) }], nothing);
    store.failures.push({ of: 'cancel', code: 'unreachable', times: 1 });
    expect(await uploader.cancel()).toMatch(/cancel failed/);
    expect(unfinished()).toHaveLength(1);
    expect(await uploader.discard(unfinished()[0]!)).toBeUndefined();
    expect([...objects.keys()]).toEqual(['small']);
    expect(uploads.size).toBe(0);
    expect(unfinished()).toEqual([]);
    expect(uploader.state()).toBeUndefined();
  });

  it('replaces nothing without asking: neither what was seen nor what came meanwhile', async () => {
    const store = startStore();
    const there: UploadTarget = { existing: [{ key: 'd/\u00e9.csv', sizeBytes: 7 }], isCut: false };
    store.objects.set('d/\u00e9.csv', 7).set('d/unseen.csv', 8);
    const { uploader, objects, outcomes, asked } = start(store);
    // As another system spells it.
    const files = ['e\u0301.csv', 'unseen.csv', 'new.csv'].map((path) => ({ path, file: file(path, 2) }));
    await uploader.begin('d', 'd/', files, there);
    expect(uploader.state()?.phase).toBe('asking');
    expect(asked).toEqual([]);
    await uploader.answer(false);
    expect(Object.values(outcomes())).toEqual(['skipped', 'exists', 'done']);
    expect(uploader.state()?.phase).toBe('asking');
    expect(objects.get('d/unseen.csv')).toBe(8);
    await uploader.answer(true);
    expect(Object.fromEntries(objects)).toEqual({ 'd/\u00e9.csv': 7, 'd/unseen.csv': 2, 'd/new.csv': 2 });
    expect(isWhole(uploader.state()!)).toBe(true);
  });

  it.each(['throttled', 'unreachable', 'service-fault'] as const)(
    'tries again what is %s, saying why, with longer waits each time',
    async (code) => {
      const store = startStore();
      store.failures.push({ of: 'part 2', code, times: 3 }, { of: 'put', code, times: 1 });
      const seen: unknown[] = [];
      const { uploader, pause, notes } = start(
        store,
        vi.fn(() => Promise.resolve(void seen.push(notes()))),
      );
      await uploader.begin('b', '', [{ path: 's', file: file('s', 1) }, large()], nothing);
      expect(isWhole(uploader.state()!)).toBe(true);
      expect(seen).toContainEqual([undefined, 'part 2 failed.']);
      expect(pause.mock.calls.map(([ms]: unknown[]) => ms)).toEqual([1_000, 1_000, 2_000, 4_000]);
      expect(notes()).toEqual([undefined, undefined]);
    },
  );

  it('names each file that failed and why, sends the others, and tries those again when asked', async () => {
    const store = startStore();
    store.failures.push({ of: 'put bad', code: 'access-denied', times: 1 });
    const { uploader, outcomes, notes, objects } = start(store);
    const files = ['bad', '../out', 'good', 'Good\u0001'].map((path) => ({ path, file: file('x', 1) }));
    await uploader.begin('b', '', files, nothing);
    expect(outcomes()).toEqual({ bad: 'failed', '../out': 'failed', good: 'done', 'Good\u0001': 'failed' });
    expect(notes()[0]).toBe('put bad failed.');
    expect(notes()[1]).toMatch(/lead out of a job’s folder/);
    await uploader.goOn();
    expect(outcomes()).toMatchObject({ bad: 'done', '../out': 'failed' });
    expect([...objects.keys()].sort()).toEqual(['bad', 'good']);
  });

  it('says that a file changed while it was sent, and sends no mixture of two', async () => {
    const changed = large();
    const slice = changed.file.slice.bind(changed.file);
    vi.spyOn(changed.file, 'slice').mockImplementation((from, to) =>
      (from ?? 0) < 8 * mib
        ? slice(from, to)
        : ({ arrayBuffer: () => Promise.reject(new Error('NotReadable')) } as Blob),
    );
    const { uploader, notes, objects } = start();
    await uploader.begin('b', '', [changed], nothing);
    expect(notes()[0]).toMatch(/large\.bin was changed, moved or deleted since it was chosen/);
    expect(objects.size).toBe(0);
  });

  it('holds a few parts of a file at a time, however large it is', async () => {
    const store = startStore();
    let [open, most] = [0, 0];
    const { send } = store.calls;
    store.calls.send = async (part, signal) => {
      most = Math.max(most, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      open -= 1;
      return send(part, signal);
    };
    const { uploader } = start(store);
    await uploader.begin('b', '', [{ path: 'x', file: file('x', 70 * mib) }], nothing);
    expect(most).toBeLessThanOrEqual(3);
    expect(store.asked.filter((each) => each.startsWith('part'))).toHaveLength(9);
    expect(isWhole(uploader.state()!)).toBe(true);
  });

  it('tells bytes, rate and time left, and that of skipped files nothing is left', async () => {
    const store = startStore();
    const { uploader } = start(store);
    const texts: string[] = [];
    uploader.subscribe(() => {
      const state = uploader.state();
      if (state) texts.push(progressText(state));
    });
    const even = { path: 'even', file: file('even', 24 * mib) };
    await uploader.begin('b', '', [even, { path: 's', file: file('s', 9) }], {
      existing: [{ key: 's', sizeBytes: 1 }],
      isCut: false,
    });
    await uploader.answer(false);
    // The clock of this test moves by a second with each part.
    expect(texts).toContain('8.4 MB of 25.2 MB, 8.4 MB/s, 2 s left');
    expect(progressOf(uploader.state()!)).toMatchObject({
      share: 1,
      sentBytes: 24 * mib,
      totalBytes: 24 * mib,
    });
  });
});

it('what is kept of uploads is read with care', () =>
  expect(
    [null, '', '{', '{}', '[null, 1, {"key": "x"}]', '"x"'].map((text) => parseUploads(text).length),
  ).toEqual([0, 0, 0, 0, 0, 0]));
