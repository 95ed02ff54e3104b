import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { vi } from 'vitest';
import { type Backend } from '../../lib/aws/backends';
import { putObject } from '../../lib/aws/objects';
import { ensureDefaultBucket } from '../../lib/aws/default-bucket';
import { createTrainingJob, type CreateTrainingJobRequest } from '../../lib/aws/training-jobs';
import { type LimitedAccount, startLimitedAccount } from '../aws/account/limited-account';
import { startBackend } from '../local/start-backend';

/**
 * A real local backend that `getBackend('local')` leads to. To be started before anything reads the settings, so
 * a test imports what it tests after this.
 */
export const startLiveBackend = async () =>
  startLive((url) => ({ url, port: Number(new URL(url).port), end: async () => {} }));

/**
 * The same behind an account whose limits the test can set.
 * @param settingsOf further settings, which may name what the account has
 */
export const startLimitedBackend = async (
  settingsOf: (account: LimitedAccount) => Record<string, string> = () => ({}),
) =>
  startLive(async (url) => {
    const account = await startLimitedAccount(url);
    for (const [name, value] of Object.entries(settingsOf(account))) vi.stubEnv(name, value);
    return account;
  });

const startLive = async <Account extends { port: number; end: () => Promise<void> }>(
  before: (url: string) => Account | Promise<Account>,
) => {
  const started = await startBackend({ checkpointSyncMs: 100 });
  const account = await before(started.url);
  vi.stubEnv('SPOTDECK_LOCAL_PORT', String(account.port));
  // The catalog of another backend knows other jobs of the same names.
  vi.stubEnv('SPOTDECK_DATA_DIR', path.join(started.dataDir, 'dashboard'));
  vi.resetModules();
  const { getBackend } = await import('../../lib/aws/backends');
  return {
    backend: getBackend('local'),
    account,
    /** Of the backend itself. */
    url: started.url,
    end: async () => {
      await account.end();
      await started.end();
    },
  };
};

/** Launches a job that runs the script; it is a spot job with checkpoints unless changed. */
export const launchScript = async (
  backend: Backend,
  name: string,
  script: string,
  changes: Partial<CreateTrainingJobRequest> = {},
): Promise<void> => {
  const bucket = await ensureDefaultBucket(backend);
  const key = `${name}/source/sourcedir.tar.gz`;
  await putObject(backend, { bucket, key }, await archiveOf('train.mjs', script));
  await createTrainingJob(backend, {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
    AlgorithmSpecification: {
      TrainingImage: 'spotdeck/tensorflow-training:2',
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'loss', Regex: 'loss: ([0-9.]+)' }],
    },
    HyperParameters: {
      epochs: '3',
      sagemaker_program: '"train.mjs"',
      sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${key}`),
    },
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 1200 },
    EnableManagedSpotTraining: true,
    CheckpointConfig: { S3Uri: `s3://${bucket}/${name}/checkpoints` },
    ...changes,
  });
};

const archiveOf = async (file: string, content: string): Promise<Buffer> => {
  const tar = pack();
  tar.entry({ name: file }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};

/** Trains `epochs` epochs of 300 ms, writes a checkpoint after each, and resumes after the newest. */
export const resumingScript = `
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
const folder = path.join(process.env.SAGEMAKER_BASE_DIR, 'checkpoints');
mkdirSync(folder, { recursive: true });
const epochs = Number(process.env.SM_HP_EPOCHS);
const done = readdirSync(folder).map((file) => Number(/checkpoint-(\\d+)\\.json$/.exec(file)?.[1] ?? 0));
const first = Math.max(0, ...done) + 1;
if (first > 1) console.log('Resuming training from epoch: ' + first);
for (let epoch = first; epoch <= epochs; epoch += 1) {
  console.log('Epoch ' + epoch + '/' + epochs);
  await new Promise((resolve) => setTimeout(resolve, 300));
  console.log('1/1 - 0s - loss: ' + (1 / epoch).toFixed(4));
  writeFileSync(path.join(folder, 'part'), JSON.stringify({ epoch }));
  renameSync(path.join(folder, 'part'), path.join(folder, 'checkpoint-' + epoch + '.json'));
}
writeFileSync(path.join(process.env.SM_MODEL_DIR, 'model.json'), '{}');
`;
