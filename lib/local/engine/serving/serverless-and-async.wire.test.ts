import {
  DeleteEndpointCommand,
  DescribeEndpointConfigCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointAsyncCommand,
  type InvokeEndpointAsyncCommandInput,
} from '@aws-sdk/client-sagemaker-runtime';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  bucket,
  createIdleEngine,
  openSageMaker,
  type SageMakerHarness,
} from '../../../../testing/local/sagemaker-harness';
import {
  createEndpointSteps,
  type EndpointSettings,
  failureOf,
} from '../../../../testing/local/endpoint-steps';
import { sourceArchive } from '../../../../testing/local/engine-harness';

/** Answers once it is told to, so that a test decides how many invocations are under way. */
const program = `
import { createServer } from 'node:http';
const held = [];
let hog;
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const wish = body.toString('utf8', 0, 20);
    if (wish === 'hold') return held.push(response);
    if (wish === 'how many') return response.end(String(held.length));
    if (wish === 'release') { held.splice(0).forEach((one) => one.end('released')); return response.end('ok'); }
    if (wish === 'eat') { hog = Buffer.alloc(1.2e9, 1); return setTimeout(() => response.end('full'), 60_000); }
    if (/^[45]\\d\\d$/.test(wish)) return response.writeHead(Number(wish)).end('bad ' + wish);
    response.writeHead(200, { 'content-type': request.headers.accept ?? 'text/plain' });
    response.end(request.headers['content-type'] + ' ' + body.length + ' ' + body.subarray(0, 10));
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

const { engine } = createIdleEngine();
let sagemaker: SageMakerHarness;
beforeAll(async () => {
  sagemaker = await openSageMaker({ engine });
  await steps.createModel('model', await sourceArchive({ 'code/serve.mjs': program }));
});
afterAll(() => sagemaker.remove());

const serverless = { MemorySizeInMB: 1024, MaxConcurrency: 2 };
const steps = createEndpointSteps(() => sagemaker);
const { invoke } = steps;
const configure = (name: string, variant: object, more?: EndpointSettings) =>
  steps.configure(name, 'model', variant, more);
const inService = (name: string) => steps.reaches(name, 'InService');
const deploy = async (name: string, variant: object, more?: EndpointSettings) => {
  await configure(name, variant, more);
  await steps.create(name);
  return inService(name);
};
const invokeAsync = (EndpointName: string, input: Omit<InvokeEndpointAsyncCommandInput, 'EndpointName'>) =>
  sagemaker.runtime.send(new InvokeEndpointAsyncCommand({ EndpointName, ...input }));
const objectAt = async (uri: string | undefined) => {
  const key = (uri ?? '').replace(`s3://${bucket}/`, '');
  return vi.waitFor(
    async () => {
      const { object, body } = sagemaker.objects.read(bucket, key);
      return { ...object, text: await text(body) };
    },
    { timeout: 60_000, interval: 50 },
  );
};

test('a serverless variant does so many invocations at a time as it is allowed, changed while it serves', async () => {
  const shown = await deploy('limited', { ServerlessConfig: serverless });
  expect(shown.ProductionVariants?.[0]).toMatchObject({
    CurrentServerlessConfig: serverless,
    CurrentInstanceCount: 0,
    CurrentWeight: 1,
  });
  expect(shown.ProductionVariants?.[0]?.DesiredInstanceCount).toBeUndefined();
  const config = await sagemaker.client.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: 'limited' }),
  );
  expect(config.ProductionVariants).toEqual([
    { VariantName: 'main', ModelName: 'model', ServerlessConfig: serverless },
  ]);

  const holding = [invoke('limited', 'hold')];
  await vi.waitFor(async () => expect(await invoke('limited', 'how many')).toBe('1'));
  holding.push(invoke('limited', 'hold'));
  const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' };
  await vi.waitFor(async () => expect(await failureOf(invoke('limited', 'x'))).toMatchObject(throttled));
  await sagemaker.client.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'limited',
      DesiredWeightsAndCapacities: [{ VariantName: 'main', ServerlessUpdateConfig: { MaxConcurrency: 3 } }],
    }),
  );
  expect(await invoke('limited', 'release')).toBe('ok');
  expect(await Promise.all(holding)).toEqual(['released', 'released']);
  expect(await invoke('limited', 'abc')).toBe('application/octet-stream 3 abc');
  const tooLarge = await failureOf(invoke('limited', Buffer.alloc(4 * 1024 * 1024 + 1)));
  expect(tooLarge).toMatchObject({ name: 'ValidationError' });
});

test('a serverless program that takes more memory than it is given is ended, and starts again', async () => {
  await deploy('hungry', { ServerlessConfig: serverless });
  expect(await failureOf(invoke('hungry', 'eat'))).toMatchObject({ name: 'ModelError' });
  await vi.waitFor(async () => expect(await invoke('hungry', 'abc')).toContain('abc'), { timeout: 30_000 });
  const group = '/aws/sagemaker/Endpoints/hungry';
  const lines = sagemaker.logs
    .streams(group)
    .flatMap(({ name }) => sagemaker.logs.read(group, name, { limit: 1000 }))
    .map(({ message }) => message);
  expect(lines).toContain('MemoryError: the program has more than the 1024 MB of its ServerlessConfig.');
});

test.each<[string, object, RegExp]>([
  ['no capacity', {}, /must specify InstanceType and InitialInstanceCount, or ServerlessConfig/],
  [
    'both capacities',
    { ServerlessConfig: serverless, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
    /cannot specify both/,
  ],
  [
    'a size that is not a GB',
    { ServerlessConfig: { ...serverless, MemorySizeInMB: 1500 } },
    /Value '1500' .* enum value set: \[1024, 2048/,
  ],
  [
    'no concurrency',
    { ServerlessConfig: { ...serverless, MaxConcurrency: 0 } },
    /greater than or equal to 1/,
  ],
  [
    'more provisioned than allowed',
    { ServerlessConfig: { ...serverless, ProvisionedConcurrency: 3 } },
    /less than or equal to its MaxConcurrency, 2/,
  ],
])('refuses a variant of %s', async (_, variant, message) => {
  const refusal = await failureOf(configure('refused', variant));
  expect(refusal).toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message) as string,
  });
});

const asynchronous: EndpointSettings = {
  AsyncInferenceConfig: {
    ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
    OutputConfig: { S3OutputPath: `s3://${bucket}/answers`, S3FailurePath: `s3://${bucket}/failures/` },
  },
};
const instance = { InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };

test('an asynchronous invocation reads its input from S3 and puts its answer, or why there is none, there', async () => {
  const shown = await deploy('later', instance, asynchronous);
  expect(shown.AsyncInferenceConfig).toEqual(asynchronous.AsyncInferenceConfig);
  const large = Buffer.alloc(40 * 1024 * 1024, 'b');
  await sagemaker.objects.put(bucket, 'in/large', large);
  await sagemaker.objects.put(bucket, 'in/bad', Buffer.from('500'));
  const input = (key: string) => ({ InputLocation: `s3://${bucket}/in/${key}`, ContentType: 'text/csv' });

  const answered = await invokeAsync('later', {
    ...input('large'),
    InferenceId: 'mine',
    Accept: 'text/html',
  });
  expect(answered.InferenceId).toBe('mine');
  expect(answered.OutputLocation).toMatch(/^s3:\/\/training\/answers\/[\w-]{36}\.out$/);
  expect(await objectAt(answered.OutputLocation)).toMatchObject({
    text: `text/csv ${large.length} bbbbbbbbbb`,
    contentType: 'text/html',
  });
  const inline = await invokeAsync('later', {
    Body: Buffer.from('abc'),
    S3OutputPathExtension: 'a/b',
    Filename: 'named.txt',
  });
  expect(inline.OutputLocation).toBe(`s3://${bucket}/answers/a/b/named.txt`);
  expect((await objectAt(inline.OutputLocation)).text).toContain('3 abc');

  for (const [key, said] of [
    ['bad', /^Received server error \(500\) from primary with message "bad 500"/],
    ['absent', /does not exist/],
  ] as const) {
    const failed = await invokeAsync('later', input(key));
    expect(failed.FailureLocation).toMatch(/^s3:\/\/training\/failures\/[\w-]{36}-error\.out$/);
    expect((await objectAt(failed.FailureLocation)).text).toMatch(said);
  }
  expect(sagemaker.hosting.asyncRequests.count('later')).toBe(0);

  expect(await failureOf(invoke('later', 'x'))).toMatchObject({
    message: expect.stringContaining('Async') as string,
  });
  const wrong: [object, RegExp][] = [
    [{}, /Exactly one of InputLocation and Body/],
    [{ InputLocation: 's3://training' }, /must name an object/],
    [{ ...input('bad'), RequestTTLSeconds: 59 }, /'59' at 'requestTTLSeconds'/],
    [{ ...input('bad'), InvocationTimeoutSeconds: 3601 }, /'3601' at 'invocationTimeoutSeconds'/],
    [{ ...input('bad'), Filename: '../x' }, /at 'filename'/],
    [{ Body: Buffer.alloc(128_001) }, /less than or equal to 128000/],
  ];
  for (const [one, message] of wrong)
    expect((await failureOf(invokeAsync('later', one)))?.message).toMatch(message);
  expect((await failureOf(invokeAsync('limited', input('bad'))))?.message).toMatch(/not for asynchronous/);
});

test('what was acknowledged is still in line after a restart, begun or not, and goes with its endpoint', async () => {
  const hold = () => invokeAsync('later', { Body: Buffer.from('hold') });
  const first = await Promise.all([hold(), hold(), hold()]);
  const { asyncRequests } = sagemaker.hosting;
  expect(asyncRequests.count('later')).toBe(3);
  const { dataDir } = sagemaker;
  await sagemaker.close();
  sagemaker = await openSageMaker({ engine, dataDir });
  expect(sagemaker.hosting.asyncRequests.count('later')).toBe(3);
  // Two of them are with the program again, which holds them: what would release them waits behind the third.
  const release = await invokeAsync('later', { Body: Buffer.from('release') });
  expect(sagemaker.hosting.asyncRequests.count('later')).toBe(4);
  await sagemaker.client.send(new DeleteEndpointCommand({ EndpointName: 'later' }));
  await vi.waitFor(() => expect(sagemaker.hosting.endpoints.get('later')).toBeUndefined(), {
    timeout: 60_000,
  });
  expect(sagemaker.hosting.asyncRequests.count('later')).toBe(0);
  for (const one of [...first, release]) {
    const key = (one.OutputLocation ?? '').replace(`s3://${bucket}/`, '');
    expect(() => sagemaker.objects.head(bucket, key)).toThrow();
    expect((await objectAt(one.FailureLocation)).text).toBe(
      'The endpoint was deleted before the request was processed.',
    );
  }
  const lines = sagemaker.logs
    .streams('/aws/sagemaker/Endpoints/later')
    .flatMap(({ name }) => sagemaker.logs.read('/aws/sagemaker/Endpoints/later', name, { limit: 1000 }))
    .filter(({ message }) => message.endsWith('The endpoint was deleted before the request was processed.'));
  expect(lines).toHaveLength(4);
});

test('an acknowledged invocation that a restart cut short is done by the next start', async () => {
  await deploy('again', { ServerlessConfig: serverless }, asynchronous);
  const held = await invokeAsync('again', { Body: Buffer.from('hold') });
  const { dataDir } = sagemaker;
  await sagemaker.close();
  sagemaker = await openSageMaker({ engine, dataDir });
  await inService('again');
  await invokeAsync('again', { Body: Buffer.from('release') });
  expect((await objectAt(held.OutputLocation)).text).toBe('released');
});

test('what an endpoint had acknowledged before it failed is told to have failed, after a restart too', async () => {
  await deploy('broken', instance, asynchronous);
  const { hosting, dataDir } = sagemaker;
  const failure = { bucket, key: 'failures/of-the-broken' };
  hosting.asyncRequests.add('broken', {
    inferenceId: 'x',
    input: { inlineBase64: '' },
    output: { bucket, key: 'answers/none' },
    failure,
    contentType: 'text/plain',
    acceptedAt: Date.now(),
    expiresAt: Date.now() + 600_000,
    timeoutMs: 60_000,
  });
  hosting.endpoints.update('broken', (endpoint) => {
    endpoint.status = 'Failed';
  });
  await sagemaker.close();
  sagemaker = await openSageMaker({ engine, dataDir });
  expect((await objectAt(`s3://${bucket}/${failure.key}`)).text).toContain('Endpoint broken');
  await vi.waitFor(() => expect(sagemaker.hosting.asyncRequests.count('broken')).toBe(0));
});
