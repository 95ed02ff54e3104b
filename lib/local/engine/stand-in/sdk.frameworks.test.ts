import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { abaloneRows } from '../../../../testing/frameworks/abalone';
import { startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { runWithSdk, sdkPython } from '../../../../testing/frameworks/sdk-environment';

/** AWS's SageMaker Python SDK as it is published, with PyTorch's scripts as a person's own. */
let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
let folder: string;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-sdk-'));
  await cp('testing/frameworks/pytorch', folder, { recursive: true });
  await writeFile(path.join(folder, 'abalone.libsvm'), abaloneRows(300, 1, 'libsvm'));
  const quiet = 'SchemaVersion: "1.0"\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n';
  await writeFile(path.join(folder, 'config.yaml'), quiet);
});
afterAll(async () => {
  await jobs.end();
  await rm(folder, { recursive: true, force: true });
});

const run = async (version: string, script: string) =>
  runWithSdk(
    await sdkPython(version),
    path.resolve('testing/frameworks/sdk', script),
    folder,
    jobs.backend.url,
  );

it('version 2: a spot job with its logs, metrics and attach, deploy, predict, delete; a script in S3; built-in XGBoost', async () => {
  const { code, output } = await run('2.257.7', 'version-2.py');
  expect(code, output).toBe(0);
  // The SDK lists a job's first stream twice once there are two, so its unread lines come twice, as they do from AWS.
  const epochs = [...output.matchAll(/epoch: (\d+) - loss: /g)].map(([, epoch]) => Number(epoch));
  expect([...new Set(epochs)]).toEqual([1, 2, 3, 4, 5]);
  expect(output).toContain('Resuming training from epoch: 3');
  expect(output).toContain('Resuming training from epoch: 5');
  expect(output).toMatch(/Training seconds: \d+\s+Billable seconds: \d+\s+Managed Spot Training savings: /);
  expect(output).toMatch(/^ANALYTICS \["train:loss", [1-4]\]$/m);
  expect(output).toContain('ATTACHED ["4", true]');
  expect(output).toContain('PREDICTED [0, 3]');
  expect(output).toContain('[7]#011train-rmse:');
  expect(output).toContain('RINGS 2');
  expect(output).toContain('LEFT []');
});

it('version 3: ModelTrainer, with its logs', async () => {
  const { code, output } = await run('3.27.0', 'version-3.py');
  expect(code, output).toBe(0);
  expect(output).toMatch(/STATUS Completed s3:\/\/sagemaker-us-east-1-000000000000\/.*model\.tar\.gz/);
  expect(output).toMatch(/epoch: 2 - loss: /);
});
