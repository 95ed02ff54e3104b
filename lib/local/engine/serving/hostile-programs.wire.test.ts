import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  createEndpointSteps,
  type EndpointSettings,
  failureOf,
} from '../../../../testing/local/endpoint-steps';
import { sourceArchive } from '../../../../testing/local/engine-harness';
import { hostileServing, unhealthyServing } from '../../../../testing/local/hostile-serving';
import {
  bucket,
  createIdleEngine,
  openSageMaker,
  type SageMakerHarness,
} from '../../../../testing/local/sagemaker-harness';
import { findMarkedProcesses } from '../container/process-group';

let sagemaker: SageMakerHarness;
beforeAll(async () => {
  sagemaker = await openSageMaker({
    engine: createIdleEngine().engine,
    serving: { startupTimeoutMs: 3000, invocationTimeoutMs: 3000 },
  });
  await Promise.all([
    serve('plain'),
    serve('serverless', serverless),
    serve('later', instance, asynchronous),
  ]);
});
afterAll(() => sagemaker.remove());

const instance = { InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
const serverless = { ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 20 } } as const;
const asynchronous: EndpointSettings = {
  AsyncInferenceConfig: {
    ClientConfig: { MaxConcurrentInvocationsPerInstance: 10 },
    OutputConfig: { S3OutputPath: `s3://${bucket}/answers`, S3FailurePath: `s3://${bucket}/failures` },
  },
};
const steps = createEndpointSteps(() => sagemaker);
const { invoke, reaches } = steps;
const deploy = async (name: string, model: Buffer, variant: object = instance, more?: EndpointSettings) => {
  await steps.createModel(name, model);
  await steps.configure(name, name, variant, more);
  await steps.create(name);
};
const serve = async (name: string, variant?: object, more?: EndpointSettings) => {
  await deploy(name, await sourceArchive({ 'code/serve.mjs': hostileServing }), variant, more);
  await reaches(name, 'InService');
};
const folder = () => path.join(sagemaker.dataDir, 'endpoints');
const leftOf = async (name: string) => (await readdir(folder())).filter((one) => one.startsWith(`${name}.`));
const deleteEndpoint = async (name: string) => {
  await sagemaker.client.send(new DeleteEndpointCommand({ EndpointName: name }));
  await vi.waitFor(() => expect(sagemaker.hosting.endpoints.get(name)).toBeUndefined(), { timeout: 60_000 });
};
const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.on('error', () => undefined).on('close', (failed) => resolve(!failed));
  });

/** What the program does, and the status and words that the caller is told. */
const broken: [wish: string, status: number, words: RegExp][] = [
  ['silent', 0, /timed out/],
  ['drip', 0, /timed out/],
  ['interim', 0, /timed out/],
  ['endless', 0, /larger than 26214400 bytes/],
  ['half a GB', 0, /larger than 26214400 bytes/],
  ['endless error', 500, /"x{65536}"/],
  ['large words', 400, /"w{65536}"/],
  ['bytes as words', 500, /A"/],
  ['die midway', 0, /connection to the container was lost/],
  ['break off', 0, /connection to the container was lost/],
  ['break off chunks', 0, /connection to the container was lost/],
  ['close', 0, /connection to the container was lost/],
  ['garbage', 0, /connection to the container was lost/],
  ['long header', 0, /connection to the container was lost/],
  ['many headers', 0, /connection to the container was lost/],
  ['control character', 0, /connection to the container was lost/],
  ['two lengths', 0, /connection to the container was lost/],
  ['length and chunks', 0, /connection to the container was lost/],
  ['bad chunk', 0, /connection to the container was lost/],
  ['other protocol', 0, /connection to the container was lost/],
  ['no status', 0, /connection to the container was lost/],
];

/** One after another where the program ends by it, else all at once. */
const each = async (wishes: typeof broken, act: (wish: (typeof broken)[number]) => Promise<void>) => {
  const isFatal = ([wish]: (typeof broken)[number]) => wish === 'die midway';
  await Promise.all(wishes.filter((one) => !isFatal(one)).map(act));
  for (const one of wishes.filter(isFatal)) await act(one);
};

test.each<[string, typeof broken]>([
  ['plain', broken],
  [
    'serverless',
    broken.filter(([wish]) => ['silent', 'endless', 'endless error', 'die midway'].includes(wish)),
  ],
])(
  'whatever the program of a %s variant answers, the caller is told so as by SageMaker',
  async (name, wishes) => {
    await each(wishes, async ([wish, status, words]) => {
      const error = await failureOf<ModelError>(invoke(name, wish));
      expect(error, wish).toBeInstanceOf(ModelError);
      expect(error, wish).toMatchObject({ OriginalStatusCode: status, $metadata: { httpStatusCode: 424 } });
      expect(error?.message, wish).toMatch(words);
      const side = status >= 400 && status < 500 ? 'client' : 'server';
      expect(error?.message, wish).toContain(`Received ${side} error (${status})`);
    });
    expect(await invoke(name, 'hello')).toBe('hello');
    expect(await invoke(name, 'strange type')).toBe('ok');
    // No more is read than may be handed on, and what the sockets between hold.
    await failureOf<ModelError>(invoke(name, 'half a GB'));
    expect(Number(await invoke(name, 'how much'))).toBeLessThan(64 * 1024 * 1024);
    await failureOf<ModelError>(invoke(name, 'endless error'));
    expect(Number(await invoke(name, 'how much'))).toBeLessThan(32 * 1024 * 1024);
  },
);

const keyOf = (uri: string | undefined) => (uri ?? '').replace(`s3://${bucket}/`, '');
const objectAt = (uri: string | undefined) =>
  vi.waitFor(async () => text(sagemaker.objects.read(bucket, keyOf(uri)).body), {
    timeout: 60_000,
    interval: 50,
  });
const send = (wish: string) =>
  sagemaker.runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: 'later',
      Body: Buffer.from(wish),
      InvocationTimeoutSeconds: 3,
    }),
  );

test('whatever the program of an asynchronous endpoint answers, its callers find why there is no answer', async () => {
  // Of these more is taken than by InvokeEndpoint: they end by the time that the caller gave.
  const untilTheTimeIsUp = new Set(['endless', 'half a GB']);
  await each(broken, async ([wish, status, words]) => {
    const { FailureLocation, OutputLocation } = await send(wish);
    const said = await objectAt(FailureLocation);
    expect(said, wish).toMatch(untilTheTimeIsUp.has(wish) ? /timed out|larger than 1 GB/ : words);
    if (status > 0) expect(said, wish).toContain(`error (${status})`);
    expect(() => sagemaker.objects.head(bucket, keyOf(OutputLocation)), wish).toThrow();
  });
  expect(await objectAt((await send('hello')).OutputLocation)).toBe('hello');
}, 120_000);

test('all of a program is gone once its endpoint is deleted, whatever it hides and holds', async () => {
  const names = ['plain', 'serverless', 'later'];
  const ask = async (name: string, wish: string) =>
    name === 'later' ? objectAt((await send(wish)).OutputLocation) : invoke(name, wish);
  const ports = await Promise.all(names.map(async (name) => Number(await ask(name, 'fork'))));
  for (const port of ports) expect(await isOpen(port)).toBe(true);
  expect(await Promise.all(names.map((name) => ask(name, 'log')))).toEqual(names.map(() => 'logging'));
  const held = ['plain', 'serverless'].flatMap((name) =>
    ['silent', 'drip'].map((wish) => failureOf<ModelError>(invoke(name, wish))),
  );
  await send('silent');
  await Promise.all(names.map(deleteEndpoint));
  for (const port of ports) expect(await isOpen(port)).toBe(false);
  for (const name of names) expect(await leftOf(name)).toEqual([]);
  for (const one of held) expect(await one).toBeInstanceOf(Error);
  expect(sagemaker.hosting.asyncRequests.count('later')).toBe(0);
}, 120_000);

test('programs that never come into service fail in words, and leave nothing', async () => {
  await Promise.all(
    Object.entries(unhealthyServing).map(async ([name, program]) => {
      await deploy(name, await sourceArchive({ 'code/serve.mjs': program }));
      const { FailureReason } = await reaches(name, 'Failed');
      expect(FailureReason, name).toContain('did not pass the ping health check');
      for (const one of await leftOf(name))
        expect(await findMarkedProcesses(path.join(folder(), one)), name).toEqual([]);
      await deleteEndpoint(name);
      expect(await leftOf(name), name).toEqual([]);
    }),
  );
}, 120_000);

test.each(['pipe', 'link'])(
  'a program that puts a %s in its own place is not started again',
  async (wish) => {
    const name = `replaced-by-${wish}`;
    await serve(name);
    expect(await invoke(name, wish)).toBe('ok');
    expect((await reaches(name, 'Failed')).FailureReason).toContain('The model has no serving program');
    await deleteEndpoint(name);
  },
);

const archiveOf = async (entries: (Partial<Header> & { name: string; content?: string })[]) => {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry(header, content ?? '');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};

test.each<[string, (Partial<Header> & { name: string; content?: string })[], RegExp]>([
  ['a-pipe', [{ name: 'pipe', type: 'fifo' }], /neither file nor folder: pipe \(fifo\)/],
  ['a-link', [{ name: 'link', type: 'symlink', linkname: '/etc' }], /neither file nor folder: link/],
  ['a-hard-link', [{ name: 'link', type: 'link', linkname: '/etc/passwd' }], /neither file nor folder: link/],
  ['a-device', [{ name: 'null', type: 'character-device' }], /neither file nor folder: null/],
  ['a-long-name', [{ name: 'n'.repeat(300) }], /has too long a name/],
  [
    'a-file-as-folder',
    [
      { name: 'a', content: 'x' },
      { name: 'a/b', content: 'x' },
    ],
    /^\/opt\/ml\/model\/a cannot be made/,
  ],
  [
    'a-folder-as-file',
    [
      { name: 'a/b', content: 'x' },
      { name: 'a', content: 'x' },
    ],
    /^\/opt\/ml\/model\/a is a folder/,
  ],
])(
  'a model with %s fails its endpoint in words, with no path of the server',
  async (name, entries, words) => {
    await deploy(name, await archiveOf([{ name: 'code/serve.mjs', content: hostileServing }, ...entries]));
    const { FailureReason } = await reaches(name, 'Failed');
    expect(FailureReason).toMatch(words);
    expect(FailureReason).not.toContain(sagemaker.dataDir);
    await deleteEndpoint(name);
    expect(await leftOf(name)).toEqual([]);
  },
);

test('a model that says it is larger than any fails before it is written', async () => {
  const header = Buffer.alloc(512);
  header.write('huge.bin');
  header.write('0000644\0', 100);
  // 256 GB, as tar writes sizes beyond eleven octal digits.
  Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0]).copy(header, 124);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  await deploy('huge', gzipSync(Buffer.concat([header, Buffer.alloc(4096)])));
  expect((await reaches('huge', 'Failed')).FailureReason).toMatch(/unpacks to more than/);
});
