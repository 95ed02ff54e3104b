/**
 * The dashboard as a program: `node dashboard.mjs --host H --port N --root DIR [--dev]`.
 * Prints `listening <url>` once requests are answered; SIGINT and SIGTERM end it.
 */
import { readFileSync } from 'node:fs';
import { Server } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import next from 'next';
import { z } from 'zod';
import { builtFiles } from './built-files';
import { createDashboardServer } from './dashboard-server';
import { loadReplyDecoder } from './reply-decoder';

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      root: { type: 'string' },
      dev: { type: 'boolean', default: false },
    },
  });
  const { host, port, root, dev } = values;
  if (host === undefined || root === undefined || !/^\d{1,5}$/.test(port ?? '')) {
    throw new Error('usage: dashboard.mjs --host H --port N --root DIR [--dev]');
  }
  return { host, port: Number(port), root, dev };
};

const manifestSchema = z.object({ node: z.record(z.string(), z.unknown()) });

/** The ids of the build's server actions. */
const builtActions = (root: string): ((id: string) => boolean) => {
  const file = path.join(root, '.next/server/server-reference-manifest.json');
  const { node } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return (id) => Object.hasOwn(node, id);
};

const main = async (): Promise<void> => {
  const { host, port, root, dev } = readArguments();
  const app = next({
    dev,
    dir: root,
    hostname: host,
    port,
    // Next would take every web socket of the server it is given: it gets one that has none.
    httpServer: new Server(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  const server = createDashboardServer({
    host,
    port,
    dev,
    handle: (request, response) => {
      handle(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    },
    // A developer's server has further POSTs, and builds its actions as they are called.
    ...(!dev && {
      actions: { knows: builtActions(root), decode: loadReplyDecoder() },
      files: builtFiles(root),
    }),
    ...(dev && { upgrade: (request, socket, head) => void upgrade(request, socket, head) }),
  });

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    server.close();
    // Event streams never end by themselves.
    server.closeAllConnections();
    await app.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  console.log(`listening http://${host.includes(':') ? `[${host}]` : host}:${port}`);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
