import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileId } from './file-state';
import { codeOf } from '../../core/thrown';

/** Which files processes hold open for writing, or have mapped so that they can write. */
export interface OpenFiles {
  /** @param id as `fileId` gives it */
  has(id: string): boolean;
}

/** What a process that ended meanwhile answers is undefined. @throws where the machine has no room for a look */
const ifReadable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    // Then nothing was seen, which is not the same as nothing being open.
    if (['EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(error))) throw error;
    return undefined;
  }
};

const writable = 0o200;

/** Threads may have tables of their own, so each one's is read. Paths are never compared: a link would deceive. */
const addDescriptors = (folder: string, open: Set<string>): void => {
  for (const descriptor of ifReadable(() => readdirSync(`${folder}/fd`)) ?? []) {
    const link = `${folder}/fd/${descriptor}`;
    // The permission bits of the link are the mode of the descriptor (proc(5)).
    const mode = ifReadable(() => lstatSync(link).mode) ?? 0;
    if ((mode & writable) === 0) continue;
    const stats = ifReadable(() => statSync(link, { bigint: true }));
    if (stats?.isFile()) open.add(fileId(stats));
  }
};

/** `address perms offset major:minor inode path`, where `s` stands for shared. */
const sharedWritable = /^[0-9a-f]+-[0-9a-f]+ .w.s [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) (\d+) *(.*)$/;

const addMappings = (pid: number, open: Set<string>): void => {
  const maps = ifReadable(() => readFileSync(`/proc/${pid}/maps`, 'utf8')) ?? '';
  for (const line of maps.split('\n')) {
    const found = sharedWritable.exec(line);
    if (!found) continue;
    const [, major = '', minor = '', inode = '', path = ''] = found;
    open.add(`${deviceNumber(parseInt(major, 16), parseInt(minor, 16))}:${inode}`);
    // Some file systems show another device here than a look at the file does. The path is the process's own.
    const stats = ifReadable(() => statSync(`/proc/${pid}/root${path}`, { bigint: true }));
    if (stats && String(stats.ino) === inode) open.add(fileId(stats));
  }
};

/** As stat gives it on Linux (glibc's makedev). */
const deviceNumber = (major: number, minor: number): bigint => {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return (
    ((high & 0xfffff000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffffff00n) << 12n) | (low & 0xffn)
  );
};

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Looks for which children may go on appearing while they are being looked at. */
const maxRounds = 5;
/** How long a process may have been no part of the job and have become one without being new. */
const maxCacheAgeMs = 1000;

const processIds = (): Set<number> =>
  new Set((ifReadable(() => readdirSync('/proc')) ?? []).filter((name) => /^\d+$/.test(name)).map(Number));

export interface JobLook {
  /** Process ids of the job as of now; it may be dear, and is asked again when a process is new. */
  listProcesses(): readonly number[];
  /** Whether the program itself lives. */
  isAlive(): boolean;
}

export interface LookOptions {
  /** List the processes again in any case. */
  afresh?: boolean;
  /** Say what is open also of a program that has just died, although what it left open may be half written. */
  evenIfDead?: boolean;
}

/** A look at all processes of a job; it answers undefined where the machine cannot tell (no /proc), and throws where it could not look this time. */
export type OpenFileLook = (options?: LookOptions) => Promise<OpenFiles | undefined>;

const everything: OpenFiles = { has: () => true };

/**
 * Looks at all processes of a job, those that appear during the look too. Of a program that died meanwhile every
 * file may have been open a moment ago: then all count as open, until it is known how the program ended.
 */
export const createOpenFileLook = ({ listProcesses, isAlive }: JobLook): OpenFileLook => {
  let seen = new Set<number>();
  let members: readonly number[] = [];
  let listedAt = -Infinity;

  const currentMembers = (afresh: boolean): readonly number[] => {
    const ids = processIds();
    const aged = performance.now() - listedAt > maxCacheAgeMs;
    if (afresh || aged || [...ids].some((pid) => !seen.has(pid))) {
      seen = ids;
      members = listProcesses();
      listedAt = performance.now();
    }
    return members;
  };

  return async ({ afresh = false, evenIfDead = false } = {}) => {
    if (process.platform !== 'linux') return undefined;
    const open = new Set<string>();
    const seen = new Set<number>();
    for (let round = 0; round < maxRounds; round += 1) {
      const fresh = currentMembers(afresh && round === 0).filter((pid) => !seen.has(pid));
      if (fresh.length === 0) break;
      for (const pid of fresh) {
        seen.add(pid);
        for (const thread of ifReadable(() => readdirSync(`/proc/${pid}/task`)) ?? []) {
          addDescriptors(`/proc/${pid}/task/${thread}`, open);
        }
        addMappings(pid, open);
        await nextTurn();
      }
    }
    return evenIfDead || isAlive() ? open : everything;
  };
};

/** Callers that come while a look is under way share the next one: each gets a look that began after its call. */
export const shareLooks = <Answer>(look: () => Promise<Answer>): (() => Promise<Answer>) => {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<Answer> | undefined;
  return () => {
    next ??= current.then(() => {
      next = undefined;
      const answer = look();
      // The one who asked is told; whose turn is next only waits for the end.
      current = answer.catch(() => undefined);
      return answer;
    });
    return next;
  };
};
