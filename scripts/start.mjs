/**
 * `npm start`: sets up what is missing, starts the local backend and the dashboard, keeps them running, and ends
 * both on Ctrl-C. Training that is cut off by that resumes at the next start.
 */
import { readSettings } from '../lib/settings.mjs';
import { ensureBuilt, ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';
import {
  endServer,
  requireFreePort,
  requireWritable,
  startDashboard,
  startLocalBackend,
  urlOf,
} from './servers.mjs';

const restartsAllowed = 5;
const restartWindowMs = 60_000;

let ending = false;
const running = new Map();

const end = async (exitCode) => {
  if (ending) return;
  ending = true;
  await Promise.all([...running.values()].map((server) => endServer(server)));
  process.exit(exitCode);
};

/** Starts a server and, should it die, starts it again: what it was doing is durable and goes on. */
const keepRunning = async (start, settings) => {
  const deaths = [];
  let hasStarted = false;
  const launch = () => {
    const server = start(settings);
    running.set(server.name, server);
    server.child.once('exit', (code, signal) => {
      // One that never came up has said why, and would not come up the next time either.
      if (ending || !hasStarted) return;
      const now = Date.now();
      deaths.push(now);
      const recent = deaths.filter((at) => at > now - restartWindowMs).length;
      console.error(`The ${server.name} ended unexpectedly (${signal ?? `exit code ${code}`}).`);
      if (recent > restartsAllowed) {
        console.error(`It has ended ${recent} times within a minute: giving up.`);
        void end(1);
        return;
      }
      console.error(`Starting the ${server.name} again.`);
      launch().ready.catch(() => {});
    });
    return server;
  };
  await launch().ready;
  hasStarted = true;
};

const main = async () => {
  requireNode();
  const settings = readSettings(process.env, root);
  requireWritable(settings.dataDir);
  await requireFreePort(settings.host, settings.port, 'PORT');
  await requireFreePort('127.0.0.1', settings.localPort, 'SPOTDECK_LOCAL_PORT');
  ensureInstalled();
  ensureBuilt();
  process.on('SIGINT', () => void end(0));
  process.on('SIGTERM', () => void end(0));
  process.on('SIGHUP', () => void end(0));
  await Promise.all([keepRunning(startLocalBackend, settings), keepRunning(startDashboard, settings)]);
  console.log(`Spotdeck is running at ${urlOf(settings)}`);
};

main().catch(async (error) => {
  ending = true;
  await Promise.all([...running.values()].map((server) => endServer(server)));
  exitOnError(error);
});
