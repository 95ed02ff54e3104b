import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend } from '../aws/backends';
import { type LaunchInput } from '../training/launch-input';
import {
  firstLaunchId as firstId,
  launchInput,
  startLaunches,
  waitingFiles as files,
} from '../../testing/dashboard/launch-input';

let live: Awaited<ReturnType<typeof startLaunches>>['live'];
let backend: Backend;
let cases: Awaited<ReturnType<typeof load>>;
let bucket: string;

const load = async () => ({
  ...(await import('../aws/objects')),
  ...(await import('../aws/training-jobs')),
  ...(await import('./launch-job')),
  ...(await import('./preflight-job')),
  ...(await import('./verify-job-locally')),
  ...(await import('../use-cases/run-use-case')),
});

const otherId = '22222222-0000-4000-8000-000000000000';

const input = (name: string, changes: Partial<LaunchInput> = {}) => launchInput(bucket, name, changes);

const namesWith = async (text: string) =>
  (
    await cases.searchTrainingJobs(backend, {
      filters: [{ name: 'TrainingJobName', operator: 'Contains', value: text }],
    })
  ).jobs.map(({ name }) => name);

beforeAll(async () => {
  ({ live, backend, cases, bucket } = await startLaunches(load));
});
afterAll(() => live.end());

describe('a launch', () => {
  it('that is asked for twice at the same time is one job', async () => {
    const launch = { ...input('twice'), launchId: firstId, files };
    const answers = await Promise.all([
      cases.runUseCase(cases.launchJob, 'local', launch),
      cases.runUseCase(cases.launchJob, 'local', launch),
    ]);
    expect(answers).toEqual([{ name: 'twice' }, { name: 'twice' }]);
    expect(await namesWith('twice')).toEqual(['twice']);
  });

  it('whose answer was lost finds its job when it is tried again', async () => {
    const launch = { ...input('again'), launchId: firstId, files };
    await cases.runUseCase(cases.launchJob, 'local', launch);
    expect(await cases.runUseCase(cases.launchJob, 'local', launch)).toEqual({ name: 'again' });
    expect(await namesWith('again')).toEqual(['again']);
  });

  it('of another form under that name is refused, and leaves the archive of the first alone', async () => {
    await cases.runUseCase(cases.launchJob, 'local', { ...input('taken'), launchId: firstId, files });
    const before = await cases.describeTrainingJob(backend, 'taken');
    const other = [{ path: 'train.mjs', bytes: Buffer.from('throw new Error("another script");') }];
    await expect(
      cases.runUseCase(cases.launchJob, 'local', { ...input('taken'), launchId: otherId, files: other }),
    ).rejects.toMatchObject({ code: 'name-taken' });
    expect((await cases.describeTrainingJob(backend, 'taken')).arn).toBe(before.arn);
    const archive = {
      bucket,
      key: `taken/source/${firstId}/sourcedir.tar.gz`,
    };
    expect((await cases.headObject(backend, archive)).sizeBytes).toBeGreaterThan(0);
  });

  it('takes an archive in S3 where it lies, and says where there is none', async () => {
    const uri = `s3://${bucket}/again/source/${firstId}/sourcedir.tar.gz`;
    const fromS3 = (name: string, s3Uri: string) => input(name, { source: { kind: 's3', s3Uri } });
    await cases.runUseCase(cases.launchJob, 'local', { ...fromS3('from-s3', uri), launchId: otherId });
    const { hyperparameters } = await cases.describeTrainingJob(backend, 'from-s3');
    expect(hyperparameters.sagemaker_submit_directory).toBe(JSON.stringify(uri));
    const nowhere = `s3://${bucket}/nowhere.tar.gz`;
    await expect(
      cases.runUseCase(cases.launchJob, 'local', { ...fromS3('from-nowhere', nowhere), launchId: otherId }),
    ).rejects.toMatchObject({ code: 'invalid-input', field: 'source' });
    expect(await namesWith('from-nowhere')).toEqual([]);
  });

  it('of an entry point that the files do not hold is refused beside its field', async () => {
    await expect(
      cases.runUseCase(cases.launchJob, 'local', {
        ...input('no-entry', { entryPoint: 'main.mjs' }),
        launchId: firstId,
        files,
      }),
    ).rejects.toMatchObject({ code: 'invalid-input', field: 'entryPoint' });
  });
});

describe('verifying locally', () => {
  it('twice the same form is one job, and a changed form is another', async () => {
    const form = input('to-check', { hyperparameters: [{ name: 'epochs', value: '5' }] });
    const once = await cases.runUseCase(cases.verifyJobLocally, 'local', {
      ...form,
      launchId: firstId,
      files,
    });
    expect(
      await cases.runUseCase(cases.verifyJobLocally, 'local', { ...form, launchId: firstId, files }),
    ).toEqual(once);
    expect(await namesWith('to-check')).toEqual([once.name]);
    const job = await cases.describeTrainingJob(backend, once.name);
    expect(job).toMatchObject({ spot: false, hyperparameters: { epochs: '1' } });
    expect(job.checkpoint).toBeUndefined();
  });
});

describe('preflight', () => {
  it('finds the running job that writes to the checkpoint prefix, at whatever depth', async () => {
    await cases.runUseCase(cases.launchJob, 'local', { ...input('writer'), launchId: firstId, files });
    for (const s3Uri of [`s3://${bucket}/checkpoints/writer`, `s3://${bucket}/checkpoints/writer/deeper/`]) {
      const { findings } = await cases.runUseCase(
        cases.preflightJob,
        'local',
        input('newcomer', { checkpoint: { s3Uri } }),
      );
      expect(findings.map(({ reason }) => reason).join(' ')).toContain('writer');
    }
    const alone = { checkpoint: { s3Uri: `s3://${bucket}/checkpoints/writer-2/` } };
    const { findings } = await cases.runUseCase(cases.preflightJob, 'local', input('newcomer', alone));
    expect(findings.filter(({ field }) => field.startsWith('checkpoint'))).toEqual([]);
  });
});
