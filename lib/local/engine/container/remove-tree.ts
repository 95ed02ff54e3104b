import { execFile } from 'node:child_process';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { programEnvironment } from '../../core/program-environment';
import { codeOf } from '../../core/thrown';

/**
 * Removes a folder that a script owned, whatever is in it: folders without permissions, names that are no text, trees
 * deeper than a path can be long, files that were made immutable. The system's rm goes from folder to folder and
 * follows no link; Node's goes by paths. A file system that a script mounted in there is unmounted, never emptied.
 */
const run = async (program: string, ...args: string[]): Promise<boolean> => {
  try {
    // What rm cannot remove it names, each file: only whether it could is of use.
    await promisify(execFile)(program, args, {
      cwd: '/',
      env: programEnvironment({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }),
      maxBuffer: 2 ** 24,
    });
    return true;
  } catch {
    // The caller tries what is stronger, and tells of the folder if nothing helps.
    return false;
  }
};

const exists = async (folder: string): Promise<boolean> => {
  try {
    await lstat(folder);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
    throw error;
  }
};

/** Mount points below a folder, the deepest first (proc_pid_mountinfo(5); a space is \040 there). */
const mountsBelow = async (folder: string): Promise<string[]> => {
  // Not Linux: there are no mounts of ours.
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return table
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, code: string) =>
        String.fromCharCode(parseInt(code, 8)),
      ),
    )
    .filter((point) => point.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length);
};

/**
 * @param folder absolute.
 * @returns whether it is gone. One that is not is named on the backend's own error output.
 */
export const removeTree = async (folder: string): Promise<boolean> => {
  if (!(await exists(folder))) return true;
  const place = path.resolve(folder);
  for (const mount of await mountsBelow(place)) await run('umount', '-l', '--', mount);
  if ((await mountsBelow(place)).length === 0) {
    if (await run('rm', '-rf', '--', place)) return true;
    await run('chmod', '-R', 'u+rwX', '--', place);
    if (await run('rm', '-rf', '--', place)) return true;
    await run('chattr', '-R', '-f', '-i', '-a', '--', place);
    if (await run('rm', '-rf', '--', place)) return true;
  }
  if (!(await exists(folder))) return true;
  console.error(`the folder ${folder} could not be removed; it stays until it can be`);
  return false;
};
