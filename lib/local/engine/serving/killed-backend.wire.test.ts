import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointAsyncCommand,
  type InvokeEndpointAsyncCommandInput,
  InvokeEndpointCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sourceArchive } from '../../../../testing/local/engine-harness';
import { findMarkedProcesses } from '../container/process-group';

const local = fileURLToPath(new URL('../../', import.meta.url));
const root = path.resolve(local, '../..');
// Below the repository, so that the program finds its packages.
const program = path.join(root, '.tmp', `serving-test-${process.pid}`, 'main.mjs');
const children = new Set<ChildProcess>();
let dataDir: string;

beforeAll(async () => {
  await build({
    entryPoints: [path.join(local, 'main.ts')],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  await mkdir(path.dirname(program), { recursive: true });
  for (const file of ['container-shim.mjs', 'process-search.mjs'])
    await copyFile(path.join(local, 'engine/container', file), path.join(path.dirname(program), file));
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-serving-'));
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(path.dirname(program), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

const start = async (folder = dataDir) => {
  const args = ['--port', '0', '--data-dir', folder, '--node-modules', path.join(root, 'node_modules')];
  const child = spawn(process.execPath, [program, ...args, '--no-sample-data'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = /^listening (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (endpoint === undefined) continue;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return { child, client: { endpoint, region: 'us-east-1', credentials, forcePathStyle: true } };
  }
  throw new Error('The backend ended before it listened.');
};

const serve = `
import { createServer } from 'node:http';
createServer((request, response) => request.resume().on('end', () => response.end(String(performance.timeOrigin))))
  .listen(process.env.SAGEMAKER_BIND_TO_PORT, '127.0.0.1');
`;

const startOf = async (client: ConstructorParameters<typeof SageMakerRuntimeClient>[0]) => {
  const runtime = new SageMakerRuntimeClient(client ?? {});
  const reply = await runtime.send(new InvokeEndpointCommand({ EndpointName: 'served', Body: 'x' }));
  return Number(Buffer.from(reply.Body).toString());
};

test('after kill -9 of the backend no serving program survives, and the next start serves again', async () => {
  const first = await start();
  const s3 = new S3Client(first.client);
  const sagemaker = new SageMakerClient(first.client);
  await s3.send(new CreateBucketCommand({ Bucket: 'models' }));
  const Body = await sourceArchive({ 'code/serve.mjs': serve });
  await s3.send(new PutObjectCommand({ Bucket: 'models', Key: 'model.tar.gz', Body }));
  const container = { Image: 'image', ModelDataUrl: 's3://models/model.tar.gz' };
  await sagemaker.send(new CreateModelCommand({ ModelName: 'served', PrimaryContainer: container }));
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'served',
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: 'served',
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
        },
      ],
    }),
  );
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'served', EndpointConfigName: 'served' }));
  const statusOf = async (client: SageMakerClient) =>
    (await client.send(new DescribeEndpointCommand({ EndpointName: 'served' }))).EndpointStatus;
  await vi.waitFor(async () => expect(await statusOf(sagemaker)).toBe('InService'), { timeout: 30_000 });
  const firstStart = await startOf(first.client);
  const folder = path.join(dataDir, 'local', 'endpoints');
  expect(await findMarkedProcesses(folder)).not.toEqual([]);

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await vi.waitFor(async () => expect(await findMarkedProcesses(folder)).toEqual([]), { timeout: 5000 });

  const second = await start();
  expect(await statusOf(new SageMakerClient(second.client))).toBe('InService');
  expect(await startOf(second.client)).not.toBe(firstStart);
});

/** Answers nothing in its first life, and everything in those after. */
const serveLater = `
import { createServer } from 'node:http';
import { existsSync, writeFileSync } from 'node:fs';
const mark = process.env.SM_MODEL_DIR + '/lived';
const lived = existsSync(mark);
writeFileSync(mark, '');
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const said = Buffer.concat(chunks).toString();
    if (lived) response.writeHead(said === 'bad' ? 500 : 200).end('answer to ' + said);
  });
}).listen(process.env.SAGEMAKER_BIND_TO_PORT, '127.0.0.1');
`;

test('after kill -9 every asynchronous request that was accepted is answered, or told to have failed', async () => {
  const own = path.join(dataDir, 'asynchronous');
  const first = await start(own);
  const sagemaker = new SageMakerClient(first.client);
  const s3 = new S3Client(first.client);
  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: 'models', Key, Body }));
  await s3.send(new CreateBucketCommand({ Bucket: 'models' }));
  await put('later.tar.gz', await sourceArchive({ 'code/serve.mjs': serveLater }));
  await put('gone', Buffer.from('input'));
  const container = { Image: 'image', ModelDataUrl: 's3://models/later.tar.gz' };
  await sagemaker.send(new CreateModelCommand({ ModelName: 'later', PrimaryContainer: container }));
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'later',
      ProductionVariants: [
        { VariantName: 'main', ModelName: 'later', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
        OutputConfig: { S3OutputPath: 's3://models/out', S3FailurePath: 's3://models/failed' },
      },
    }),
  );
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'later', EndpointConfigName: 'later' }));
  await vi.waitFor(
    async () => {
      const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'later' }));
      expect(EndpointStatus).toBe('InService');
    },
    { timeout: 30_000 },
  );
  const runtime = new SageMakerRuntimeClient(first.client);
  const send = (input: Partial<InvokeEndpointAsyncCommandInput>) =>
    runtime.send(new InvokeEndpointAsyncCommand({ EndpointName: 'later', ...input }));
  // Two are with the program, the others wait for it.
  const wishes = ['one', 'two', 'three', 'bad', 'five'];
  const accepted = await Promise.all(wishes.map((wish) => send({ Body: Buffer.from(wish) })));
  const withoutInput = await send({ InputLocation: 's3://models/gone' });
  await s3.send(new DeleteObjectCommand({ Bucket: 'models', Key: 'gone' }));

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = new S3Client((await start(own)).client);
  const textAt = (uri: string | undefined) =>
    vi.waitFor(
      async () => {
        const Key = (uri ?? '').replace('s3://models/', '');
        const { Body } = await second.send(new GetObjectCommand({ Bucket: 'models', Key }));
        return Body?.transformToString();
      },
      { timeout: 30_000, interval: 100 },
    );
  for (const [index, wish] of wishes.entries()) {
    const { OutputLocation, FailureLocation } = accepted[index]!;
    if (wish === 'bad') expect(await textAt(FailureLocation)).toContain('"answer to bad"');
    else expect(await textAt(OutputLocation)).toBe(`answer to ${wish}`);
  }
  expect(await textAt(withoutInput.FailureLocation)).toMatch(/does not exist/);
});
