/**
 * The package as its users have it: `npm pack`, installed into an empty folder, where there are no sources, nothing that
 * only builds, and a home without anything of Spotdeck's. Then the story in the browser, on Node 24.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsClients } from '../e2e/fixtures/aws-clients';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  logLines,
  trainingJobEnd,
} from '../e2e/fixtures/training-jobs';
import { freePorts } from './free-ports.mjs';
import { root } from './setup.mjs';

/** The newest of Node's that Spotdeck is for; npm's packages of Node hold the program alone. */
const node24 = { name: `node-${process.platform}-${process.arch}`, version: '24.21.0' };

const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];

let folder: string;
let home: string;
let installed: string;
/** Packages that were downloaded once are not downloaded again for each test. */
let npmCache: string;

/** The shell's environment with a home of its own; what npm and Vitest add for themselves stays behind. */
const environment = (): NodeJS.ProcessEnv => {
  const own = { ...process.env, HOME: home, npm_config_cache: npmCache };
  const foreign = /^(npm_(?!config_cache$)|VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|SPOTDECK_|XDG_)/;
  for (const name of Object.keys(own)) if (foreign.test(name)) Reflect.deleteProperty(own, name);
  return own;
};

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const run = async (command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> => {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
};

const succeed = async (...args: Parameters<typeof run>): Promise<string> => {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(`${args[0]} ${args[1].join(' ')}: ${stdout}${stderr}`);
  return stdout.trim();
};

const spotdeck = (args: string[], env = environment()) =>
  run('npx', ['--no-install', 'spotdeck', ...args], folder, env);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-package-'));
  home = await mkdtemp(path.join(tmpdir(), 'spotdeck-home-'));
  await writeFile(path.join(folder, 'package.json'), '{"private":true}');
  npmCache = await succeed('npm', ['config', 'get', 'cache'], root, process.env);
  const packed = await succeed('npm', ['pack', '--silent', '--pack-destination', folder], root, process.env);
  await succeed('npm', [...install, `./${packed.split('\n').at(-1)!}`], folder, environment());
  installed = path.join(folder, 'node_modules/spotdeck');
}, 600_000);

afterAll(async () => {
  for (const made of [folder, home]) await rm(made, { recursive: true, force: true });
});

const filesBelow = (of: string): string[] =>
  readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

const namesAndTimes = () => filesBelow(installed).map((file) => `${file} ${statSync(file).mtimeMs}`);

describe('the installed package', () => {
  it('is small, and names no folder of who packed it', () => {
    const files = filesBelow(installed);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(18e6);
    expect(files.filter((file) => /\.(?:map|tsx?|nft\.json)$/.test(file))).toEqual([]);
    expect(files.filter((file) => readFileSync(file).includes(root))).toEqual([]);
  });

  it('imports only what npm installs with it', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imports =
      /(?:^(?:import|export) (?:[^'"]* from )?|\bimport\(|[^.\w]require\()["'](?:(@[\w.-]+\/)?[\w-][\w.-]*)(?=["'/])/gm;
    const named = filesBelow(installed)
      .filter((file) => /\.m?js$/.test(file) && !file.includes('/.next/static/'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(imports)])
      .map(([all]) => all.replace(/^.*["']/s, ''));
    expect(named).toContain('libsql');
    const missing = new Set(
      named.filter((name) => !builtinModules.includes(name) && !(name in dependencies)),
    );
    // The SDK asks for its other signers in a try, Next's text has an example, and only in the sources is there a bundler.
    for (const harmless of ['@aws-sdk/signature-v4-crt', '@aws-sdk/signature-v4a', 'something', 'esbuild'])
      missing.delete(harmless);
    expect([...missing]).toEqual([]);
  });

  it('says what it is, what it can do, and what it cannot', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect((await spotdeck(['--version'])).stdout.trim()).toBe(version);
    expect((await spotdeck(['--help'])).stdout).toContain('read-log FILE');
    const unknown = await spotdeck(['launch']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^There is no command "launch"\./);
  });

  it('reads a log', async () => {
    const log = path.join(folder, 'train.log');
    await writeFile(log, 'Epoch 1/2\nloss: 0.5\nEpoch 2/2\nloss: 0.25\n');
    const { code, stdout } = await spotdeck(['read-log', log]);
    expect(code).toBe(0);
    expect(stdout).toContain('0.25');
  });

  it('starts, trains, resumes and is backed up, with its data in the user’s folder', async () => {
    const before = namesAndTimes();
    const [port, localPort] = await freePorts(2);
    const env = { ...environment(), PORT: String(port), SPOTDECK_LOCAL_PORT: String(localPort) };
    const child = spawn('npx', ['--no-install', 'spotdeck', 'start'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await running(child);
      const page = await fetch(`http://127.0.0.1:${port}/local/jobs`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Spotdeck');
      const endpoint = `http://127.0.0.1:${localPort}`;
      const aws = createAwsClients(endpoint);
      await createTrainingJob(aws, {
        name: 'installed',
        script: 'count-epochs.mjs',
        hyperparameters: { epochs: '4' },
        spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
      });
      await interruptTrainingJob(endpoint, 'installed', { afterEpoch: 2, capacityWaitSeconds: 1 });
      await trainingJobEnd(aws, 'installed');
      expect((await describeTrainingJob(aws, 'installed')).TrainingJobStatus).toBe('Completed');
      const log = (await logLines(aws, 'installed')).join('\n');
      expect(log).toContain('Resuming training from epoch: 3');
      expect(log).toContain('Epoch 4/4');
      const backUp = await spotdeck(['backup', path.join(folder, 'copy')], env);
      expect(backUp.stdout).toMatch(/^Backed up to /);
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    expect(existsSync(path.join(home, '.local/share/spotdeck/local'))).toBe(true);
    expect(namesAndTimes()).toEqual(before);
  });
});

it('The story is played in the browser on Node 24', async () => {
  const prefix = path.join(root, '.tmp', node24.name);
  const node = path.join(prefix, 'node_modules', node24.name, 'bin/node');
  const { name, version } = node24;
  await mkdir(prefix, { recursive: true });
  // A folder of its own by a manifest: --prefix would also take npm's global settings (its certificates) from there.
  await writeFile(path.join(prefix, 'package.json'), '{}');
  await succeed('npm', [...install, '--no-save', `${name}@${version}`], prefix, environment());
  expect(await succeed(node, ['--version'], folder, environment())).toBe(`v${version}`);
  const playwright = [
    'node_modules/@playwright/test/cli.js',
    'test',
    'e2e/specs/story.spec.ts',
    '--workers',
    '1',
  ];
  const stdout = await succeed(
    process.execPath,
    [...playwright, '--output', 'test-results/node-24', '--grep', 'launched from the browser'],
    root,
    {
      ...environment(),
      HOME: process.env.HOME,
      SPOTDECK_E2E_NODE: node,
      SPOTDECK_E2E_COMMAND: path.join(installed, 'scripts/spotdeck.mjs'),
    },
  );
  expect(stdout).toMatch(/^\s+1 passed/m);
});

const running = async (child: ChildProcess): Promise<void> => {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith('Spotdeck is running at ')) return void child.stdout!.resume();
  }
  throw new Error('Spotdeck did not start');
};
