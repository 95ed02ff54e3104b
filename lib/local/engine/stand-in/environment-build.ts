import { mkdir, open, readdir, readFile, rename, writeFile, lstat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { ClientError } from '../../core/job-failure';
import { type Isolation } from '../container/containment';
import { runProgram } from '../container/process-runner';
import { removeTree } from '../container/remove-tree';
import { pipEnvironment } from './pip-environment';
import { type Python } from './python-choice';
import { type StandInPlan } from './stand-in-plan';

/** What is kept beside an environment's packages, so that it can be listed without asking it. */
export const environmentRecordSchema = z.object({
  key: z.string(),
  title: z.string(),
  framework: z.string(),
  requirements: z.array(z.string()).readonly(),
  /** Milliseconds since the epoch. */
  builtAt: z.number(),
  /** On the disk. */
  bytes: z.number(),
});

export type EnvironmentRecord = z.infer<typeof environmentRecordSchema>;

export const recordFile = 'spotdeck-environment.json';
/** Ends the name of a folder that is not whole. */
export const partialEnding = '.partial';

export interface BuildParts {
  clock: Clock;
  isolation: Isolation;
  /** The backend's PATH. */
  searchPath: string;
}

/** Bytes of the disk's blocks below a folder; what two names share counts twice. */
const measureSize = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += (await lstat(path.join(entry.parentPath, entry.name))).blocks * 512;
  }
  return bytes;
};

/** A script's first line names its Python by where the environment was built: it must name where it will lie. */
const correctScripts = async (partial: string, place: string): Promise<void> => {
  const bin = path.join(partial, 'bin');
  for (const entry of await readdir(bin, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(bin, entry.name);
    const handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    await handle.close();
    if (bytesRead === 2 && buffer.toString('latin1') !== '#!' && !entry.name.startsWith('activate')) continue;
    const text = await readFile(file, 'utf8');
    if (text.includes(partial)) await writeFile(file, text.replaceAll(partial, place));
  }
};

/** What pip says of an installation that is worth a line: it repeats itself for every package that is there. */
const isNews = (line: string): boolean =>
  /^(Collecting|Downloading|Installing|Successfully|ERROR)/.test(line.trim());

/** The reason in pip's words: its last ERROR, or its last line. */
const reasonIn = (lines: readonly string[]): string => {
  const errors = lines.filter((line) => /error/i.test(line) && !/^\[notice\]|^WARNING/.test(line));
  return (errors.at(-1) ?? lines.at(-1) ?? 'it said nothing')
    .replace(/^ERROR: /, '')
    .trim()
    .slice(0, 300);
};

const maxKeptLines = 50;

/**
 * Builds an environment with venv and pip, in a folder beside its place that is renamed into it: one that is in place is
 * whole. Packages come from where this machine's pip takes them from, as wheels alone.
 * @throws ClientError with the reason; the signal's reason
 */
export const buildEnvironment = async (
  parts: BuildParts,
  plan: StandInPlan,
  python: Python,
  place: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<EnvironmentRecord> => {
  const { clock, isolation, searchPath } = parts;
  const partial = `${place}${partialEnding}`;
  if (!(await removeTree(partial))) throw new Error('What is left of an earlier build could not be removed.');
  await mkdir(partial, { recursive: true, mode: 0o700 });

  const run = async (program: string, args: readonly string[], what: string): Promise<void> => {
    signal.throwIfAborted();
    let kept: string[] = [];
    const running = runProgram(
      {
        program,
        args,
        env: pipEnvironment(searchPath),
        cwd: partial,
        folder: partial,
        isolation,
        onLines(lines) {
          kept = [...kept, ...lines].slice(-maxKeptLines);
          lines.filter(isNews).forEach((line) => onLine(line.trim()));
        },
      },
      clock,
    );
    const abort = () => void running.kill();
    signal.addEventListener('abort', abort);
    const end = await running.ended.finally(() => signal.removeEventListener('abort', abort));
    signal.throwIfAborted();
    if (end.code !== 0) {
      const reason = end.error ?? reasonIn(kept);
      throw new ClientError(
        `${plan.title} could not be installed to stand in for the image: ${what} failed: ${reason}`,
      );
    }
  };

  try {
    onLine(`Building an environment with ${plan.title} for Python ${python.minor}`);
    await run(python.program, ['-m', 'venv', partial], 'python3 -m venv');
    const requirements = path.join(partial, 'requirements.txt');
    await writeFile(requirements, `${plan.requirements.join('\n')}\n`);
    const own = path.join(partial, 'bin/python');
    await run(
      own,
      ['-m', 'pip', 'install', '--progress-bar', 'off', '--only-binary', ':all:', '-r', requirements],
      'pip install',
    );
    await correctScripts(partial, place);
    const record: EnvironmentRecord = {
      key: plan.key,
      title: plan.title,
      framework: plan.framework,
      requirements: plan.requirements,
      builtAt: clock.now(),
      bytes: await measureSize(partial),
    };
    await writeFile(path.join(partial, recordFile), JSON.stringify(record, null, 2));
    await rename(partial, place);
    return record;
  } catch (error) {
    await removeTree(partial);
    throw error;
  }
};
