/**
 * Finds the processes of a job's program in Linux's /proc. Plain JavaScript, because the shim, a program of its own
 * without a bundle, uses it too. A look is synchronous, a few milliseconds for a whole machine: it sees one moment,
 * and it does not queue behind reads that a script may be holding up.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Environment variable that marks every process of an attempt, even one that left the process group. */
export const attemptMarker = 'SPOTDECK_ATTEMPT';

/**
 * @typedef {object} SeenProcess
 * @property {number} pid
 * @property {number} parent
 * @property {number} groupId
 * @property {number} startTime in clock ticks since the machine started: with the pid it identifies a process for good
 * @property {boolean} still stopped or dead: it does nothing
 * @property {boolean} dead and not yet waited for
 * @property {boolean} onTerminal
 * @property {string | undefined} namespace its PID namespace
 */

/**
 * What a process that ended meanwhile, or that belongs to somebody else, answers is undefined.
 * @template Value
 * @param {() => Value} read
 * @returns {Value | undefined}
 */
const ifReadable = (read) => {
  try {
    return read();
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return undefined;
  }
};

/**
 * @param {number} pid
 * @returns {SeenProcess | undefined}
 */
export const lookAtProcess = (pid) => {
  const text = ifReadable(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces; what follows it does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    still: 'TtZXx'.includes(fields[0] ?? ''),
    dead: 'ZXx'.includes(fields[0] ?? ''),
    parent: Number(fields[1]),
    groupId: Number(fields[2]),
    onTerminal: fields[4] !== '0',
    startTime: Number(fields[19]),
    namespace: ifReadable(() => readlinkSync(`/proc/${pid}/ns/pid`)),
  };
};

/** @returns {SeenProcess[]} */
export const lookAtAllProcesses = () =>
  (ifReadable(() => readdirSync('/proc')) ?? [])
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => lookAtProcess(Number(name)) ?? []);

/** @type {(folder: string, file: string | undefined) => boolean} */
const liesIn = (folder, file) => file !== undefined && (file === folder || file.startsWith(`${folder}/`));

/** @type {(pid: number, folder: string) => boolean} */
const isMarked = (pid, folder) =>
  (ifReadable(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '')
    .split('\0')
    .some(
      (entry) =>
        entry.startsWith(`${attemptMarker}=`) && liesIn(folder, entry.slice(attemptMarker.length + 1)),
    );

/**
 * Whether it works in the folder or holds a file of it open.
 * @type {(pid: number, folder: string) => boolean}
 */
const uses = (pid, folder) => {
  /** @param {string} name */
  const target = (name) => ifReadable(() => readlinkSync(`/proc/${pid}/${name}`));
  if (['cwd', 'root', 'exe'].some((name) => liesIn(folder, target(name)))) return true;
  const descriptors = ifReadable(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return descriptors.some((descriptor) => liesIn(folder, target(`fd/${descriptor}`)));
};

/**
 * Every living process of a job, but this one and what started it: those of the group, those that carry the mark,
 * those that use the folder, all that descend from one of them, and all of a PID namespace that one of them is in.
 * @param {{ folder: string, groupId?: number, since?: number }} job `since`: what merely uses the folder is the job's
 *   only if it started no earlier (see startTime)
 * @returns {SeenProcess[]}
 */
export const searchProcesses = ({ folder, groupId, since = 0 }) => {
  const all = lookAtAllProcesses();
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const own = byPid.get(process.pid);
  const ancestors = new Set();
  for (let one = own; one !== undefined && !ancestors.has(one.pid); one = byPid.get(one.parent))
    ancestors.add(one.pid);
  // The backend may hold files of a job open itself: it and what started it are no job.
  const strangers = all.filter(({ pid, dead }) => !ancestors.has(pid) && !dead);
  const members = new Map();
  const namespaces = new Set();
  /** @param {SeenProcess} one */
  const add = (one) => {
    members.set(one.pid, one);
    if (one.namespace !== undefined && one.namespace !== own?.namespace) namespaces.add(one.namespace);
  };
  for (const one of strangers) {
    // A person's shell may stand in the folder.
    const mayUse = one.startTime >= since && !one.onTerminal;
    if (one.groupId === groupId || isMarked(one.pid, folder) || (mayUse && uses(one.pid, folder))) add(one);
  }
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const one of strangers) {
      if (!members.has(one.pid) && (members.has(one.parent) || namespaces.has(one.namespace))) add(one);
    }
  }
  return [...members.values()];
};

/**
 * Every living process of a PID namespace and of those within it, its first process left out: that one only waits.
 * @param {string} namespace as /proc/<pid>/ns/pid names it
 * @returns {SeenProcess[]}
 */
export const searchNamespace = (namespace) => {
  const all = lookAtAllProcesses().filter(({ dead }) => !dead);
  const byPid = new Map(all.map((one) => [one.pid, one]));
  /** @param {SeenProcess} one */
  const isFirst = (one) => one.namespace === namespace && byPid.get(one.parent)?.namespace !== namespace;
  const inside = all.filter((one) => one.namespace === namespace);
  const members = new Map(inside.map((one) => [one.pid, one]));
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const one of all) if (!members.has(one.pid) && members.has(one.parent)) members.set(one.pid, one);
  }
  const first = inside.filter(isFirst).sort((a, b) => a.startTime - b.startTime || a.pid - b.pid)[0];
  return [...members.values()].filter((one) => one !== first);
};
