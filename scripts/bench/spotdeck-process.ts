/** A Spotdeck started as a person starts it, whose start is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '../free-ports.mjs';

export interface SpotdeckStart {
  /** Seconds until it printed its URL. */
  urlLine: number;
  /** Seconds until the job list had come as HTML. */
  firstPage: number;
}

export interface SpotdeckProcess {
  start: SpotdeckStart;
  /** Of the supervisor, whose children the two servers are. */
  pid: number;
  /** Ends it as Ctrl-C does. @returns seconds that took */
  stop(): Promise<number>;
}

/**
 * Uses ports and data folder of this process's environment, or of another one.
 * @param firstPage path of the page whose coming is measured; the job list by default
 * @throws Error, where it does not start
 */
export const startSpotdeck = async (
  root: string,
  url: string,
  { environment = process.env, firstPage: path = '/local/jobs' } = {},
): Promise<SpotdeckProcess> => {
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithThis = () => child.kill('SIGTERM');
  process.once('exit', endWithThis);
  await urlLineOf(child);
  const urlLine = secondsSince(began);
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  if (!response.ok || !/<\/(?:html|svg)>/.test(text)) {
    throw new Error(`${path} answered with HTTP ${response.status}`);
  }
  const firstPage = secondsSince(began);
  return {
    start: { urlLine, firstPage },
    pid: child.pid ?? 0,
    async stop() {
      const stopping = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGINT');
        await exited;
      }
      process.removeListener('exit', endWithThis);
      return secondsSince(stopping);
    },
  };
};

const urlLineOf = async (child: ChildProcess): Promise<void> => {
  if (!child.stdout) throw new Error('Spotdeck has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('Spotdeck is running at ')) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error('Spotdeck did not start');
};

export const secondsSince = (began: number): number => (performance.now() - began) / 1000;

/** Where a Spotdeck of a data folder of its own will be, on free ports, and what its environment is. */
export const placeOf = async (dataDir: string): Promise<{ url: string; environment: NodeJS.ProcessEnv }> => {
  const [port, localPort] = await freePorts(2);
  return {
    url: `http://127.0.0.1:${port}`,
    environment: {
      ...process.env,
      PORT: String(port),
      SPOTDECK_LOCAL_PORT: String(localPort),
      SPOTDECK_DATA_DIR: dataDir,
    },
  };
};
