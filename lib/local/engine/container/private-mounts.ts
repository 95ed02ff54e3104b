import { type Dirent, existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { ClientError } from '../../core/job-failure';
import { codeOf } from '../../core/thrown';

/**
 * The shell commands that show a container's folders at the container's own paths, in a mount namespace that is
 * nobody else's. The machine's folders stay as they are: where a path is not there, its nearest folder is covered by
 * another that shows the same entries and the new one beside them.
 */
export interface Mount {
  /** Folder of this machine, absolute and real. */
  from: string;
  /** Where the program sees it, absolute and normal. A mount may lie in an earlier one. */
  at: string;
  /** What this machine has at that place is seen beside what is in the folder. */
  merged?: true;
  readOnly?: true;
  /** It is a file, in place of one that this machine has. */
  file?: true;
}

export interface MountPlan {
  mounts: readonly Mount[];
  /** Folders of this machine that the program shall find empty, absolute and real. */
  hidden: readonly string[];
  /** Folder for the work, of this machine; made if missing, and empty afterwards. */
  stage: string;
  /** What the program takes for its machine's name; default: this machine's. */
  hostName?: string;
}

/** A shell's word. */
export const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const isFolder = (place: string): boolean | undefined =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory();

/** The deepest folder on the way to a path, itself included. @throws ClientError where a file is in the way. */
const nearestFolder = (at: string): string => {
  for (let place = at; ; place = path.posix.dirname(place)) {
    let found: boolean | undefined;
    try {
      found = isFolder(place);
    } catch (error) {
      if (codeOf(error) !== 'ENOTDIR') throw error;
    }
    if (found) return place;
    if (found === false)
      throw new ClientError(`${at} cannot be a folder of the container: ${place} is a file.`);
  }
};

const readEntries = (folder: string): Dirent[] => readdirSync(folder, { withFileTypes: true });

// -n: whoever is not root cannot write the machine's table of mounts, and the mount is none of the machine's.
const mountAll = (from: string, at: string) => `mount -n --rbind ${quote(from)} ${quote(at)}`;
const inMemory = (at: string, mode: string) => `mount -n -t tmpfs -o mode=${mode} spotdeck ${quote(at)}`;
const hide = (at: string) => inMemory(at, '755,ro,size=64k');

const showEntry = (folder: string, entry: Dirent, stage: string): string => {
  const from = path.join(folder, entry.name);
  const at = path.join(stage, entry.name);
  // What has gone meanwhile is not shown.
  if (entry.isSymbolicLink()) return `ln -s -- ${quote(readlinkSync(from))} ${quote(at)}`;
  if (entry.isDirectory()) return `mkdir ${quote(at)}; ${mountAll(from, at)} 2>/dev/null || :`;
  return `: >${quote(at)}; mount -n --bind ${quote(from)} ${quote(at)} 2>/dev/null || :`;
};

const addMount = ({ from, readOnly }: Mount, place: string): string =>
  [
    `mkdir -p ${quote(place)}; ${mountAll(from, place)}`,
    // A namespace's root may not do so everywhere.
    ...(readOnly ? [`mount -n -o remount,bind,ro ${quote(place)} 2>/dev/null || :`] : []),
  ].join('; ');

/** Covers a folder with one that has the same entries, those of `own` instead of them, and the mounts. */
const coverFolder = (
  folder: string,
  own: string | undefined,
  mounts: readonly Mount[],
  { stage, hidden }: MountPlan,
): string[] => {
  const isRoot = folder === '/';
  const at = (place: string) => path.join(stage, path.posix.relative(folder, place));
  const taken = new Set([
    ...mounts.map((mount) => path.posix.relative(folder, mount.at).split('/')[0]),
    ...(own === undefined ? [] : readdirSync(own)),
  ]);
  const mode = (statSync(folder).mode & 0o7777).toString(8);
  return [
    own === undefined ? inMemory(stage, mode) : mountAll(own, stage),
    // Else it would be among what is shown again below it.
    `mount -n --make-unbindable ${quote(stage)}`,
    ...readEntries(folder)
      .filter(({ name }) => !taken.has(name))
      .map((entry) => showEntry(folder, entry, stage)),
    ...mounts.map((mount) => addMount(mount, at(mount.at))),
    // Whoever enters the namespace has the new root; this shell keeps the old one.
    ...(isRoot ? hidden.map((place) => hide(at(place))) : []),
    `mount -n --move ${quote(stage)} ${quote(folder)}`,
    ...(isRoot ? [] : [`mount -n --make-private ${quote(folder)}`]),
  ];
};

const depth = (folder: string): number => (folder === '/' ? 0 : folder.split('/').length);

/**
 * @returns lines for `sh -e`, run as root of a mount namespace of their own.
 * @throws ClientError for a path of the container that cannot be made
 */
export const mountCommands = (plan: MountPlan): string[] => {
  const covers = new Map<string, { own?: string; mounts: Mount[] }>();
  const lines = [`mkdir -p ${quote(plan.stage)}`];
  const getCover = (folder: string) => {
    const cover = covers.get(folder) ?? { mounts: [] };
    covers.set(folder, cover);
    return cover;
  };
  for (const mount of plan.mounts) {
    if (mount.file) {
      // Where this machine has none, there is none to take the place of.
      if (isFolder(mount.at) === false) lines.push(`mount -n --bind ${quote(mount.from)} ${quote(mount.at)}`);
      continue;
    }
    const parent = plan.mounts.find((other) => mount.at.startsWith(`${other.at}/`));
    const folder = nearestFolder(mount.at);
    if (parent) getCover(isFolder(parent.at) ? parent.at : nearestFolder(parent.at)).mounts.push(mount);
    else if (folder !== mount.at) getCover(folder).mounts.push(mount);
    else if (mount.merged) getCover(folder).own = mount.from;
    else lines.push(mountAll(mount.from, mount.at));
  }
  // The deepest first: it is shown again as it is by those above it.
  const folders = [...covers].sort(([a], [b]) => depth(b) - depth(a));
  for (const [folder, { own, mounts }] of folders) lines.push(...coverFolder(folder, own, mounts, plan));
  if (!covers.has('/')) lines.push(...plan.hidden.map(hide));
  return lines;
};

/** A path of this machine as the program sees it; one that is mounted nowhere is seen as it is. */
export const seenAt = (mounts: readonly Mount[], file: string): string => {
  const mount = mounts.find(({ from }) => file === from || file.startsWith(`${from}/`));
  return mount ? mount.at + file.slice(mount.from.length) : file;
};

/** Where a path that the program names lies on this machine. */
export const placeOnMachine = (mounts: readonly Mount[], seen: string): string => {
  const found = mounts.filter(({ at }) => seen === at || seen.startsWith(`${at}/`)).at(-1);
  if (!found) return seen;
  const place = found.from + seen.slice(found.at.length);
  return found.merged && !existsSync(place) ? seen : place;
};
