import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  ListModelsCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  bucket,
  createIdleEngine,
  openSageMaker,
  type SageMakerHarness,
} from '../../../../testing/local/sagemaker-harness';
import { sourceArchive } from '../../../../testing/local/engine-harness';
import { findMarkedProcesses } from '../container/process-group';

/** A serving program whose behaviour a request chooses by its content type. */
const program = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
const name = readFileSync(path.join(process.env.SM_MODEL_DIR, 'name.txt'), 'utf8');
let dying = false;
const server = createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const wish = body.toString();
    if (wish === 'die') process.exit(3);
    // As a process that is being torn down: its socket still takes connections, and resets each.
    if (wish === 'die slowly') {
      dying = true;
      return request.socket.destroy();
    }
    if (wish === 'start') return response.end(String(performance.timeOrigin));
    if (/^\\d{3}$/.test(wish)) return response.writeHead(Number(wish)).end('bad ' + wish);
    response.writeHead(200, {
      'content-type': request.headers.accept ?? 'text/plain',
      'x-amzn-sagemaker-custom-attributes': name + ' ' + request.headers['x-amzn-sagemaker-custom-attributes'],
    });
    response.end(body);
  });
});
server.on('connection', (socket) => dying && socket.destroy());
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1', () => console.log('serving', process.argv[2]));
`;

const silentProgram = `
import { createServer } from 'node:http';
createServer((request, response) => response.writeHead(503).end()).listen(process.env.SAGEMAKER_BIND_TO_PORT, '127.0.0.1');
`;

const { engine } = createIdleEngine();
let sagemaker: SageMakerHarness;
const open = (dataDir?: string) =>
  openSageMaker({
    engine,
    serving: { startupTimeoutMs: 3000 },
    ...(dataDir !== undefined && { dataDir }),
  });

beforeAll(async () => {
  sagemaker = await open();
});
afterAll(() => sagemaker.remove());

const archive = async (name: string, files: Record<string, string>) => {
  await sagemaker.objects.put(bucket, `${name}/model.tar.gz`, await sourceArchive(files));
  return `s3://${bucket}/${name}/model.tar.gz`;
};

const deploy = async (
  name: string,
  files: Record<string, string>,
  Environment: Record<string, string> = {},
) => {
  const { client } = sagemaker;
  const ModelDataUrl = await archive(name, files);
  await client.send(
    new CreateModelCommand({
      ModelName: name,
      PrimaryContainer: { Image: 'image', ModelDataUrl, Environment },
      ExecutionRoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
    }),
  );
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
    }),
  );
  await client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
};

const describeEndpoint = (EndpointName: string) =>
  sagemaker.client.send(new DescribeEndpointCommand({ EndpointName }));

const waitForStatus = async (name: string, status: string) => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const endpoint = await describeEndpoint(name);
    if (endpoint.EndpointStatus === status) return endpoint;
    if (Date.now() > deadline)
      throw new Error(`${name} is ${endpoint.EndpointStatus}: ${endpoint.FailureReason}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const waitUntilGone = async (name: string) => {
  const deadline = Date.now() + 30_000;
  while (sagemaker.hosting.endpoints.get(name)) {
    if (Date.now() > deadline) throw new Error(`${name} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const invoke = (
  EndpointName: string,
  Body: string | Uint8Array,
  more: { Accept?: string; CustomAttributes?: string } = {},
) =>
  sagemaker.runtime.send(new InvokeEndpointCommand({ EndpointName, Body, ContentType: 'text/csv', ...more }));
const invokeText = async (name: string, body: string) =>
  Buffer.from((await invoke(name, body)).Body).toString();
const refusal = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
const logLines = (name: string) => {
  const group = `/aws/sagemaker/Endpoints/${name}`;
  return sagemaker.logs
    .streams(group)
    .flatMap((stream) =>
      sagemaker.logs.read(group, stream.name, { limit: 1000 }).map((event) => event.message),
    );
};
const foldersOf = async (name: string) => {
  const all = path.join(sagemaker.dataDir, 'endpoints');
  return (await readdir(all))
    .filter((entry) => entry.startsWith(`${name}.`))
    .map((entry) => path.join(all, entry));
};
const echo = { 'code/serve.mjs': program, 'name.txt': 'echo' };

describe('an endpoint', () => {
  test('comes into service, passes invocations through, and is gone after its deletion', async () => {
    await deploy('Echo', echo);
    expect(await refusal(invoke('Echo', 'x'))).toMatchObject({
      name: 'ValidationError',
      message: 'Endpoint Echo of account 000000000000 not found.',
    });
    const endpoint = await waitForStatus('Echo', 'InService');
    expect(endpoint).toMatchObject({
      EndpointArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/echo',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 1, CurrentWeight: 1 }],
    });
    const reply = await invoke('Echo', 'hello', { Accept: 'application/json', CustomAttributes: 'trace=1' });
    expect(Buffer.from(reply.Body).toString()).toBe('hello');
    expect(reply).toMatchObject({
      ContentType: 'application/json',
      InvokedProductionVariant: 'AllTraffic',
      CustomAttributes: 'echo trace=1',
    });
    await vi.waitFor(() => expect(logLines('Echo')).toContain('serving serve'));
    expect(sagemaker.logs.streams('/aws/sagemaker/Endpoints/Echo')[0]?.name).toMatch(/^AllTraffic\//);

    await sagemaker.client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'Echo' }));
    await sagemaker.client.send(new DeleteModelCommand({ ModelName: 'Echo' }));
    expect(await invokeText('Echo', 'still here')).toBe('still here');
    const [folder = ''] = await foldersOf('Echo');
    expect(await findMarkedProcesses(folder)).not.toEqual([]);
    await sagemaker.client.send(new DeleteEndpointCommand({ EndpointName: 'Echo' }));
    await waitUntilGone('Echo');
    expect(await refusal(describeEndpoint('Echo'))).toMatchObject({
      name: 'ValidationException',
      message: 'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/echo".',
    });
    expect(await findMarkedProcesses(folder)).toEqual([]);
    expect(await foldersOf('Echo')).toEqual([]);
  });

  test.each([
    [400, 'client'],
    [500, 'server'],
  ])('answers a container error %i with ModelError', async (status, side) => {
    const name = `errors-${status}`;
    await deploy(name, echo);
    await waitForStatus(name, 'InService');
    const error = (await refusal(invoke(name, String(status)))) as ModelError;
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ OriginalStatusCode: status, OriginalMessage: `bad ${status}` });
    expect(error.$metadata.httpStatusCode).toBe(424);
    expect(error.message).toContain(
      `Received ${side} error (${status}) from primary with message "bad ${status}". See `,
    );
    expect(error.LogStreamArn).toContain(`log-group:/aws/sagemaker/Endpoints/${name}:log-stream:AllTraffic/`);
  });

  test('is started again when its program dies, and then answers', async () => {
    await deploy('dies', echo);
    await waitForStatus('dies', 'InService');
    const before = await invokeText('dies', 'start');
    expect(await refusal(invoke('dies', 'die'))).toMatchObject({ name: 'ModelError', OriginalStatusCode: 0 });
    const after = await invokeText('dies', 'start');
    expect(Number(after)).toBeGreaterThan(0);
    expect(after).not.toBe(before);
    expect((await describeEndpoint('dies')).EndpointStatus).toBe('InService');
    await vi.waitFor(() => expect(logLines('dies')).toContain('The serving program ended (exit code 3).'));
  });

  test('is started again when its program loses a request and then answers no ping', async () => {
    await deploy('torn-down', echo);
    await waitForStatus('torn-down', 'InService');
    const before = await invokeText('torn-down', 'start');
    expect(await refusal(invoke('torn-down', 'die slowly'))).toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 0,
    });
    const after = await invokeText('torn-down', 'start');
    expect(Number(after)).toBeGreaterThan(0);
    expect(after).not.toBe(before);
  });

  test.each([
    ['never answers a ping', { 'code/serve.mjs': silentProgram }, 'did not pass the ping health check'],
    ['ends at each start', { 'code/serve.mjs': 'process.exit(1)' }, 'did not pass the ping health check'],
    ['has no serving program', { 'weights.bin': 'x' }, 'The model has no serving program'],
  ])('fails with the reason when its program %s', async (what, files, reason) => {
    const name = what.replaceAll(' ', '-');
    await deploy(name, files);
    const endpoint = await waitForStatus(name, 'Failed');
    expect(endpoint.FailureReason).toContain(reason);
    for (const folder of await foldersOf(name)) expect(await findMarkedProcesses(folder)).toEqual([]);
  });

  test('fails when the archive would write outside its folder', async () => {
    await deploy('escape', { ...echo, '../../../../escaped.txt': 'x' });
    const endpoint = await waitForStatus('escape', 'Failed');
    expect(endpoint.FailureReason).toContain('has an entry outside its folder');
    expect(await readdir(path.join(sagemaker.dataDir, 'endpoints'))).not.toContain('escaped.txt');
  });

  test('can be deleted while it is still being created, and its name used again', async () => {
    await deploy('again', { 'code/serve.mjs': silentProgram });
    await sagemaker.client.send(new DeleteEndpointCommand({ EndpointName: 'again' }));
    await waitUntilGone('again');
    await sagemaker.client.send(new DeleteModelCommand({ ModelName: 'again' }));
    await sagemaker.client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'again' }));
    await deploy('again', echo);
    await waitForStatus('again', 'InService');
  });

  test('refuses a second endpoint whose name differs in case alone, and a config that is not there', async () => {
    await deploy('Twice', echo);
    const { client } = sagemaker;
    const again = client.send(
      new CreateEndpointCommand({ EndpointName: 'tWICE', EndpointConfigName: 'Twice' }),
    );
    expect(await refusal(again)).toMatchObject({
      name: 'ValidationException',
      message:
        'Cannot create already existing endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/twice".',
    });
    const orphan = client.send(
      new CreateEndpointCommand({ EndpointName: 'orphan', EndpointConfigName: 'nothing' }),
    );
    expect(await refusal(orphan)).toMatchObject({ name: 'ValidationException' });
  });

  test('takes a payload of 25 MB and refuses a larger one with ValidationError', async () => {
    await deploy('large', echo);
    await waitForStatus('large', 'InService');
    const most = Buffer.alloc(25 * 1024 * 1024, 'a');
    expect((await invoke('large', most)).Body).toHaveLength(most.length);
    expect(await refusal(invoke('large', Buffer.concat([most, Buffer.from('b')])))).toMatchObject({
      name: 'ValidationError',
    });
  });

  test('is listed with filters and pages, newest first', async () => {
    const { client } = sagemaker;
    const page = await client.send(
      new ListEndpointsCommand({ MaxResults: 1, StatusEquals: 'Failed', NameContains: 'a' }),
    );
    expect(page.Endpoints).toHaveLength(1);
    expect(page.NextToken).toEqual(expect.any(String));
    const next = await client.send(
      new ListEndpointsCommand({
        MaxResults: 1,
        StatusEquals: 'Failed',
        NameContains: 'a',
        NextToken: page.NextToken,
      }),
    );
    const [first, second] = [page.Endpoints?.[0], next.Endpoints?.[0]];
    expect(second?.EndpointName).not.toBe(first?.EndpointName);
    expect(second?.CreationTime?.getTime()).toBeLessThanOrEqual(first?.CreationTime?.getTime() ?? NaN);
    const models = await client.send(
      new ListModelsCommand({ NameContains: 'errors', SortBy: 'Name', SortOrder: 'Ascending' }),
    );
    expect(models.Models?.map((model) => model.ModelName)).toEqual(['errors-400', 'errors-500']);
  });
});

test('invocations are counted in CloudWatch', async () => {
  await deploy('counted', echo);
  await waitForStatus('counted', 'InService');
  await invokeText('counted', 'x');
  await refusal(invoke('counted', '400'));
  const sumOf = (metricName: string) => {
    const dimensions = { EndpointName: 'counted', VariantName: 'AllTraffic' };
    const range = { from: 0, to: Date.now() + 60_000, period: 60_000 };
    const buckets = sagemaker.metrics.buckets({ namespace: 'AWS/SageMaker', metricName, dimensions }, range);
    return buckets.reduce((sum, bucket) => sum + bucket.sum, 0);
  };
  await vi.waitFor(() => expect(sumOf('Invocations')).toBe(2), { timeout: 5000 });
  expect(sumOf('Invocation4XXErrors')).toBe(1);
  expect(sumOf('Invocation5XXErrors')).toBe(0);
  expect(sumOf('ModelLatency')).toBeGreaterThan(0);
});

test('endpoints serve again after the backend was closed, even when their archive is gone', async () => {
  const first = await open();
  const previous = sagemaker;
  sagemaker = first;
  try {
    await deploy('durable', echo);
    await waitForStatus('durable', 'InService');
    const folder = path.join(first.dataDir, 'endpoints');
    const startedAt = performance.now();
    await first.close();
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(await findMarkedProcesses(folder)).toEqual([]);
    sagemaker = await open(first.dataDir);
    sagemaker.objects.delete(bucket, 'durable/model.tar.gz');
    expect(await invokeText('durable', 'back')).toBe('back');
  } finally {
    await sagemaker.remove();
    await rm(first.dataDir, { recursive: true, force: true });
    sagemaker = previous;
  }
});

test('a status that cannot be recorded when it comes is recorded later', async () => {
  const { endpoints } = sagemaker.hosting;
  const { update } = endpoints;
  const refused: string[] = [];
  endpoints.update = (name, change) => {
    if (refused.length > 0) return update(name, change);
    refused.push(name);
    throw new Error('database or disk is full');
  };
  try {
    await deploy('full-disk', { 'code/serve.mjs': program, 'name.txt': 'full-disk' });
    await waitForStatus('full-disk', 'InService');
  } finally {
    endpoints.update = update;
  }
  expect(refused).toEqual(['full-disk']);
  expect(await invokeText('full-disk', 'hello')).toBe('hello');
  await sagemaker.client.send(new DeleteEndpointCommand({ EndpointName: 'full-disk' }));
  await waitUntilGone('full-disk');
});
