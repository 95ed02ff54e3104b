import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  UpdateEndpointCommand,
  type DesiredWeightAndCapacity,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  bucket,
  createIdleEngine,
  openSageMaker,
  type SageMakerHarness,
} from '../../../../testing/local/sagemaker-harness';
import { sourceArchive } from '../../../../testing/local/engine-harness';

/** Answers with its model's name; `wait for F` once there is a file F; `die` ends it for good. */
const program = `
import { createServer } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const name = readFileSync(process.env.SM_MODEL_DIR + '/name.txt', 'utf8');
const dead = process.env.SM_MODEL_DIR + '/dead';
if (existsSync(dead)) process.exit(1);
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  let wish = '';
  request.on('data', (chunk) => (wish += chunk));
  request.on('end', () => {
    if (wish === 'die') { writeFileSync(dead, ''); process.exit(1); }
    if (wish.startsWith('wait for ')) {
      const look = setInterval(() => {
        if (!existsSync(wish.slice(9))) return;
        clearInterval(look);
        response.end('waited for ' + name);
      }, 10);
      return;
    }
    response.end(name);
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;
const broken = 'process.exit(1)';

let sagemaker: SageMakerHarness;
const open = (dataDir?: string) =>
  openSageMaker({
    engine: createIdleEngine().engine,
    serving: { startupTimeoutMs: 5000 },
    ...(dataDir !== undefined && { dataDir }),
  });
beforeAll(async () => {
  sagemaker = await open();
});
afterAll(() => sagemaker.remove());

const makeModel = async (ModelName: string, code = program) => {
  const key = `${ModelName}/model.tar.gz`;
  await sagemaker.objects.put(
    bucket,
    key,
    await sourceArchive({ 'code/serve.mjs': code, 'name.txt': ModelName }),
  );
  await sagemaker.client.send(
    new CreateModelCommand({
      ModelName,
      PrimaryContainer: { Image: 'i', ModelDataUrl: `s3://${bucket}/${key}` },
    }),
  );
};
const makeConfig = (EndpointConfigName: string, weights: Record<string, number>) =>
  sagemaker.client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      ProductionVariants: Object.entries(weights).map(([name, InitialVariantWeight]) => ({
        VariantName: `v-${name}`,
        ModelName: name,
        InstanceType: 'ml.m5.large' as const,
        InitialInstanceCount: 1,
        InitialVariantWeight,
      })),
    }),
  );
const describeEndpoint = (EndpointName: string) =>
  sagemaker.client.send(new DescribeEndpointCommand({ EndpointName }));
const inService = (name: string) =>
  vi.waitFor(
    async () => {
      const endpoint = await describeEndpoint(name);
      expect(endpoint.EndpointStatus).toBe('InService');
      return endpoint;
    },
    { timeout: 30_000, interval: 20 },
  );
const create = async (EndpointName: string, EndpointConfigName: string) => {
  await sagemaker.client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  return inService(EndpointName);
};
const update = (EndpointName: string, EndpointConfigName: string, more: object = {}) =>
  sagemaker.client.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));
const invoke = async (EndpointName: string, Body = '', TargetVariant?: string) =>
  Buffer.from(
    (await sagemaker.runtime.send(new InvokeEndpointCommand({ EndpointName, Body, TargetVariant }))).Body,
  ).toString();
const foldersOf = async (name: string) =>
  (await readdir(path.join(sagemaker.dataDir, 'endpoints'))).filter((entry) => entry.startsWith(`${name}.`));

test('an update serves the old model until the new one is ready', async () => {
  await makeModel('old');
  await makeModel('new');
  await makeConfig('old-config', { old: 1 });
  await makeConfig('new-config', { new: 1 });
  await create('swap', 'old-config');
  await update('swap', 'new-config');
  expect(await describeEndpoint('swap')).toMatchObject({
    EndpointStatus: 'Updating',
    EndpointConfigName: 'old-config',
    PendingDeploymentSummary: {
      EndpointConfigName: 'new-config',
      ProductionVariants: [{ VariantName: 'v-new' }],
    },
  });
  await expect(update('swap', 'old-config')).rejects.toThrow('Cannot update in-progress endpoint');
  expect(await invoke('swap')).toBe('old');
  const after = await inService('swap');
  expect(after).toMatchObject({
    EndpointConfigName: 'new-config',
    ProductionVariants: [{ VariantName: 'v-new' }],
  });
  expect(after.PendingDeploymentSummary).toBeUndefined();
  expect(after.FailureReason).toBeUndefined();
  expect(await invoke('swap')).toBe('new');
  await vi.waitFor(async () => expect(await foldersOf('swap')).toHaveLength(1));
});

test('an invocation that the old model still works on when the new one takes over gets its answer', async () => {
  await makeModel('busy');
  await makeConfig('busy-config', { busy: 1 });
  await create('drained', 'busy-config');
  const file = path.join(sagemaker.dataDir, 'go');
  const slow = invoke('drained', `wait for ${file}`);
  await update('drained', 'new-config');
  await inService('drained');
  expect(await invoke('drained')).toBe('new');
  expect(await foldersOf('drained')).toHaveLength(2);
  await writeFile(file, '');
  expect(await slow).toBe('waited for busy');
  await vi.waitFor(async () => expect(await foldersOf('drained')).toHaveLength(1));
});

test('an update whose model cannot serve is rolled back, with the reason, and the next one succeeds', async () => {
  await makeModel('broken', broken);
  await makeConfig('broken-config', { broken: 1 });
  await create('stays', 'old-config');
  await update('stays', 'broken-config');
  const after = await inService('stays');
  expect(after).toMatchObject({
    EndpointConfigName: 'old-config',
    ProductionVariants: [{ VariantName: 'v-old' }],
  });
  expect(after.FailureReason).toContain('variant v-broken did not pass the ping health check');
  expect(await invoke('stays')).toBe('old');
  await vi.waitFor(async () => expect(await foldersOf('stays')).toHaveLength(1));
  await update('stays', 'new-config');
  expect((await inService('stays')).FailureReason).toBeUndefined();
  expect(await invoke('stays')).toBe('new');
});

test('an endpoint whose old model dies for good during an update that fails has failed', async () => {
  await makeModel('mortal');
  await makeConfig('mortal-config', { mortal: 1 });
  // Pings are refused for as long as the test says, so that the update is still under way.
  await makeModel(
    'late',
    `import { createServer } from 'node:http';
     const server = createServer((request, response) => response.writeHead(503).end());
     server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');`,
  );
  await makeConfig('late-config', { late: 1 });
  await create('doomed', 'mortal-config');
  await update('doomed', 'late-config');
  await expect(invoke('doomed', 'die')).rejects.toThrow();
  const failed = await vi.waitFor(
    async () => {
      const endpoint = await describeEndpoint('doomed');
      expect(endpoint.EndpointStatus).toBe('Failed');
      return endpoint;
    },
    { timeout: 40_000, interval: 50 },
  );
  expect(failed.FailureReason).toContain('What served before the update had failed, too');
  await expect(update('doomed', 'old-config')).rejects.toThrow('it has failed. Delete it');
}, 60_000);

test('weights share the traffic, a target gets its own, and a change of weights holds at once', async () => {
  await makeConfig('shared-config', { old: 3, new: 1 });
  await create('shared', 'shared-config');
  const count = async () => {
    const answers = [];
    for (let sent = 0; sent < 40; sent += 1) answers.push(await invoke('shared'));
    return answers.filter((answer) => answer === 'old').length;
  };
  expect(await count()).toBe(30);
  expect(await invoke('shared', '', 'v-new')).toBe('new');
  await expect(invoke('shared', '', 'v-none')).rejects.toThrow('Production variant v-none');
  const change = (DesiredWeightsAndCapacities: DesiredWeightAndCapacity[]) =>
    sagemaker.client.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'shared',
        DesiredWeightsAndCapacities,
      }),
    );
  await change([
    { VariantName: 'v-old', DesiredWeight: 0 },
    { VariantName: 'v-new', DesiredWeight: 5, DesiredInstanceCount: 2 },
  ]);
  expect(await inService('shared')).toMatchObject({
    ProductionVariants: [
      { VariantName: 'v-old', CurrentWeight: 0 },
      { VariantName: 'v-new', CurrentWeight: 5, CurrentInstanceCount: 2 },
    ],
  });
  expect(await count()).toBe(0);
  expect(await invoke('shared', '', 'v-old')).toBe('old');
  await change([{ VariantName: 'v-new', DesiredWeight: 0 }]);
  await expect(invoke('shared')).rejects.toThrow('has a weight above 0');
  await expect(change([{ VariantName: 'v-none', DesiredWeight: 1 }])).rejects.toThrow('v-none');
  await expect(change([{ VariantName: 'v-old', DesiredWeight: -1 }])).rejects.toThrow(
    'greater than or equal to 0',
  );
  await expect(change([{ VariantName: 'v-old', DesiredInstanceCount: 0 }])).rejects.toThrow('at least 1');

  await update('shared', 'shared-config', { RetainAllVariantProperties: true });
  expect(await inService('shared')).toMatchObject({
    ProductionVariants: [{ CurrentWeight: 0 }, { CurrentWeight: 0, CurrentInstanceCount: 2 }],
  });
  await update('shared', 'shared-config', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
  });
  expect(await inService('shared')).toMatchObject({
    ProductionVariants: [{ CurrentWeight: 3 }, { CurrentWeight: 1, CurrentInstanceCount: 2 }],
  });
});

test('an update under way when the backend ends goes on at the next start', async () => {
  await create('lasting', 'old-config');
  await update('lasting', 'new-config');
  const { dataDir } = sagemaker;
  await sagemaker.close();
  sagemaker = await open(dataDir);
  const after = await inService('lasting');
  expect(after.EndpointConfigName).toBe('new-config');
  expect(await invoke('lasting')).toBe('new');
  await vi.waitFor(async () => expect(await foldersOf('lasting')).toHaveLength(1));
});
