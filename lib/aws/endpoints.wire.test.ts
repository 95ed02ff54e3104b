import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLiveBackend } from '../../testing/dashboard/live-backend';
import { type Backend } from './backends';
import { ensureDefaultBucket } from './default-bucket';
import {
  createEndpoint,
  createEndpointConfig,
  createModel,
  deleteEndpoint,
  deleteEndpointConfig,
  deleteModel,
  describeEndpoint,
  describeModel,
  listEndpoints,
} from './endpoints';
import { invokeEndpoint } from './invoke-endpoint';
import { putObject } from './objects';

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let backend: Backend;
let artifact: string;

/** Doubles numbers; fails on anything else. */
const serve = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const number = Number(body);
    response.writeHead(Number.isNaN(number) ? 400 : 200, { 'content-type': 'application/json' });
    response.end(Number.isNaN(number) ? 'not a number' : JSON.stringify(number * 2));
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

beforeAll(async () => {
  live = await startLiveBackend();
  backend = live.backend;
  const bucket = await ensureDefaultBucket(backend);
  const tar = pack();
  tar.entry({ name: 'code/serve.mjs' }, serve);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  await putObject(backend, { bucket, key: 'model.tar.gz' }, gzipSync(Buffer.concat(chunks)));
  artifact = `s3://${bucket}/model.tar.gz`;
});
afterAll(() => live.end());

it('a model is deployed, asked, and taken away again', async () => {
  await createModel(backend, {
    ModelName: 'doubler',
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
    PrimaryContainer: {
      Image: 'spotdeck/inference',
      ModelDataUrl: artifact,
      Environment: { SAGEMAKER_REGION: 'us-east-1' },
    },
  });
  expect(await describeModel(backend, 'doubler')).toMatchObject({
    artifactS3Uri: artifact,
    environment: { SAGEMAKER_REGION: 'us-east-1' },
  });
  await createEndpointConfig(backend, {
    EndpointConfigName: 'doubler',
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: 'doubler',
        InstanceType: 'ml.m5.xlarge',
        InitialInstanceCount: 1,
      },
    ],
  });
  await createEndpoint(backend, { name: 'doubler', configName: 'doubler' });
  await expect(createEndpoint(backend, { name: 'doubler', configName: 'doubler' })).rejects.toMatchObject({
    code: 'name-taken',
  });

  let endpoint = await describeEndpoint(backend, 'doubler');
  while (endpoint.status === 'Creating') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    endpoint = await describeEndpoint(backend, 'doubler');
  }
  expect(endpoint).toMatchObject({
    status: 'InService',
    variants: [{ name: 'AllTraffic', modelName: 'doubler', instanceType: 'ml.m5.xlarge', instanceCount: 1 }],
  });
  expect((await listEndpoints(backend)).endpoints.map(({ name, status }) => [name, status])).toEqual([
    ['doubler', 'InService'],
  ]);

  const answer = await invokeEndpoint(backend, 'doubler', { body: '21', contentType: 'application/json' });
  expect(Buffer.from(answer.body).toString()).toBe('42');
  await expect(
    invokeEndpoint(backend, 'doubler', { body: 'x', contentType: 'application/json' }),
  ).rejects.toMatchObject({
    code: 'model-error',
    message: expect.stringContaining('not a number') as string,
  });

  await deleteEndpoint(backend, 'doubler');
  await deleteEndpointConfig(backend, 'doubler');
  await deleteModel(backend, 'doubler');
  await expect(
    invokeEndpoint(backend, 'doubler', { body: '1', contentType: 'text/plain' }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(describeModel(backend, 'doubler')).rejects.toMatchObject({ code: 'not-found' });
}, 60_000);
