import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Clock } from './clock';
import { createLineSplitter } from './line-splitter';
import { attemptMarker, killMarkedProcesses, signalProcess } from './process-group';

/**
 * Runs a container's program as a process group that never outlives the backend (see container-shim.mjs). Used
 * for training programs and serving programs alike.
 */
export interface ProgramSpec {
  /** Path, or a name found on the PATH of `env`. */
  program: string;
  args: readonly string[];
  /** The whole environment: nothing of the backend's is added. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** Folder of the attempt or endpoint; marks the processes, so that a later start finds what was left. */
  folder: string;
  /** Called with the lines of each chunk in order of arrival; no more is read until it has resolved. */
  onLines(lines: string[], source: 'stdout' | 'stderr'): Promise<void> | void;
}

export interface ProgramEnd {
  code: number | null;
  signal: string | null;
  /** The program could not be started: Node's error code, e.g. ENOENT. */
  error?: string;
}

export interface RunningProgram {
  /** Leader of the process group. */
  pid: number;
  /** Resolves once the program and its whole group are gone and every line was handed over. Never rejects. */
  ended: Promise<ProgramEnd>;
  /**
   * SIGTERM to the group, SIGKILL after `graceMillis`. Before each signal the group is frozen and
   * `beforeSignal` is called, so that what it looks at does not change.
   */
  terminate(graceMillis: number, beforeSignal?: () => Promise<void>): Promise<ProgramEnd>;
  /** SIGKILL to the group at once. */
  kill(): Promise<ProgramEnd>;
}

const shim = fileURLToPath(new URL('./container-shim.mjs', import.meta.url));

/** How long output may still come from a process that left the group, once the group is dead. */
const lateOutputMillis = 1000;

const endSchema = z.object({
  code: z.number().nullable().default(null),
  signal: z.string().nullable().default(null),
  error: z.string().optional(),
});

const readLines = async (stream: Readable, onLines: (lines: string[]) => Promise<void> | void) => {
  const splitter = createLineSplitter();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = splitter.push(chunk);
      if (lines.length > 0) await onLines(lines);
    }
  } catch (error) {
    // Destroyed below, or reset by the death of the writer: the output ends here.
    if (!['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
  }
  const rest = splitter.end();
  if (rest.length > 0) await onLines(rest);
};

const readText = async (stream: Readable): Promise<string> => {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
};

const parseEnd = (report: string): ProgramEnd =>
  // No report: the shim was killed with its group.
  report === ''
    ? { code: null, signal: 'SIGKILL' }
    : endSchema.parse(JSON.parse(report.split('\n')[0] ?? ''));

const exitOf = (child: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    child.once('exit', () => resolve(undefined));
  });

/** Starts a program. A program that cannot be started ends at once, with `error`. */
export const runProgram = (spec: ProgramSpec, clock: Clock): RunningProgram => {
  const spawnOptions: SpawnOptions = {
    cwd: spec.cwd,
    env: { ...spec.env, [attemptMarker]: spec.folder } as unknown as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  };
  const child = spawn(process.execPath, [shim, spec.program, ...spec.args], spawnOptions);
  const [control, stdout, stderr, report] = child.stdio as unknown as [
    Readable,
    Readable,
    Readable,
    Readable,
  ];
  // The shim may die before it reads: writing nothing, the backend has nothing to lose.
  control.on('error', () => undefined);
  const pid = child.pid ?? 0;
  const signal = (name: NodeJS.Signals) => {
    if (pid > 0) signalProcess(-pid, name);
  };

  let handingOver = 0;
  let lastOutputAt = clock.now();
  const handOver = async (batch: string[], source: 'stdout' | 'stderr') => {
    handingOver += 1;
    try {
      await spec.onLines(batch, source);
    } finally {
      handingOver -= 1;
      lastOutputAt = clock.now();
    }
  };

  /** Calls back once no output has come for a while and none is being handed over; returns a cancel function. */
  const whenQuiet = (callback: () => void): (() => void) => {
    let cancel = () => {};
    const look = () => {
      if (handingOver === 0 && clock.now() - lastOutputAt >= lateOutputMillis) callback();
      else cancel = clock.after(lateOutputMillis, look);
    };
    cancel = clock.after(lateOutputMillis, look);
    return () => cancel();
  };

  const finish = async (): Promise<ProgramEnd> => {
    const lines = Promise.all([
      readLines(stdout, (batch) => handOver(batch, 'stdout')),
      readLines(stderr, (batch) => handOver(batch, 'stderr')),
    ]);
    const reportText = readText(report);
    const error = await exitOf(child);
    // The shim may have been killed alone: its group must not stay behind.
    signal('SIGKILL');
    if (error === undefined) await killMarkedProcesses(spec.folder);
    const cancel = whenQuiet(() => [stdout, stderr, report].forEach((stream) => stream.destroy()));
    await lines.finally(cancel);
    const text = await reportText.catch(() => '');
    return error === undefined ? parseEnd(text) : { code: null, signal: null, error };
  };

  let over = false;
  const ended = finish()
    .catch((error: unknown): ProgramEnd => {
      signal('SIGKILL');
      return { code: null, signal: null, error: error instanceof Error ? error.message : String(error) };
    })
    .finally(() => {
      over = true;
    });

  const isOver = (withinMillis: number): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(withinMillis, () => resolve(false));
      void ended.then(() => {
        cancel();
        resolve(true);
      });
    });

  const freezeAndSignal = async (name: 'SIGTERM' | 'SIGKILL', beforeSignal?: () => Promise<void>) => {
    if (beforeSignal) {
      signal('SIGSTOP');
      try {
        await beforeSignal();
      } finally {
        signal(name);
        signal('SIGCONT');
      }
    } else {
      signal(name);
    }
  };

  return {
    pid,
    ended,
    async terminate(graceMillis, beforeSignal) {
      if (over) return ended;
      await freezeAndSignal('SIGTERM', beforeSignal);
      if (!(await isOver(graceMillis))) await freezeAndSignal('SIGKILL', beforeSignal);
      return ended;
    },
    kill() {
      if (!over) signal('SIGKILL');
      return ended;
    },
  };
};
