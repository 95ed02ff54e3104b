import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { attemptMarker, signalProcess } from './process-group';

/**
 * All processes of a job's program as this machine sees them, and one signal for all of them. The look is
 * synchronous, a few milliseconds for a whole machine: it sees one moment, and it does not queue behind reads that a
 * script may be holding up. Linux only: elsewhere nothing is found, and the runner's group signals must do.
 */
export interface JobScope {
  /** Folder of the attempt or endpoint, or one that holds several, absolute. */
  folder: string;
  /** Leader of the program's process group. */
  groupId?: number;
  /** Processes that are the runner's own: never listed, so never frozen. */
  except?: readonly number[];
}

export interface JobProcess {
  pid: number;
  /** In clock ticks since the machine started: with the pid it identifies a process for good. */
  startTime: number;
  /** Stopped, or dead and not yet waited for: it does nothing. */
  still: boolean;
}

interface Seen extends JobProcess {
  parent: number;
  groupId: number;
  namespace: string | undefined;
}

/** What a process that ended meanwhile, or that belongs to somebody else, answers. */
const ifReadable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const look = (pid: number): Seen | undefined => {
  const text = ifReadable(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces; what follows it does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    still: 'TtZXx'.includes(fields[0] ?? ''),
    parent: Number(fields[1]),
    groupId: Number(fields[2]),
    startTime: Number(fields[19]),
    namespace: ifReadable(() => readlinkSync(`/proc/${pid}/ns/pid`)),
  };
};

const lookAtAll = (): Seen[] =>
  (ifReadable(() => readdirSync('/proc')) ?? [])
    .filter((name) => /^\d+$/.test(name))
    .map((name) => look(Number(name)))
    .filter((process) => process !== undefined);

const liesIn = (folder: string, file: string | undefined): boolean =>
  file !== undefined && (file === folder || file.startsWith(`${folder}/`));

const isMarked = (pid: number, folder: string): boolean =>
  (ifReadable(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '')
    .split('\0')
    .some(
      (entry) =>
        entry.startsWith(`${attemptMarker}=`) && liesIn(folder, entry.slice(attemptMarker.length + 1)),
    );

/** Whether it works in the folder or holds a file of it open. */
const uses = (pid: number, folder: string): boolean => {
  const target = (name: string) => ifReadable(() => readlinkSync(`/proc/${pid}/${name}`));
  if (['cwd', 'root', 'exe'].some((name) => liesIn(folder, target(name)))) return true;
  const descriptors = ifReadable(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return descriptors.some((descriptor) => liesIn(folder, target(`fd/${descriptor}`)));
};

/** Every living process of the job but this one and `except`. */
export const listJobProcesses = ({ folder, groupId, except = [] }: JobScope): JobProcess[] => {
  const all = lookAtAll();
  const own = all.find(({ pid }) => pid === process.pid);
  const ancestors = new Set<number>();
  for (let pid = process.pid; pid > 0 && !ancestors.has(pid);) {
    ancestors.add(pid);
    pid = all.find((one) => one.pid === pid)?.parent ?? 0;
  }
  const members = new Map<number, Seen>();
  const namespaces = new Set<string>();
  const add = (one: Seen): void => {
    members.set(one.pid, one);
    if (one.namespace !== undefined && one.namespace !== own?.namespace) namespaces.add(one.namespace);
  };
  // The backend's own files lie near, and it may hold some of a job's open: it and what started it are no job.
  const strangers = all.filter(({ pid }) => !ancestors.has(pid));
  for (const one of strangers) {
    if (one.groupId === groupId || isMarked(one.pid, folder) || uses(one.pid, folder)) add(one);
  }
  // What shares a namespace with one of them, or descends from one, is the job's too.
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const one of strangers) {
      if (members.has(one.pid)) continue;
      if (members.has(one.parent) || (one.namespace !== undefined && namespaces.has(one.namespace))) add(one);
    }
  }
  return [...members.values()]
    .filter(({ pid }) => !except.includes(pid))
    .map(({ pid, startTime, still }) => ({ pid, startTime, still }));
};

/** Looks for which processes may go on appearing while they are being stopped or killed. */
const mostRounds = 500;
const pauseMillis = 2;

const untilNoneIsLeft = async (act: () => number): Promise<boolean> => {
  for (let round = 0; round < mostRounds; round += 1) {
    if (act() === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, pauseMillis));
  }
  return false;
};

const signalAll = (processes: readonly JobProcess[], signal: NodeJS.Signals): number => {
  for (const { pid } of processes) signalProcess(pid, signal);
  return processes.length;
};

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
 * @returns whether none is left but those that are dead and not yet waited for.
 */
export const killJob = (scope: JobScope): Promise<boolean> =>
  untilNoneIsLeft(() =>
    signalAll(
      listJobProcesses(scope).filter(({ pid }) => !isDead(pid)),
      'SIGKILL',
    ),
  );

const isDead = (pid: number): boolean => {
  const text = ifReadable(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return text === undefined || 'ZXx'.includes(text[text.lastIndexOf(')') + 2] ?? '');
};
