import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backendEnvironment, dashboardEnvironment } from './server-environment.mjs';
import { tightenDataFolder } from './tighten-data-folder.mjs';

const here = (name: string) => pathToFileURL(fileURLToPath(new URL(name, import.meta.url))).href;
let folder: string;
let npm: ChildProcess | undefined;
const spawned = new Set<number>();

/** Writes its pid under its name, and ends when its standard input does, as both servers do. */
const server = `
  import { writeFileSync } from 'node:fs';
  const [name] = process.argv.slice(2);
  writeFileSync(name + '.pid', String(process.pid));
  process.stdin.on('end', () => process.exit(0)).resume();
  setInterval(() => {}, 1000);
  if (name === 'backend') process.on('SIGTERM', () => { writeFileSync('ended-in-order', ''); process.exit(0); });
  console.log('ready');
`;

const start = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { createInterface } from 'node:readline';
  import { createSupervisor } from '${here('./supervisor.mjs')}';
  const supervisor = createSupervisor();
  supervisor.takeSignals();
  writeFileSync('supervisor.pid', String(process.pid));
  const serverOf = (name) => () => {
    const child = spawn(process.execPath, ['server.mjs', name], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    const ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', () => resolve());
      child.once('exit', () => reject(new Error(name + ' did not start')));
    });
    return { name, child, ready };
  };
  await Promise.all([supervisor.keepRunning(serverOf('backend')), supervisor.keepRunning(serverOf('dashboard'))]);
  writeFileSync('running', '');
`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-supervisor-'));
  await writeFile(path.join(folder, 'server.mjs'), server);
  await writeFile(path.join(folder, 'start.mjs'), start);
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'x', version: '1.0.0', scripts: { start: 'node start.mjs' } }),
  );
});
afterEach(async () => {
  for (const pid of spawned) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended as it should.
    }
  }
  spawned.clear();
  await rm(folder, { recursive: true, force: true });
});

const until = async <Value>(look: () => Promise<Value | undefined>, what: string): Promise<Value> => {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not happen`);
};
const exists = (name: string) =>
  stat(path.join(folder, name)).then(
    () => true,
    () => undefined,
  );
const pidOf = async (name: string): Promise<number> => {
  const pid = await until(async () => {
    // Not written yet.
    const text = await readFile(path.join(folder, `${name}.pid`), 'utf8').catch(() => '');
    return text === '' ? undefined : Number(text);
  }, `${name}'s start`);
  spawned.add(pid);
  return pid;
};
const isAlive = async (pid: number): Promise<boolean> => {
  // Gone.
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) Z /.test(status);
};
const gone = (pid: number) =>
  until(async () => ((await isAlive(pid)) ? undefined : true), `the end of process ${pid}`);

/** As from a shell's prompt: npm leads a process group of its own. */
const startByNpm = async () => {
  npm = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, npm_lifecycle_event: undefined },
  });
  await until(() => exists('running'), 'the start');
  return Promise.all(['supervisor', 'backend', 'dashboard'].map(pidOf));
};

// Process ids are looked up in /proc.
describe.skipIf(process.platform !== 'linux')('npm start ends everything', () => {
  it.each<[string, (pids: number[]) => void]>([
    ['SIGTERM to npm', () => npm!.kill('SIGTERM')],
    ['SIGHUP to npm', () => npm!.kill('SIGHUP')],
    ['SIGKILL to npm', () => npm!.kill('SIGKILL')],
    ['SIGTERM to the process group', () => process.kill(-npm!.pid!, 'SIGTERM')],
    ['SIGHUP to the process group', () => process.kill(-npm!.pid!, 'SIGHUP')],
    ['SIGINT to the process group, as Ctrl-C', () => process.kill(-npm!.pid!, 'SIGINT')],
    ['SIGTERM to Node', ([supervisor]) => process.kill(supervisor!, 'SIGTERM')],
    ['SIGINT to Node', ([supervisor]) => process.kill(supervisor!, 'SIGINT')],
  ])('on %s, the backend in order', async (_what, signal) => {
    const pids = await startByNpm();
    signal(pids);
    for (const pid of pids) await gone(pid);
    expect(await exists('ended-in-order')).toBe(true);
  });

  it('on kill -9 of Node', async () => {
    const [supervisor, ...servers] = await startByNpm();
    process.kill(supervisor!, 'SIGKILL');
    for (const pid of servers) await gone(pid);
  });

  it('with exit code 0, on a second Ctrl-C without waiting for a server that does not end', async () => {
    await writeFile(
      path.join(folder, 'server.mjs'),
      server.replace("writeFileSync('ended-in-order', ''); process.exit(0);", "writeFileSync('deaf', '');"),
    );
    const pids = await startByNpm();
    const exited = once(npm!, 'exit');
    process.kill(-npm!.pid!, 'SIGINT');
    await until(() => exists('deaf'), 'the first signal');
    process.kill(-npm!.pid!, 'SIGINT');
    for (const pid of pids) await gone(pid);
    expect((await exited)[0] ?? 0).toBe(0);
  });

  it('but not when a server dies, however often: the other one goes on', async () => {
    const [, backend, dashboard] = await startByNpm();
    let pid = dashboard!;
    for (let deaths = 0; deaths < 6; deaths += 1) {
      await rm(path.join(folder, 'dashboard.pid'));
      process.kill(pid, 'SIGKILL');
      pid = await pidOf('dashboard');
    }
    expect(await isAlive(backend!)).toBe(true);
    npm!.kill('SIGTERM');
    for (const each of [pid, backend!]) await gone(each);
  });
});

describe.skipIf(process.platform !== 'linux')('a command that installs or builds', () => {
  const command = `
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    writeFileSync('command.pid', String(process.pid));
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync('worker.pid', String(child.pid));
    setInterval(() => {}, 1000);
  `;
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGKILL'])(
    'ends with all it started when what started it gets %s',
    async (signal) => {
      await writeFile(path.join(folder, 'command.mjs'), command);
      await writeFile(
        path.join(folder, 'start.mjs'),
        `import { spawn } from 'node:child_process';
         import { createSupervisor } from '${here('./supervisor.mjs')}';
         const supervisor = createSupervisor();
         supervisor.takeSignals();
         const child = spawn(process.execPath, [${JSON.stringify(fileURLToPath(new URL('./run-with-parent.mjs', import.meta.url)))},
           process.execPath, 'command.mjs'], { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
         await supervisor.runCommand(new Promise((resolve) => child.once('exit', resolve)), () => child.stdin.end());`,
      );
      const starter = spawn(process.execPath, ['start.mjs'], { cwd: folder, stdio: 'ignore' });
      const pids = [await pidOf('command'), await pidOf('worker')];
      starter.kill(signal);
      for (const pid of pids) await gone(pid);
    },
  );
});

describe('the environment of', () => {
  const given = {
    PATH: '/bin',
    TZ: 'Europe/Berlin',
    HOME: '/home/me',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_PROFILE: 'mine',
    GITHUB_TOKEN: 'token',
    NODE_AUTH_TOKEN: 'token',
    NODE_OPTIONS: '--inspect',
    npm_config__auth: 'secret',
  };
  it('the local backend holds what its programs need, and nothing else', () => {
    expect(backendEnvironment(given)).toEqual({ PATH: '/bin', TZ: 'Europe/Berlin' });
  });
  it('the dashboard holds what credential sources may need, and nothing of npm', () => {
    const { NODE_AUTH_TOKEN: _token, npm_config__auth: _auth, ...rest } = given;
    expect(dashboardEnvironment(given)).toEqual(rest);
  });
});

describe('the data folder', () => {
  const modeOf = async (name: string) => (await stat(path.join(folder, 'data', name))).mode & 0o777;
  const make = async (...names: string[]) => {
    await mkdir(path.join(folder, 'data/local'), { recursive: true });
    for (const name of names) await writeFile(path.join(folder, 'data', name), '');
    for (const name of ['', ...(await readdir(path.join(folder, 'data')))])
      await chmod(path.join(folder, 'data', name), name === '' || name === 'local' ? 0o755 : 0o644);
  };
  it('that is Spotdeck’s alone is its owner’s alone', async () => {
    await make('catalog.sqlite', 'prices.json');
    tightenDataFolder(path.join(folder, 'data'));
    expect(await Promise.all(['', 'catalog.sqlite', 'prices.json'].map(modeOf))).toEqual([
      0o700, 0o600, 0o600,
    ]);
  });
  it('that holds other things keeps its own mode and theirs', async () => {
    await make('catalog.sqlite', 'thesis.tex');
    tightenDataFolder(path.join(folder, 'data'));
    expect(await Promise.all(['', 'catalog.sqlite', 'thesis.tex'].map(modeOf))).toEqual([
      0o755, 0o600, 0o644,
    ]);
  });
});
