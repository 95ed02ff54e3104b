import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { placeOf, startSpotdeck } from './spotdeck-process';

/**
 * The dashboard reads all jobs of a backend into a new catalog while a job list is open: a stream of what changes, and
 * list and report asked for every few seconds.
 * @param dataDir whose catalog is thrown away
 * @returns bytes that the dashboard held in memory at its highest (resident set); undefined on systems that do not tell
 * @source proc(5): VmHWM
 */
export const measureSyncMemory = async (root: string, dataDir: string): Promise<number | undefined> => {
  if (!existsSync('/proc/self/status')) return undefined;
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('catalog.sqlite')) rmSync(path.join(dataDir, name));
  }
  const { url, environment } = await placeOf(dataDir);
  const spotdeck = await startSpotdeck(root, url, { environment });
  const page = new AbortController();
  try {
    const stream = await fetch(`${url}/local/job-list/events`, { signal: page.signal });
    const drained = drain(stream);
    for (;;) {
      await delay(3_000);
      await (await fetch(`${url}/local/jobs`)).text();
      // Only a report of all there is says as of when.
      if ((await (await fetch(`${url}/local/savings`)).text()).includes('As of ')) break;
    }
    const bytes = highestBytes(dashboardOf(spotdeck.pid));
    page.abort();
    await drained;
    return bytes;
  } finally {
    page.abort();
    await spotdeck.stop();
  }
};

/** Reads what comes until it is ended, as a browser does. */
const drain = async (response: Response): Promise<void> => {
  if (!response.ok || response.body === null)
    throw new Error(`the job list's events: HTTP ${response.status}`);
  const reader = response.body.getReader();
  try {
    while (!(await reader.read()).done);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  }
};

const statusOf = (pid: string, key: string): string =>
  new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

const dashboardOf = (supervisor: number): string => {
  const pid = readdirSync('/proc').find((name) => {
    try {
      return (
        /^\d+$/.test(name) &&
        statusOf(name, 'PPid') === String(supervisor) &&
        readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('dashboard.mjs')
      );
    } catch {
      // It has ended since the folder was listed.
      return false;
    }
  });
  if (pid === undefined) throw new Error('the dashboard is not among the processes');
  return pid;
};

const highestBytes = (pid: string): number => Number(statusOf(pid, 'VmHWM')) * 1024;
