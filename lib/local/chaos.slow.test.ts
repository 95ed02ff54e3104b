import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom } from './seed/random';
import { chaosScripts } from '../../testing/local/chaos-scripts';
import { startChaosWriter } from '../../testing/local/chaos-writer';
import { hasEnded, jobBucket, type JobClient, openJobClient } from '../../testing/local/job-client';
import { canMount, mountSmallDisk, type SmallDisk } from '../../testing/local/small-disk';
import { worksIn } from '../../testing/local/works-in-folder';

/**
 * Two minutes of everything at once: kills of either process, a full disk, a slow one, programs that behave badly,
 * interruptions and stops, and S3 writes all the while. `CHAOS_SEED` repeats a run's draws (not its timing).
 */
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const chaosMs = 100_000;
const settleMs = 240_000;
const jobCount = 30;

let folder: string;
let program: string;
let disk: SmallDisk | undefined;
let supervisor: ChildProcess;
let client: JobClient;
let url: string;

const { next: random } = createRandom(seed);
const between = (low: number, high: number) => low + random() * (high - low);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const dataDir = () => path.join(disk?.folder ?? folder, 'data');

/** Delays what the backend writes to files while the file `slow` is there: a slow disk, but for SQLite's own part. */
const slowDisk = `
  import { existsSync } from 'node:fs';
  import { open } from 'node:fs/promises';
  const handle = await open(process.execPath);
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ['datasync', 'sync', 'write']) {
    const original = prototype[name];
    prototype[name] = async function (...args) {
      if (existsSync(process.env.SLOW_DISK)) await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 300));
      return original.apply(this, args);
    };
  }
`;

/** Stands for the dashboard: a process beside the backend that asks it all the while. */
const viewer = `
  process.stdin.on('end', () => process.exit(0)).resume();
  console.log('ready');
  for (;;) {
    for (const path of ['/_local/notices', '/${jobBucket}?list-type=2'])
      await fetch(process.argv[2] + path).then((response) => response.text()).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
`;

const startScript = (port: number) => `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  import { createSupervisor } from ${JSON.stringify(pathToFileURL(path.resolve('scripts/supervisor.mjs')).href)};
  const supervisor = createSupervisor(() => {});
  supervisor.takeSignals();
  const serverOf = (name, args) => () => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    writeFileSync(${JSON.stringify(folder)} + '/' + name + '.pid', String(child.pid));
    const ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', () => resolve());
      child.once('exit', () => reject(new Error(name + ' did not start')));
    });
    return { name, child, ready };
  };
  await supervisor.keepRunning(serverOf('backend', ${JSON.stringify([
    '--import',
    pathToFileURL(path.join(folder, 'slow-disk.mjs')).href,
    program,
    ...['--port', String(port), '--data-dir', dataDir(), '--node-modules', path.resolve('node_modules')],
    ...['--exit-with-stdin', '--no-sample-data'],
  ])}));
  await supervisor.keepRunning(serverOf('viewer', [${JSON.stringify(path.join(folder, 'viewer.mjs'))}, '${url}']));
  console.log('running');
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-chaos-'));
  disk = canMount() ? mountSmallDisk(400) : undefined;
  // Below the repository, so that the program finds its packages.
  program = path.resolve('.tmp', `chaos-${process.pid}`, 'main.mjs');
  await build({
    entryPoints: ['lib/local/main.ts'],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  for (const name of await readdir('lib/local/engine')) {
    if (name.endsWith('.mjs'))
      await copyFile(path.join('lib/local/engine', name), path.join(path.dirname(program), name));
  }
  await mkdir(dataDir(), { recursive: true });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  await writeFile(path.join(folder, 'slow-disk.mjs'), slowDisk);
  await writeFile(path.join(folder, 'viewer.mjs'), viewer);
  await writeFile(path.join(folder, 'start.mjs'), startScript(port));
  supervisor = spawn(process.execPath, [path.join(folder, 'start.mjs')], {
    env: { ...process.env, SLOW_DISK: path.join(folder, 'slow') },
    stdio: ['ignore', 'pipe', process.env.CHAOS_LOG ? 'inherit' : 'ignore'],
  });
  await once(supervisor.stdout!, 'data');
  client = await openJobClient(url, 6);
});

afterAll(async () => {
  client?.end();
  disk?.free();
  if (supervisor?.exitCode === null) {
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
  }
  disk?.unmount();
  for (const name of [folder, path.dirname(program)])
    await rm(name, { recursive: true, force: true, maxRetries: 5 });
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const pidOf = async (name: 'backend' | 'viewer') =>
  Number(await readFile(path.join(folder, `${name}.pid`), 'utf8'));

const kill = async (name: 'backend' | 'viewer') => {
  try {
    process.kill(await pidOf(name), 'SIGKILL');
  } catch {
    // It is dead already, and about to be started again.
  }
};

/** Calls `act` again and again, at random, until `until`. */
const repeatedly = async (until: number, low: number, high: number, act: () => Promise<void>) => {
  for (;;) {
    await pause(between(low, high));
    if (Date.now() >= until) return;
    await act();
  }
};

/** What the backend's process holds; connections are kept for as long as their clients like. */
const holdings = async () => {
  const pid = await pidOf('backend');
  const names = await readdir(`/proc/${pid}/fd`);
  // Closed since they were listed.
  const open = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    pid,
    files: open.filter((target) => target !== '' && !target.startsWith('socket:')).length,
    megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  };
};

/** Processes that work in the data folder, or whose command line or environment names it. */
const programsLeft = async (): Promise<string[]> => {
  const found: string[] = [];
  const worksInData = worksIn(dataDir());
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // Ended since they were listed.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    // Likewise.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const names = [command, environment].some((text) => text.includes(dataDir()));
    if ((names || worksInData(Number(pid))) && Number(pid) !== process.pid)
      found.push(`${pid} ${command.replaceAll('\0', ' ')}`);
  }
  return found;
};

const control = (rest: string, method: string, body: object) =>
  // The backend may be dead: that is what is played.
  fetch(`${url}/_local/${rest}`, { method, body: JSON.stringify(body) }).catch(() => undefined);

// The looks at processes, and the mount, are Linux's.
it.skipIf(process.platform !== 'linux')(
  `loses nothing and says what was, whatever happens (CHAOS_SEED=${seed})`,
  async () => {
    console.log(
      `CHAOS_SEED=${seed}${disk ? '' : ', without a full disk: no file system can be mounted here'}`,
    );
    await control('spot-market', 'PUT', { meanCapacityWaitSeconds: 1 });
    const writer = startChaosWriter(client.s3, jobBucket, random);
    const until = Date.now() + chaosMs;
    const jobs = Array.from({ length: jobCount }, (_, index) => {
      const kind = chaosScripts[index % chaosScripts.length]!;
      return { ...kind, job: `${kind.name}-${index}` };
    });
    const counts = { backendKills: 0, viewerKills: 0, fullDisks: 0, slowDisks: 0, interruptions: 0 };
    const launched: typeof jobs = [];

    const launchAll = async () => {
      for (const each of jobs) {
        for (;;) {
          try {
            await client.launch(each.job, each.script, { EnableManagedSpotTraining: true });
            break;
          } catch (error) {
            // Not acknowledged, and yet it may be there.
            if (['ResourceInUse'].includes((error as Error).name)) break;
            await pause(500);
          }
        }
        launched.push(each);
        await pause(between(500, 3000));
      }
    };
    await Promise.all([
      launchAll(),
      repeatedly(until, 12_000, 20_000, async () => {
        counts.backendKills += 1;
        await kill('backend');
      }),
      repeatedly(until, 15_000, 30_000, async () => {
        counts.viewerKills += 1;
        await kill('viewer');
      }),
      repeatedly(until, 15_000, 25_000, async () => {
        if (!disk) return;
        counts.fullDisks += 1;
        disk.fill();
        await pause(between(1000, 4000));
        disk.free();
      }),
      repeatedly(until, 10_000, 20_000, async () => {
        counts.slowDisks += 1;
        await writeFile(path.join(folder, 'slow'), '');
        await pause(between(2000, 6000));
        await rm(path.join(folder, 'slow'), { force: true });
      }),
      repeatedly(until, 1000, 4000, async () => {
        const one = launched[Math.floor(random() * launched.length)];
        if (!one) return;
        const reply = await control(`training-jobs/${one.job}/interrupt`, 'POST', {
          notice: random() < 0.5,
          capacityWaitSeconds: between(0, 2),
        });
        if (reply?.ok) counts.interruptions += 1;
      }),
    ]);
    await writer.stop();

    const early = await holdings();
    const stops = launched.filter(({ stop }) => stop);
    for (const { job } of stops) {
      await client.waitFor(job, () => true);
      await client.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: job }));
    }
    const outcomes = await Promise.all(
      jobs.map(async ({ job, ends, reason }) => {
        const last = await client.waitFor(job, hasEnded, settleMs).catch((error: Error) => error);
        if (last instanceof Error) return `${job} does not end: ${last.message.slice(0, 600)}`;
        const { TrainingJobStatus: status = '', FailureReason: why = '' } = last;
        if (!ends.some((end) => end === status)) return `${job} is ${status}: ${why}`;
        if (reason && !reason.test(why)) return `${job} failed for another reason: ${why}`;
        const said = (await client.lines(job)).includes('TRUTH: done');
        if (status === 'Completed' && !said) return `${job} is Completed, but its log does not say so`;
        return undefined;
      }),
    );
    console.log(
      `${JSON.stringify(counts)}, ${writer.acknowledged()} objects acknowledged, ${jobs.length} jobs`,
    );
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([]);
    expect(await writer.findLost(client.s3)).toEqual([]);
    expect(await readdir(path.join(dataDir(), 'local/attempts'))).toEqual([]);

    const late = await holdings();
    console.log(`backend after the chaos and at the end: ${JSON.stringify([early, late])}`);
    expect(late.pid).toBe(early.pid);
    // Idle at the end, it holds no more than with jobs under way; memory may wait for the collector.
    expect(late.files).toBeLessThanOrEqual(early.files + 5);
    expect(late.megabytes).toBeLessThan(early.megabytes + 100);

    client.end();
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
    expect(await programsLeft()).toEqual([]);
  },
);
