/**
 * Keeps servers running and ends them all: on a signal, and when what started this process is gone. A server's
 * death never ends another one.
 */
import { watchParents } from './watch-parents.mjs';

/** @typedef {import('./servers.mjs').Server} Server */

/** A server that dies again and again is started again after waits that double up to this. */
const maxWaitMs = 30_000;
/** Deaths longer ago than this are forgotten. */
const deathsCountMs = 60_000;
const graceMs = 4_000;

/** @param {(line: string) => void} say */
export const createSupervisor = (say = console.error) => {
  /** @type {Map<string, Server>} */
  const running = new Map();
  /** Commands under way that are no servers: each ends its processes when called. */
  const commands = new Set();
  let ending = false;

  const end = async (exitCode) => {
    if (ending) return;
    ending = true;
    for (const endCommand of commands) endCommand();
    await Promise.all([...running.values()].map((server) => endServer(server)));
    process.exit(exitCode);
  };

  /** A second signal does not wait for anything: programs of the backend end with it. */
  const onSignal = () => {
    if (!ending) return void end(0);
    for (const { child } of running.values()) child.kill('SIGKILL');
  };

  return {
    /** From now on signals end everything, and so does the death of the npm that started this. */
    takeSignals() {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
      // A terminal or pipe that was closed takes no more lines, which is no reason to end.
      for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
      watchParents(() => void end(0));
    },
    ending: () => ending,
    end,
    /** @param {() => void} endCommand */
    runCommand: async (promise, endCommand) => {
      commands.add(endCommand);
      try {
        return await promise;
      } finally {
        commands.delete(endCommand);
      }
    },
    /**
     * Resolves once the server is ready; from then on it is started again whenever it dies.
     * @param {() => Server} start
     */
    keepRunning: async (start) => {
      const deaths = [];
      let hasStarted = false;
      const launch = () => {
        const server = start();
        running.set(server.name, server);
        // Who started it waits for it too, and tells why it did not come up.
        server.ready.catch(() => {});
        server.child.once('exit', (code, signal) => {
          // One that never came up has said why, and would not come up the next time either.
          if (ending || !hasStarted) return;
          const now = Date.now();
          deaths.push(now);
          const recent = deaths.filter((at) => at > now - deathsCountMs).length;
          const waitMs = recent === 1 ? 0 : Math.min(maxWaitMs, 250 * 2 ** (recent - 2));
          say(`The ${server.name} ended unexpectedly (${signal ?? `exit code ${code}`}).`);
          say(
            `Starting the ${server.name} again${waitMs < 1000 ? '' : ` in ${Math.round(waitMs / 1000)} s`}.`,
          );
          setTimeout(() => {
            if (!ending) launch();
          }, waitMs);
        });
        return server;
      };
      await launch().ready;
      hasStarted = true;
    },
  };
};

/** Ends a server: SIGTERM, and SIGKILL if it has not ended after `wait` milliseconds. */
export const endServer = async ({ child }, wait = graceMs) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const expiry = setTimeout(() => child.kill('SIGKILL'), wait);
  await ended;
  clearTimeout(expiry);
};
