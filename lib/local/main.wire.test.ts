import { type ChildProcess, spawn, spawnSync, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { once } from 'node:events';
import { chown, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sourceArchive } from '../../testing/local/engine-harness';
import { hasEnded, jobBucket, openJobClient } from '../../testing/local/job-client';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.resolve(here, '../..');
// Below the repository, so that the program finds its packages.
const program = path.join(root, '.tmp', `main-test-${process.pid}`, 'main.mjs');
let dataDir: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  await build({
    entryPoints: [path.join(here, 'main.ts')],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  await mkdir(path.dirname(program), { recursive: true });
  for (const file of ['container-shim.mjs', 'process-search.mjs'])
    await copyFile(path.join(here, 'engine/container', file), path.join(path.dirname(program), file));
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-main-'));
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(async () => {
  await rm(path.dirname(program), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

const start = (
  more: readonly string[] = [],
  folder = dataDir,
  port = '0',
  options: SpawnOptionsWithoutStdio = {},
) => {
  const args = ['--port', port, '--data-dir', folder, '--node-modules', path.join(root, 'node_modules')];
  const child = spawn(process.execPath, [program, ...args, '--no-sample-data', ...more], options);
  children.add(child);
  return child;
};

const urlOf = async (child: ReturnType<typeof start>): Promise<string> => {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error('The backend ended before it listened.');
};

/** Exit code and what a person would read. */
const failureOf = async (child: ReturnType<typeof start>) => {
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: code as number, lines: stderr.trim().split('\n') };
};

describe('the backend as a program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with exit code 0 on %s', async (signal) => {
    const child = start();
    await urlOf(child);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends by itself when the program that started it is gone, if asked to', async () => {
    const child = start(['--exit-with-stdin']);
    await urlOf(child);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('keeps what it acknowledged when it is killed, and starts again at once', async () => {
    const first = start();
    const before = await urlOf(first);
    expect((await fetch(`${before}/a-bucket`, { method: 'PUT' })).status).toBe(200);
    expect((await fetch(`${before}/a-bucket/key`, { method: 'PUT', body: 'kept' })).status).toBe(200);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const after = await urlOf(start());
    expect(await (await fetch(`${after}/a-bucket/key`)).text()).toBe('kept');
  });

  it('refuses, in one line, a folder that another backend uses', async () => {
    await urlOf(start());
    const { code, lines } = await failureOf(start());
    expect(code).toBe(1);
    expect(lines).toEqual([`The data folder ${dataDir} is in use by another local backend.`]);
  });

  it('refuses, in one line, a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, lines } = await failureOf(start([], dataDir, String(port)));
    expect(code).toBe(1);
    expect(lines).toEqual([`Port ${port} of 127.0.0.1 is in use by another program.`]);
    server.close();
  });

  it('refuses, in one line, a folder that it cannot make', async () => {
    const { code, lines } = await failureOf(start([], '/dev/null/folder'));
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('The data folder /dev/null/folder cannot be used');
  });

  it('refuses arguments that it cannot read', async () => {
    const { code, lines } = await failureOf(start([], dataDir, 'http'));
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^--port: /);
  });
});

/** Who may do nothing that root may; where the tests are not root's, whoever runs them. */
const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe('an ordinary user’s backend on a machine without Python', () => {
  it('gives a job its own /opt/ml, or tells the ways out, and says of a Python script what it lacks', async (context) => {
    const look = spawnSync(process.execPath, ['--check', program], { ...ordinary, stdio: 'ignore' });
    if (look.status !== 0) context.skip('another user cannot read this folder');
    const folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-ordinary-'));
    if (ordinary.uid !== undefined) await chown(folder, ordinary.uid, ordinary.gid);
    const env = { ...process.env, HOME: folder, PATH: path.join(folder, 'no-programs') };
    const child = start([], folder, '0', { ...ordinary, cwd: folder, env });
    const said: string[] = [];
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      url = /^listening (.*)$/.exec(line)?.[1];
      if (url) break;
    }
    const client = await openJobClient(url!);
    await client.launch(
      'node',
      `import { readFileSync, writeFileSync } from 'node:fs';
       console.log('USER', process.getuid(), JSON.parse(readFileSync('/opt/ml/input/config/resourceconfig.json')).hosts);
       writeFileSync('/opt/ml/model/m', 'm');`,
    );
    const Key = 'python/source.tar.gz';
    const Body = await sourceArchive({ 'train.py': 'print(1)' });
    await client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key, Body }));
    await client.launch('python', '', {
      HyperParameters: {
        sagemaker_program: 'train.py',
        sagemaker_submit_directory: `s3://${jobBucket}/${Key}`,
      },
    });
    const [node, python] = await Promise.all(
      ['node', 'python'].map((name) => client.waitFor(name, hasEnded, 60_000)),
    );
    if (said.some((line) => line.includes('each job sees its own /opt/ml'))) {
      expect(node!.FailureReason).toBeUndefined();
      const uid = ordinary.uid ?? process.getuid?.();
      expect(await client.lines('node')).toContain(`USER ${uid} [ 'algo-1' ]`);
    } else expect(node!.FailureReason).toContain('Two ways out');
    expect(python!.FailureReason).toContain('no working python3 was found on the PATH');
    client.end();
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  });
});
