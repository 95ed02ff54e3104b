import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./demo.mjs', import.meta.url));

const play = (environment: Record<string, string>) =>
  new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [script], { env: { ...process.env, ...environment } });
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    child.once('error', reject).once('close', (code) => resolve({ code, stderr }));
  });

const serve = async (text: string) => {
  const server = createServer((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: String((server.address() as AddressInfo).port), server };
};

describe('npm run demo refuses, with one line and exit code 1,', () => {
  it('to play where no dashboard runs', async () => {
    const { port, server } = await serve('');
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await play({ PORT: port });
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^PORT: no Spotdeck is running at http:\/\/127\.0\.0\.1:\d+\. Start it/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('to play where something else answers', async () => {
    const { port, server } = await serve('another site');
    const { code, stderr } = await play({ PORT: port });
    server.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^PORT: no Spotdeck/);
  });

  it('to play without the local backend', async () => {
    const dashboard = await serve('Spotdeck');
    const other = await serve('{}');
    const { code, stderr } = await play({ PORT: dashboard.port, SPOTDECK_LOCAL_PORT: other.port });
    dashboard.server.close();
    other.server.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^SPOTDECK_LOCAL_PORT: no local backend is running at/);
  });

  it('a setting that is wrong', async () => {
    const { code, stderr } = await play({ PORT: 'x' });
    expect(code).toBe(1);
    expect(stderr.trim()).toBe('PORT must be a port from 1 to 65535, not "x".');
  });
});
