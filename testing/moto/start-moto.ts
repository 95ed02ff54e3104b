/** moto's server, in an environment of its own that is made once: on a free loopback port, with no data. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePorts } from '../../scripts/free-ports.mjs';

const run = promisify(execFile);
const version = '5.2.5';
const folder = fileURLToPath(new URL(`../../.tmp/moto-${version}`, import.meta.url));

/** Made beside its place and moved there, so that a half of one is never taken for whole. */
const ensureMoto = async (): Promise<string> => {
  const program = path.join(folder, 'bin/python');
  if (existsSync(program)) return program;
  const building = `${folder}-building`;
  await rm(building, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', building]);
  await run(path.join(building, 'bin/python'), [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `moto[server]==${version}`],
  ]);
  await rename(building, folder);
  return program;
};

export const startMoto = async (): Promise<{ url: string; port: number; end: () => Promise<void> }> => {
  const program = await ensureMoto();
  const [port = 0] = await freePorts(1);
  // Scripts of an environment name the place where they were made, so the module is run.
  const child: ChildProcess = spawn(program, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await isAnswering(url, child);
  return {
    url,
    port,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

const isAnswering = async (url: string, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`moto's server ended with ${child.exitCode} before it answered.`);
    try {
      await fetch(`${url}/moto-api/`);
      return;
    } catch {
      // It does not listen yet.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
