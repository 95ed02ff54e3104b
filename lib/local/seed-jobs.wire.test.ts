import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeTrainingJobCommand, SageMakerClient, SearchCommand } from '@aws-sdk/client-sagemaker';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBackend } from '../../testing/local/start-backend';

const here = fileURLToPath(new URL('.', import.meta.url));
// Below the repository, so that the program finds its packages.
const program = path.resolve(here, '../../.tmp', `seed-test-${process.pid}`, 'seed-jobs.mjs');
let dataDir: string;

beforeAll(async () => {
  await build({
    entryPoints: [path.join(here, 'seed-jobs.ts')],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
});
afterAll(() => rm(path.dirname(program), { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-seed-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const seed = async (...more: string[]) => {
  const child = spawn(process.execPath, [program, '--data-dir', dataDir, ...more]);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, stdout, stderr: stderr.trim().split('\n') };
};

describe('the program that fills a data folder with generated jobs', () => {
  it('makes jobs that a backend started on the folder answers with', async () => {
    const until = '2026-11-20T12:00:00Z';
    const { code, stdout } = await seed('--count', '250', '--days', '3', '--seed', '7', '--until', until);
    expect(stdout).toMatch(/^250 jobs with the tag spotdeck:generated in /);
    expect(code).toBe(0);
    const backend = await startBackend({ dataDir });
    const client = new SageMakerClient(backend.client);
    const logs = new CloudWatchLogsClient(backend.client);
    const s3 = new S3Client({ ...backend.client, forcePathStyle: true });
    try {
      const { Results = [], TotalHits } = await client.send(
        new SearchCommand({ Resource: 'TrainingJob', MaxResults: 100 }),
      );
      expect(TotalHits).toEqual({ Value: 250, Relation: 'EqualTo' });
      expect(Results).toHaveLength(100);
      const newest = Results[0]?.TrainingJob;
      expect(newest?.Tags).toContainEqual({ Key: 'spotdeck:generated', Value: 'true' });
      expect(newest?.LastModifiedTime?.getTime()).toBeLessThanOrEqual(Date.parse(until));
      const described = await client.send(
        new DescribeTrainingJobCommand({ TrainingJobName: newest?.TrainingJobName }),
      );
      expect(described).toMatchObject({
        TrainingJobStatus: newest?.TrainingJobStatus,
        SecondaryStatusTransitions: newest?.SecondaryStatusTransitions,
      });
      const ofSpot = Results.map(({ TrainingJob }) => TrainingJob!).find(
        (job) => job.CheckpointConfig !== undefined && job.TrainingJobStatus === 'Completed',
      )!;
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({
          logGroupName: '/aws/sagemaker/TrainingJobs',
          logStreamNamePrefix: `${ofSpot.TrainingJobName}/`,
        }),
      );
      const planned = ofSpot.HyperParameters!['epochs'];
      expect(events.map(({ message }) => message).join('\n')).toContain(`Epoch ${planned}/${planned} - `);
      const [, Bucket, Prefix] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ofSpot.CheckpointConfig!.S3Uri!)!;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      expect(Contents.map(({ Key }) => Key)).toContain(`${Prefix}/checkpoint-${planned}.pt`);
      for (const { LastModified } of Contents) {
        expect(LastModified!.getTime()).toBeGreaterThan(ofSpot.CreationTime!.getTime() - 1_000);
        expect(LastModified!.getTime()).toBeLessThan(ofSpot.LastModifiedTime!.getTime() + 1_000);
      }
    } finally {
      for (const one of [client, logs, s3]) one.destroy();
      await backend.end();
    }
  });

  it('refuses, in one line, a folder that a backend uses', async () => {
    const backend = await startBackend({ dataDir });
    try {
      expect(await seed('--count', '1')).toEqual({
        code: 1,
        stdout: '',
        stderr: [`The data folder ${dataDir} is in use by another local backend.`],
      });
    } finally {
      await backend.end();
    }
  });

  it('refuses, in one line, to make the same jobs twice', async () => {
    const same = ['--count', '3', '--until', '2026-11-20T12:00:00Z'];
    expect((await seed(...same)).code).toBe(0);
    const { code, stderr } = await seed(...same);
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(/already exists .*take another --seed/)]);
    expect((await seed(...same, '--seed', '2')).code).toBe(0);
  });

  it.each([
    [['--count', 'many'], /^--count: /],
    [['--count', '0'], /^--count: /],
    [['--count', '1', '--days', '0'], /^--days: /],
    [['--count', '1', '--until', 'yesterday'], /^--until: /],
    [['--count', '1', '--force'], /--force/],
  ])('refuses, in one line, arguments that it cannot read: %j', async (given, message) => {
    const { code, stderr } = await seed(...given);
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(message)]);
  });
});
