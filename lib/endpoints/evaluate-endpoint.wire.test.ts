import { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Backend } from '../aws/backends';
import { launchScript, startLimitedBackend } from '../../testing/dashboard/live-backend';
import { sourceArchive } from '../../testing/local/engine-harness';
import { encodeNpy } from '../training/npy';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let backend: Backend;
let bucket: string;

/**
 * Serves a classifier of 2x2 images, sent as JSON instances or .npy: the class is the first pixel modulo 3, with probability 0.8. A batch
 * of 254 takes 400 ms; an image that begins with 255 is refused. Rows of CSV are a regression: their sum and 0.25.
 */
const serve = `
import { createServer } from 'node:http';
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (request.headers['content-type'] === 'text/csv') {
    const sums = String(body).split('\\n').map((row) => row.split(',').reduce((sum, cell) => sum + Number(cell), 0.25));
    return response.writeHead(200, { 'content-type': 'text/csv' }).end(sums.join('\\n'));
  }
  const json = request.headers['content-type'] === 'application/json';
  const pixels = json ? JSON.parse(body).instances.flat(2) : body.subarray(10 + body.readUInt16LE(8));
  if (pixels[0] === 254) await new Promise((resolve) => setTimeout(resolve, 400));
  const predictions = [];
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === 255) return response.writeHead(400).end('pixel 255 is more than this model takes');
    predictions.push([0, 1, 2].map((index) => (index === pixels[at] % 3 ? 0.8 : 0.1)));
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ predictions }));
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;
const train = `
import { mkdirSync, writeFileSync } from 'node:fs';
const folder = process.env.SM_MODEL_DIR;
mkdirSync(folder + '/code', { recursive: true });
writeFileSync(folder + '/code/serve.mjs', ${JSON.stringify(serve)});
console.log('loss: 0.1');
`;

/** The use cases last: they share names with the gateways below them. */
const load = async () => ({
  ...(await import('../aws/objects')),
  ...(await import('../aws/endpoints')),
  ...(await import('../aws/default-bucket')),
  ...(await import('../aws/training-jobs')),
  ...(await import('../aws/clients')),
  ...(await import('./deploy-job')),
  ...(await import('./serving-code')),
  ...(await import('./source-archive')),
  ...(await import('./delete-endpoint')),
  ...(await import('./describe-endpoint')),
  ...(await import('./list-endpoints')),
  ...(await import('./evaluate-endpoint')),
  ...(await import('./export-evaluation')),
  ...(await import('./running-evaluations')),
  ...(await import('./read-evaluation')),
  ...(await import('../use-cases/run-use-case')),
});
let cases: Awaited<ReturnType<typeof load>>;

const vpc = { SecurityGroupIds: ['sg-0123456789'], Subnets: ['subnet-0123456789', 'subnet-abcdef0123'] };
const deployId = '6a1f0c1e-0000-4000-8000-00000000abcd';
const input = () => ({
  imagesS3Uri: `s3://${bucket}/test/images.npy`,
  labelsS3Uri: `s3://${bucket}/test/labels.npy`,
  classNames: ['a', 'b', 'c'],
});
const put = (key: string, bytes: Uint8Array) => cases.putObject(backend, { bucket, key }, bytes);
const images = (firstPixels: readonly number[]) =>
  encodeNpy(
    'u1',
    [firstPixels.length, 2, 2],
    Uint8Array.from(firstPixels.flatMap((pixel) => [pixel, 1, 2, 3])),
  );
const labels = (classes: readonly number[]) => encodeNpy('u1', [classes.length], Uint8Array.from(classes));

beforeAll(async () => {
  live = await startLimitedBackend();
  backend = live.backend;
  cases = await load();
  bucket = await cases.ensureDefaultBucket(backend);
  await launchScript(backend, 'three-classes', train, { VpcConfig: vpc });
  await vi.waitFor(
    async () => expect((await cases.describeTrainingJob(backend, 'three-classes')).status).toBe('Completed'),
    { timeout: 30_000, interval: 200 },
  );
}, 60_000);
afterAll(() => live.end());

const deploy = () =>
  cases.runUseCase(cases.deployJob, 'local', {
    jobName: 'three-classes',
    endpointName: 'three',
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    deployId,
  });

it('a double click deploys one endpoint, and one younger than the list is not taken for deleted', async () => {
  expect((await cases.runUseCase(cases.listEndpoints, 'local', {})).endpoints).toEqual([]);
  const [first, second] = await Promise.all([deploy(), deploy()]);
  expect([first, second]).toEqual([{ name: 'three' }, { name: 'three' }]);
  expect(await cases.runUseCase(cases.pollEndpoint, 'local', { name: 'three' })).toMatchObject({
    name: 'three',
  });
  expect(await cases.runUseCase(cases.pollEndpoint, 'local', { name: 'never-was' })).toBeNull();
}, 20_000);

it('a retry finds its endpoint, and another deployment of its name is refused and leaves nothing', async () => {
  expect(await deploy()).toEqual({ name: 'three' });
  const other = {
    jobName: 'three-classes',
    endpointName: 'three',
    instanceType: 'ml.m5.large',
    instanceCount: 1,
  };
  const otherId = 'ffffffff-0000-4000-8000-000000000000';
  await expect(
    cases.runUseCase(cases.deployJob, 'local', { ...other, deployId: otherId }),
  ).rejects.toMatchObject({
    code: 'name-taken',
    field: 'endpointName',
  });
  await expect(cases.describeModel(backend, 'three-ffffffff')).rejects.toMatchObject({ code: 'not-found' });
  expect((await cases.runUseCase(cases.listEndpoints, 'local', {})).endpoints).toMatchObject([
    {
      name: 'three',
      jobName: 'three-classes',
      configName: 'three-6a1f0c1e',
      price: { instanceType: 'ml.m5.large' },
    },
  ]);
  await vi.waitFor(
    async () =>
      expect((await cases.runUseCase(cases.pollEndpoints, 'local', {})).endpoints[0]?.status).toBe(
        'InService',
      ),
    { timeout: 20_000, interval: 200 },
  );
}, 40_000);

it('the model is in the VPC that its job was in', async () => {
  const { sagemaker } = cases.getClients(backend);
  const model = await sagemaker.send(new DescribeModelCommand({ ModelName: 'three-6a1f0c1e' }));
  expect(model.VpcConfig).toEqual(vpc);
  expect(model.PrimaryContainer?.Environment ?? {}).toEqual({});
});

it('an image is told where handlers are, and of a script without any nothing', async () => {
  const account = '683313688378.dkr.ecr.us-east-1.amazonaws.com';
  const image = `${account}/sagemaker-scikit-learn:1.2-1-cpu-py3`;
  const model = `s3://${bucket}/packed/output/model.tar.gz`;
  await put(
    'packed/output/model.tar.gz',
    await sourceArchive({ './model.pth': 'weights', 'code/old.py': '1' }),
  );
  const source = `s3://${bucket}/code/sourcedir.tar.gz`;
  const hyperparameters = {
    sagemaker_program: '"train.py"',
    sagemaker_submit_directory: JSON.stringify(source),
  };
  const ask = (trainingImage: string, sent: Record<string, string> = hyperparameters) =>
    cases.servingCode(backend, { trainingImage, hyperparameters: sent }, model);
  const told = async (files: Record<string, string>, trainingImage = image) => {
    await put('code/sourcedir.tar.gz', await sourceArchive(files));
    return ask(trainingImage);
  };
  const asTrained = { artifactS3Uri: model };
  const handlers = 'import os\n\ndef model_fn(model_dir):\n    return None\n';
  const environment = {
    SAGEMAKER_PROGRAM: 'train.py',
    SAGEMAKER_SUBMIT_DIRECTORY: source,
    SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    SAGEMAKER_REGION: 'us-east-1',
  };
  expect(await told({ 'train.py': handlers })).toEqual({ ...asTrained, environment });
  expect((await told({ 'train.py': handlers, './inference.py': handlers })).environment).toEqual({
    ...environment,
    SAGEMAKER_PROGRAM: 'inference.py',
  });
  expect(await told({ 'train.py': '# def model_fn(model_dir)\nprint(1)\n' })).toEqual(asTrained);
  expect(await told({ 'other.py': handlers })).toEqual(asTrained);
  expect(await told({ 'train.py': handlers }, 'me/of-my-own:2')).toEqual(asTrained);

  const pytorch = `${account}/pytorch-training:2.8.0-cpu-py312`;
  const files = { 'train.py': handlers, 'old.py': '2', 'lib/net.py': '3' };
  const packed = await told(files, pytorch);
  expect(packed.environment).toEqual({
    ...environment,
    SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
  });
  expect(packed.artifactS3Uri).toMatch(/\/packed\/with-code\/[0-9a-f]{16}\/model\.tar\.gz$/);
  const archive = cases.parseS3Uri(packed.artifactS3Uri);
  const entries = await cases.readSourceArchive(backend, packed.artifactS3Uri);
  expect(Object.fromEntries([...(entries ?? [])].map(([name, { bytes }]) => [name, String(bytes)]))).toEqual({
    'model.pth': 'weights',
    'code/train.py': handlers,
    'code/old.py': '2',
    'code/lib/net.py': '3',
  });
  // Once for the same model and code.
  const made = (await cases.headObject(backend, archive)).modifiedAt;
  expect((await ask(pytorch)).artifactS3Uri).toBe(packed.artifactS3Uri);
  expect((await cases.headObject(backend, archive)).modifiedAt).toBe(made);
  expect((await told({ ...files, 'old.py': '4' }, pytorch)).artifactS3Uri).not.toBe(packed.artifactS3Uri);

  await put('packed/output/model.tar.gz', await sourceArchive({ a: '1', './code/inference.py': handlers }));
  expect(await ask(pytorch)).toEqual(asTrained);
  await put('packed/output/model.tar.gz', Buffer.from('no archive'));
  await expect(ask(pytorch)).rejects.toMatchObject({ code: 'invalid-input', field: 'jobName' });
  const { objects } = await cases.listAllObjects(backend, { bucket, key: 'packed/with-code/' });
  expect(objects).toHaveLength(2);

  await put('code/sourcedir.tar.gz', Buffer.from('no archive'));
  expect(await ask(image)).toEqual(asTrained);
  const gone = { ...hyperparameters, sagemaker_submit_directory: `s3://${bucket}/code/gone.tar.gz` };
  expect(await ask(image, gone)).toEqual(asTrained);
  expect(await ask(image, {})).toEqual(asTrained);
});

it('what SageMaker refuses after the first steps takes the first steps back', async () => {
  await expect(
    cases.runUseCase(cases.deployJob, 'local', {
      jobName: 'three-classes',
      endpointName: 'broken',
      instanceType: 'ml.nothing.huge',
      instanceCount: 1,
      deployId: 'eeeeeeee-0000-4000-8000-000000000000',
    }),
  ).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(cases.describeModel(backend, 'broken-eeeeeeee')).rejects.toMatchObject({ code: 'not-found' });
  expect(live.account.invalid.splice(0)).toEqual([
    expect.stringContaining('InstanceType: "ml.nothing.huge" is none of its values'),
  ]);
});

it('a test set is evaluated in several batches, kept beside the model, and read back image by image', async () => {
  const pixels = Array.from({ length: 2500 }, (_, index) => index % 3);
  await put('test/images.npy', images(pixels));
  await put('test/labels.npy', labels(pixels.map((pixel, index) => (index < 5 ? (pixel + 1) % 3 : pixel))));
  const steps: number[] = [];
  const summary = await cases.evaluate(backend, 'three', input(), {
    onProgress: ({ done }) => steps.push(done),
  });
  expect(summary).toMatchObject({
    count: 2500,
    mismatches: 5,
    accuracy: 2495 / 2500,
    jobName: 'three-classes',
  });
  expect(steps).toHaveLength(4);
  expect(steps.at(-1)).toBe(2500);

  const address = { id: summary.id, jobName: 'three-classes' };
  const evaluation = await cases.runUseCase(cases.readEvaluation, 'local', address);
  expect(evaluation.matrix?.counts).toEqual([
    [832, 0, 1],
    [2, 831, 0],
    [0, 2, 832],
  ]);
  expect(evaluation).toMatchObject({ batches: 3, imagesShape: [2500, 2, 2], drawable: true });
  const cell = await cases.runUseCase(cases.cellImages, 'local', {
    ...address,
    actual: 1,
    predicted: 0,
    page: 1,
  });
  expect(cell.total).toBe(2);
  expect(cell.images.map(({ index }) => index)).toEqual([0, 3]);
  expect(cell.images[0]?.probability).toBeCloseTo(0.8, 4);
  expect(cell.images[0]?.src).toMatch(/^data:image\/png;base64,iVBOR/);
  expect(await cases.runUseCase(cases.listEvaluations, 'local', {})).toEqual([summary]);
  expect(
    await cases.runUseCase(cases.listEvaluations, 'local', { artifactS3Uri: summary.modelArtifactS3Uri }),
  ).toEqual([summary]);
}, 40_000);

it('a table whose answers are real numbers is a regression, read either way, with every example as CSV', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => [index % 28, (index % 28) - 0.5, 0.5]);
  await put('test/abalone.csv', Buffer.from(`rings,a,b\n${rows.map((row) => row.join(',')).join('\n')}\n`));
  const table = { imagesS3Uri: `s3://${bucket}/test/abalone.csv`, format: 'csv' as const };
  const summary = await cases.runUseCase(cases.evaluateEndpoint, 'local', { ...table, name: 'three' });
  expect(summary).toMatchObject({ count: 1200, rmse: 0.25, mae: 0.25 });
  expect(summary.accuracy).toBeUndefined();
  const address = { id: summary.id, jobName: 'three-classes' };
  const evaluation = await cases.runUseCase(cases.readEvaluation, 'local', address);
  expect(evaluation).toMatchObject({
    reading: 'regression',
    answerForm: 'rounded',
    batches: 2,
    drawable: false,
  });
  expect(evaluation.regression).toMatchObject({ rmse: 0.25, bias: 0.25 });
  expect(evaluation.regression?.points).toHaveLength(1200);
  // Rounded to the nearest ring, every one is right.
  expect(evaluation.matrix).toMatchObject({ total: 1200, correct: 1200 });
  const { body } = await cases.runUseCase(cases.exportEvaluation, 'local', address);
  const lines = (await new Response(body).text()).trim().split('\r\n');
  expect(lines).toHaveLength(1201);
  expect(lines.slice(0, 3)).toEqual(['example,actual,predicted,residual', '0,0,0.25,0.25', '1,1,1.25,0.25']);
  const [first] = await cases.runUseCase(cases.listEvaluations, 'local', {});
  expect(first).toEqual(summary);
}, 40_000);

it('what cannot be evaluated is refused with the reason: lengths, labels, files, the model itself', async () => {
  await put('test/images.npy', images([0, 1, 2]));
  await put('test/labels.npy', labels([0, 1]));
  const evaluate = () => cases.runUseCase(cases.evaluateEndpoint, 'local', { ...input(), name: 'three' });
  await expect(evaluate()).rejects.toMatchObject({
    field: 'labelsS3Uri',
    message: expect.stringContaining('3 examples, but 2') as string,
  });
  await put('test/labels.npy', labels([0, 1, 7]));
  await expect(evaluate()).rejects.toMatchObject({
    message: expect.stringContaining('label 2 is 7') as string,
  });
  await put('test/labels.npy', labels([0, 1, 2]));
  await put('test/images.npy', images([0, 1, 2]).subarray(0, -1));
  await expect(evaluate()).rejects.toMatchObject({ message: expect.stringContaining('cut short') as string });
  await put('test/images.npy', Buffer.from('PK not an array'));
  await expect(evaluate()).rejects.toMatchObject({ code: 'invalid-input', field: 'imagesS3Uri' });
  await put('test/images.npy', images([0, 255, 2]));
  await expect(evaluate()).rejects.toMatchObject({
    code: 'model-error',
    message: expect.stringContaining('pixel 255 is more than this model takes') as string,
  });
  await expect(
    cases.runUseCase(cases.evaluateEndpoint, 'local', { ...input(), name: 'nothing' }),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
}, 40_000);

it('a running evaluation is found, refuses a second one, and ends where it is cancelled', async () => {
  await put('test/images.npy', images(Array.from({ length: 8000 }, () => 254)));
  await put('test/labels.npy', labels(Array.from({ length: 8000 }, () => 0)));
  const before = (await cases.runUseCase(cases.listEvaluations, 'local', {})).length;
  const start = (requestId: string) =>
    cases.runUseCase(cases.startEvaluation, 'local', { ...input(), name: 'three', requestId });
  const started = await start(deployId);
  expect((await start(deployId)).id).toBe(started.id);
  await expect(start('ffffffff-0000-4000-8000-000000000000')).rejects.toThrow('is running');
  const progress = () => cases.runUseCase(cases.evaluationProgress, 'local', { name: 'three' });
  await vi.waitFor(async () => expect((await progress())?.done).toBeGreaterThan(0), {
    timeout: 10_000,
    interval: 20,
  });
  const cancelled = await cases.runUseCase(cases.cancelEvaluation, 'local', { id: started.id });
  expect(cancelled).toMatchObject({ state: 'cancelled', of: 8000 });
  expect(cancelled.done).toBeLessThan(8000);
  expect(await cases.runUseCase(cases.listEvaluations, 'local', {})).toHaveLength(before);
}, 40_000);

it('a deleted endpoint takes its configuration and model along, and leaves its evaluations', async () => {
  const deleted = await cases.runUseCase(cases.deleteEndpoint, 'local', { name: 'three' });
  expect(deleted.usdPerHour).toBeGreaterThan(0);
  expect(deleted.pieces).toEqual(['three-6a1f0c1e', 'three-6a1f0c1e']);
  await deleted.gone;
  await expect(cases.runUseCase(cases.describeEndpoint, 'local', { name: 'three' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(cases.describeModel(backend, 'three-6a1f0c1e')).rejects.toMatchObject({ code: 'not-found' });
  const all = await cases.runUseCase(cases.listEvaluations, 'local', {});
  const kept = all.find(({ mismatches }) => mismatches !== undefined);
  expect(kept).toMatchObject({ endpointName: 'three', mismatches: 5 });
  expect(
    await cases.runUseCase(cases.readEvaluation, 'local', { id: kept?.id ?? '', jobName: 'three-classes' }),
  ).toMatchObject({ count: 2500 });
}, 40_000);
