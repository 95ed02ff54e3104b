import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListTagsCommand,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { build } from 'esbuild';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasEnded, jobBucket as Bucket, type JobClient, openJobClient } from '../../testing/local/job-client';
import { sourceArchive } from '../../testing/local/engine-harness';
import { startBackend, type TestBackend } from '../../testing/local/start-backend';

// Below the repository, so that the program finds its packages.
const program = path.resolve('.tmp', `back-up-test-${process.pid}`, 'back-up.mjs');
let folder: string;
let backend: TestBackend | undefined;
let client: JobClient;

beforeAll(() =>
  build({
    entryPoints: ['lib/local/back-up.ts'],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  }),
);
afterAll(() => rm(path.dirname(program), { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-back-up-'));
});
afterEach(async () => {
  client?.end();
  await backend?.end();
  backend = undefined;
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);
const run = async (...args: string[]) => {
  const child = spawn(process.execPath, [program, ...args]);
  const [said, wrong, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, said: said.trim(), wrong: wrong.trim() };
};
const open = async (dataDir: string) => {
  client?.end();
  backend = await startBackend({ dataDir });
  client = await openJobClient(backend.url);
};
const contents = async () => {
  const { Contents = [] } = await client.s3.send(new ListObjectsV2Command({ Bucket }));
  const all = new Map<string, string>();
  for (const { Key = '', ETag } of Contents) {
    const { Body, Metadata } = await client.s3.send(new GetObjectCommand({ Bucket, Key }));
    all.set(Key, JSON.stringify([ETag, Metadata, await text(Body as Readable)]));
  }
  return all;
};
const script = `
import * as fs from 'node:fs';
fs.mkdirSync(process.env.SM_MODEL_DIR, { recursive: true });
fs.writeFileSync(process.env.SM_MODEL_DIR + '/weights.txt', 'w');
fs.writeFileSync(process.env.SAGEMAKER_BASE_DIR + '/checkpoints/checkpoint-1.txt', 'c');
console.log('loss: 0.5');
`;

const greeter = `
import { createServer } from 'node:http';
createServer((request, response) => response.end('hello')).listen(process.env.SAGEMAKER_BIND_TO_PORT, '127.0.0.1');
`;

describe('a back-up', () => {
  it('brings back objects, jobs, logs and metrics byte for byte, made while objects are overwritten', async () => {
    await open(at('data'));
    await client.launch('trained', script);
    await client.waitFor('trained', hasEnded);
    await client.s3.send(
      new PutObjectCommand({ Bucket, Key: 'noted', Body: 'x', Metadata: { who: 'me' }, ContentType: 'a/b' }),
    );
    await writeFile(at('data/prices.json'), '{"local":{}}');
    const before = { objects: await contents(), lines: await client.lines('trained') };
    const job = await client.describe('trained');
    let overwriting = true;
    const overwritten = (async () => {
      for (let each = 0; overwriting; each += 1)
        await client.s3.send(new PutObjectCommand({ Bucket, Key: 'restless', Body: `version ${each}` }));
    })();
    const { code, said, wrong } = await run('back-up', at('copy'), '--data-dir', at('data'));
    overwriting = false;
    await overwritten;
    expect([code, wrong]).toEqual([0, '']);
    expect(said).toContain('Backed up to');
    await backend!.end();

    expect(await run('restore', at('copy'), '--data-dir', at('other'))).toMatchObject({ code: 0, wrong: '' });
    expect(await readFile(at('other/prices.json'), 'utf8')).toBe('{"local":{}}');
    await open(at('other'));
    const after = await contents();
    expect(after.get('restless')).toMatch(/version \d+/);
    after.delete('restless');
    expect(after).toEqual(before.objects);
    expect(await client.lines('trained')).toEqual(before.lines);
    const { $metadata: _now, ...restored } = (await client.describe('trained')) as typeof job & {
      $metadata: object;
    };
    const { $metadata: _then, ...original } = job as typeof job & { $metadata: object };
    expect(restored).toEqual(original);
    const notices: unknown = await (await fetch(`${backend!.url}/_local/notices`)).json();
    expect(notices).toEqual([]);
  });

  it('brings back models, endpoints that serve, tags, and the catalog as of one moment', async () => {
    await open(at('data'));
    const tagged = (ResourceArn = '') => client.sagemaker.send(new ListTagsCommand({ ResourceArn }));
    const served = async (EndpointName: string) => {
      const runtime = new SageMakerRuntimeClient(backend!.client);
      const { Body } = await runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x' }));
      runtime.destroy();
      return Buffer.from(Body).toString();
    };
    const described = async () => {
      const named = { EndpointName: 'greeter', EndpointConfigName: 'greeter', ModelName: 'greeter' };
      const model = await client.sagemaker.send(new DescribeModelCommand(named));
      const config = await client.sagemaker.send(new DescribeEndpointConfigCommand(named));
      await waitUntilEndpointInService(
        { client: client.sagemaker, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
        named,
      );
      const { ProductionVariants, EndpointArn, CreationTime } = await client.sagemaker.send(
        new DescribeEndpointCommand(named),
      );
      const parts = [model, config].map(({ $metadata: _of, ...rest }) => rest);
      const tags = await Promise.all([model.ModelArn, config.EndpointConfigArn, EndpointArn].map(tagged));
      return [...parts, EndpointArn, CreationTime, ProductionVariants, ...tags.map(({ Tags }) => Tags)];
    };
    await client.s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'model.tar.gz',
        Body: await sourceArchive({ 'code/serve.mjs': greeter }),
      }),
    );
    const Tags = [{ Key: 'team', Value: 'höhe' }];
    await client.sagemaker.send(
      new CreateModelCommand({
        ModelName: 'greeter',
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
        PrimaryContainer: { Image: 'image', ModelDataUrl: `s3://${Bucket}/model.tar.gz` },
        Tags,
      }),
    );
    const variant = {
      VariantName: 'All',
      ModelName: 'greeter',
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    } as const;
    await client.sagemaker.send(
      new CreateEndpointConfigCommand({ EndpointConfigName: 'greeter', ProductionVariants: [variant], Tags }),
    );
    await client.sagemaker.send(
      new CreateEndpointCommand({ EndpointName: 'greeter', EndpointConfigName: 'greeter', Tags }),
    );
    const before = await described();
    expect(await served('greeter')).toBe('hello');

    // The dashboard has the catalog open: what it wrote last lies in a file beside it.
    const catalog = new Database(at('data/catalog.sqlite'));
    catalog.pragma('journal_mode = WAL');
    catalog.exec(
      'CREATE TABLE prices (type TEXT, usd REAL, by_hand INTEGER); CREATE TABLE tags (job TEXT, tag TEXT)',
    );
    catalog.prepare('INSERT INTO prices VALUES (?, ?, ?)').run('ml.m5.large', 0.115, 1);
    catalog.prepare('INSERT INTO tags VALUES (?, ?)').run('trained', 'team=höhe');
    await writeFile(at('data/prices.json'), '{"local":{"ml.m5.large":{"usdPerHour":0.115}}}');
    expect((await run('back-up', at('copy'), '--data-dir', at('data'))).code).toBe(0);
    catalog.close();
    await backend!.end();
    expect((await run('restore', at('copy'), '--data-dir', at('other'))).code).toBe(0);

    const restored = new Database(at('other/catalog.sqlite'));
    expect(restored.prepare('SELECT * FROM prices').all()).toEqual([
      { type: 'ml.m5.large', usd: 0.115, by_hand: 1 },
    ]);
    expect(restored.prepare('SELECT * FROM tags').all()).toEqual([{ job: 'trained', tag: 'team=höhe' }]);
    restored.close();
    expect(await readFile(at('other/prices.json'), 'utf8')).toContain('0.115');
    await open(at('other'));
    expect(await described()).toEqual(before);
    expect(await served('greeter')).toBe('hello');
  });

  it('of a running job has it resume from its last checkpoint', async () => {
    const counting = `
      import * as fs from 'node:fs';
      const folder = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
      const from = fs.readdirSync(folder).length;
      if (from > 0) { console.log('resumed after ' + from); process.exit(0); }
      fs.writeFileSync(folder + '/partial', 'c');
      fs.renameSync(folder + '/partial', folder + '/checkpoint-1.txt');
      setInterval(() => {}, 1000);`;
    await open(at('data'));
    await client.launch('running', counting);
    for (;;) {
      const { KeyCount } = await client.s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'running/checkpoints/checkpoint' }),
      );
      if (KeyCount === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await run('back-up', at('copy'), '--data-dir', at('data'))).code).toBe(0);
    await backend!.end();
    expect((await run('restore', at('copy'), '--data-dir', at('other'))).code).toBe(0);
    await open(at('other'));
    expect((await client.waitFor('running', hasEnded)).TrainingJobStatus).toBe('Completed');
    expect(await client.lines('running')).toContain('resumed after 1');
  });

  it('is refused in one line where it cannot be made', async () => {
    await open(at('data'));
    await mkdir(at('full'));
    await writeFile(at('full/something'), '');
    const one = (wrong: string) => ({ code: 1, said: '', wrong: expect.stringMatching(wrong) });
    expect(await run('back-up', at('full'), '--data-dir', at('data'))).toEqual(one('is not empty'));
    expect(await run('back-up', at('data/inside'), '--data-dir', at('data'))).toEqual(one('itself'));
    expect(await run('back-up', at('x'), '--data-dir', at('none'))).toEqual(one('nothing to back up'));
    expect(await run('back-up', '--data-dir', at('data'))).toEqual(one('^usage: backup TARGET'));
    expect(await run('back-up', at('x'), '--force', '--data-dir', at('data'))).toEqual(one('--force'));
  });
});

describe('a restore', () => {
  const prepare = async () => {
    await open(at('data'));
    await client.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'old' }));
    expect((await run('back-up', at('copy'), '--data-dir', at('data'))).code).toBe(0);
    await client.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'new' }));
  };

  it('refuses a folder in use, and one that holds something unless it is told to put it aside', async () => {
    await prepare();
    const inUse = await run('restore', at('copy'), '--data-dir', at('data'), '--replace');
    expect(inUse).toMatchObject({
      code: 1,
      wrong: expect.stringContaining('is in use by another local backend'),
    });
    const { dataDir } = backend!;
    client.end();
    await backend!.close();
    backend = undefined;
    expect(await run('restore', at('copy'), '--data-dir', dataDir)).toMatchObject({
      code: 1,
      wrong: expect.stringContaining('--replace'),
    });
    expect(await run('restore', at('copy'), '--data-dir', dataDir, '--replace')).toMatchObject({ code: 0 });
    expect((await readdir(dataDir)).filter((name) => name.startsWith('before-restore-'))).toHaveLength(1);
    await open(dataDir);
    expect(JSON.parse((await contents()).get('a') ?? '[]')).toContain('old');
  });

  it('refuses what is no whole back-up', async () => {
    await prepare();
    await rm(at('copy/spotdeck-backup.json'));
    const { code, wrong } = await run('restore', at('copy'), '--data-dir', at('other'));
    expect([code, wrong]).toEqual([1, expect.stringContaining('is no whole back-up')]);
    expect(await readdir(folder)).not.toContain('other');
  });
});
