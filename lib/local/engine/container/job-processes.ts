import { readdirSync, readFileSync } from 'node:fs';
import { signalProcess } from './process-group';
import { lookAtProcess, searchNamespace, searchProcesses } from './process-search.mjs';
import { codeOf } from '../../core/thrown';

/**
 * All processes of a job's program as this machine sees them, and one signal for all of them. Linux only: elsewhere
 * nothing is found, and the runner's group signals must do.
 */
export interface JobScope {
  /** Folder of the attempt or endpoint, or one that holds several, absolute. */
  folder: string;
  /** The PID namespace that the program runs in, as /proc/<pid>/ns/pid names it: then it holds all of them. */
  namespace?: string;
  /** Leader of the program's process group. */
  groupId?: number;
  /** Start time (see JobProcess) before which a process that merely uses the folder is a stranger's. */
  since?: number;
  /** Processes that are the runner's own: never listed, so never frozen. */
  except?: readonly number[];
}

export interface JobProcess {
  pid: number;
  /** In clock ticks since the machine started: with the pid it identifies a process for good. */
  startTime: number;
  /** Stopped: it does nothing. */
  still: boolean;
}

/** Every living process of the job but this one and `except`. */
export const listJobProcesses = ({ except = [], ...scope }: JobScope): JobProcess[] =>
  (scope.namespace === undefined ? searchProcesses(scope) : searchNamespace(scope.namespace))
    .filter(({ pid }) => !except.includes(pid))
    .map(({ pid, startTime, still }) => ({ pid, startTime, still }));

/** Looks for which processes may go on appearing while they are being stopped or killed. */
const maxRounds = 500;
const pauseMs = 2;

const untilNoneIsLeft = async (act: () => number): Promise<boolean> => {
  for (let round = 0; round < maxRounds; round += 1) {
    if (act() === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return false;
};

/** @returns how many could be signalled; another user's cannot. */
const signalAll = (processes: readonly JobProcess[], signal: NodeJS.Signals): number =>
  processes.filter(({ pid }) => {
    try {
      signalProcess(pid, signal);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EPERM') throw error;
      return false;
    }
  }).length;

/**
 * Stops all of them, those that they start meanwhile too.
 * @returns whether all of them stand still.
 */
export const freezeJob = (scope: JobScope): Promise<boolean> =>
  untilNoneIsLeft(() =>
    signalAll(
      listJobProcesses(scope).filter(({ still }) => !still),
      'SIGSTOP',
    ),
  );

/** Lets all of them go on. */
export const thawJob = (scope: JobScope): void => {
  signalAll(listJobProcesses(scope), 'SIGCONT');
};

/**
 * Kills all of them.
 * @returns whether none is left.
 */
export const killJob = (scope: JobScope): Promise<boolean> =>
  untilNoneIsLeft(() => signalAll(listJobProcesses(scope), 'SIGKILL'));

/** Whether a process has a child that has not died; false once it is dead itself, undefined without Linux's /proc. */
export const hasLivingChild = (pid: number): boolean | undefined => {
  if (process.platform !== 'linux') return undefined;
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '))
      .some((child) => child !== '' && lookAtProcess(Number(child))?.dead === false);
  } catch {
    // It died while it was looked at.
    return false;
  }
};
