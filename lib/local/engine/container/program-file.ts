import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { placeOnMachine } from './private-mounts';
import { type ProgramSpec } from './process-runner';
import { codeOf } from '../../core/thrown';

/** Linux's limits of what a program is started with, bytes: one argument or variable, and all together. */
const maxWordBytes = 128 * 1024;
const maxStartBytes = 1024 * 1024;

const startError = (code: string): Error => Object.assign(new Error(code), { code });

const isExecutable = async (file: string): Promise<boolean> => {
  const stats = await stat(file);
  if (!stats.isFile()) throw startError('EACCES');
  await access(file, constants.X_OK);
  return true;
};

/**
 * The file that a program's name means, as the program's container sees it, and a check that it can be started as asked.
 * @throws an Error with the system's code: ENOENT, EACCES, E2BIG, or EINVAL for text that holds NUL.
 */
export const findProgram = async ({
  program,
  args,
  env,
  cwd,
  plan,
}: Omit<ProgramSpec, 'onLines'>): Promise<string> => {
  const words = [program, ...args, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  if (words.some((word) => word.includes('\0'))) throw startError('EINVAL');
  const sizes = words.map((word) => Buffer.byteLength(word) + 1);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (whole > maxStartBytes || sizes.some((size) => size > maxWordBytes)) throw startError('E2BIG');
  const candidates = program.includes('/')
    ? [path.resolve(cwd, program)]
    : (env.PATH ?? '/usr/bin:/bin').split(path.delimiter).map((folder) => path.resolve(cwd, folder, program));
  let reason: unknown = startError('ENOENT');
  for (const candidate of candidates) {
    try {
      if (await isExecutable(placeOnMachine(plan?.mounts ?? [], candidate))) return candidate;
    } catch (error) {
      const code = codeOf(error);
      // As execvp does: one that may not be run is told of only if no other is found.
      if (code !== 'ENOENT' && code !== 'ENOTDIR') reason = error;
    }
  }
  throw reason;
};

/** Where a container's program is looked for: npm's own folders in the backend's PATH are none of its business. */
export const containerSearchPath = (searchPath: string): string =>
  searchPath
    .split(path.delimiter)
    .filter((folder) => !folder.split(path.sep).includes('node_modules'))
    .join(path.delimiter);
