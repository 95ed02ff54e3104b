import { readdir, readFile } from 'node:fs/promises';
import { attemptMarker } from './process-search.mjs';
import { codeOf } from '../../core/thrown';

/**
 * What the machine knows of a program's processes, from Linux's /proc. Where there is none (macOS) the answers
 * are empty or undefined, and callers fall back on the shim, which ends its group by itself.
 */

export { attemptMarker };

/** Errors of a process that ended, or that belongs to somebody else, while it was being looked at. */
const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(codeOf(error));

const unlessGone = async <Value>(reading: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await reading;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

const processIds = async (): Promise<number[]> =>
  ((await unlessGone(readdir('/proc'))) ?? []).filter((name) => /^\d+$/.test(name)).map(Number);

export interface ProcessStatistics {
  pid: number;
  /** User and system time, clock ticks. */
  cpuTicks: number;
  /** In clock ticks since the machine started: with the pid it identifies a process for good. */
  startTime: number;
  /** Resident memory, pages. */
  residentPages: number;
}

/** @returns undefined if there is no such process, or no /proc. */
export const readProcessStatistics = async (pid: number): Promise<ProcessStatistics | undefined> => {
  const text = await unlessGone(readFile(`/proc/${pid}/stat`, 'utf8'));
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces; what follows it does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid,
    cpuTicks: field(14) + field(15),
    startTime: field(22),
    residentPages: field(24),
  };
};

/** Processes whose environment names an attempt folder at or below `folder`. */
export const findMarkedProcesses = async (folder: string): Promise<number[]> => {
  const isMarked = async (pid: number) => {
    const environment = await unlessGone(readFile(`/proc/${pid}/environ`, 'utf8'));
    return environment?.split('\0').some((entry) => {
      const prefix = `${attemptMarker}=${folder}`;
      return entry === prefix || entry.startsWith(`${prefix}/`);
    });
  };
  const found = await Promise.all(
    (await processIds()).map(async (pid) => ((await isMarked(pid)) ? pid : undefined)),
  );
  return found.flatMap((pid) => (pid === undefined || pid === process.pid ? [] : [pid]));
};

/** Sends a signal to a process, or with a negative number to a group. One that has ended already is no error. */
export const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
};
