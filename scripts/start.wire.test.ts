import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireNode } from './setup.mjs';

const script = fileURLToPath(new URL('./start.mjs', import.meta.url));

let folder: string;
let taken: Server | undefined;

const start = (environment: Record<string, string>) =>
  new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, SPOTDECK_DATA_DIR: folder, ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.once('error', reject).once('close', (code) => resolve({ code, stdout, stderr }));
  });

const takePort = async () => {
  taken = createServer();
  await new Promise<void>((resolve) => taken!.listen(0, '127.0.0.1', resolve));
  return (taken.address() as AddressInfo).port;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-start-'));
});

afterEach(async () => {
  taken?.close();
  taken = undefined;
  await rm(folder, { recursive: true, force: true });
});

describe('npm start refuses, with one line and exit code 1,', () => {
  it('a dashboard port in use', async () => {
    const port = await takePort();
    const { code, stderr } = await start({ PORT: String(port) });
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(`PORT: port ${port} is in use. Set PORT to a free port, or end what uses it.`);
  });

  it('a local backend port in use', async () => {
    const port = await takePort();
    const { code, stderr } = await start({ PORT: await freePort(), SPOTDECK_LOCAL_PORT: String(port) });
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^SPOTDECK_LOCAL_PORT: port \d+ is in use/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a host that is not loopback', async () => {
    const { code, stderr } = await start({ HOST: '0.0.0.0' });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/HOST must be a loopback address.*no login/);
  });

  it('a data folder that cannot be made', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const { code, stderr } = await start({ SPOTDECK_DATA_DIR: path.join(file, 'below') });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^SPOTDECK_DATA_DIR: the data folder .* cannot be written to/);
  });

  // There, Node's own recursive mkdir never returns.
  it.skipIf(process.platform !== 'linux')('a data folder below /proc', async () => {
    const { code, stderr } = await start({ SPOTDECK_DATA_DIR: '/proc/spotdeck/data' });
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      'SPOTDECK_DATA_DIR: the data folder /proc/spotdeck/data cannot be written to (ENOENT). Choose another folder.',
    );
  });
});

describe('requireNode', () => {
  it.each(['18.20.0', '20.18.3', '8.0.0'])('refuses Node %s', (version) => {
    expect(() => requireNode(version)).toThrow(
      `Spotdeck needs Node 20.19 or newer; this is Node ${version}.`,
    );
  });
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes Node %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});

const freePort = async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
};
