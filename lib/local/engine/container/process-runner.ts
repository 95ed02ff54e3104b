import { type Readable } from 'node:stream';
import { type Clock } from '../../core/clock';
import { chooseContainment, type ContainedProgram, type Isolation, type ProgramEnd } from './containment';
import { freezeJob, hasLivingChild, type JobProcess, listJobProcesses, thawJob } from './job-processes';
import { createLineSplitter } from './line-splitter';
import { lookAtProcess } from './process-search.mjs';
import { type MountPlan } from './private-mounts';
import { findProgram } from './program-file';
import { codeOf, messageOf } from '../../core/thrown';

export type { ProgramEnd } from './containment';

/**
 * Runs a container's program so that nothing of it outlives the program or the backend (see containment.ts). Used
 * for training programs and serving programs alike.
 */
export interface ProgramSpec {
  /** Path, or a name found on the PATH of `env`. */
  program: string;
  args: readonly string[];
  /** The whole environment: nothing of the backend's is added. */
  env: Readonly<Record<string, string>>;
  /** As the program sees it. */
  cwd: string;
  /** What the program sees at other places than this machine has it. */
  plan?: MountPlan;
  /** Folder of the attempt or endpoint; marks the processes, so that a later start finds what was left. */
  folder: string;
  isolation: Isolation;
  /** Called with the lines of each chunk in order of arrival; no more is read until it has resolved. */
  onLines(lines: string[], source: 'stdout' | 'stderr'): Promise<void> | void;
  /** The program has ended, and what it left running is frozen, about to be killed (in a PID namespace only). */
  onExit?(): Promise<void>;
}

export interface RunningProgram {
  /** Resolves once the program runs: process by which a later start knows it. Undefined where it could not start. */
  started: Promise<{ pid: number; startTime?: number } | undefined>;
  /** Every living process of the program, as the host sees them. */
  processes(): JobProcess[];
  /** Whether the program itself lives; what else it started may outlive it. */
  isAlive(): boolean;
  /** Resolves once the program and all of its processes are gone and every line was handed over. Never rejects. */
  ended: Promise<ProgramEnd>;
  /**
   * SIGTERM to the program's group, SIGKILL to everything after `graceMs`. Before each signal everything is
   * frozen and `beforeSignal` is called, so that what it looks at does not change.
   */
  terminate(graceMs: number, beforeSignal?: () => Promise<void>): Promise<ProgramEnd>;
  /** SIGKILL to everything at once. */
  kill(): Promise<ProgramEnd>;
}

/** How long output may still come from a process that could not be found, once the others are dead. */
const lateOutputMs = 1000;

const readLines = async (stream: Readable, onLines: (lines: string[]) => Promise<void> | void) => {
  const splitter = createLineSplitter();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = splitter.push(chunk);
      if (lines.length > 0) await onLines(lines);
    }
  } catch (error) {
    // Destroyed below, or reset by the death of the writer: the output ends here.
    if (!['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(codeOf(error))) {
      throw error;
    }
  }
  const rest = splitter.end();
  if (rest.length > 0) await onLines(rest);
};

/** Starts a program. A program that cannot be started ends at once, with `error`. */
export const runProgram = (spec: ProgramSpec, clock: Clock): RunningProgram => {
  let contained: ContainedProgram | undefined;
  let killed = false;
  let over = false;

  const start = async (): Promise<ContainedProgram> => {
    const program = await findProgram(spec);
    const contain = await chooseContainment(spec.isolation);
    contained = await contain({ ...spec, program });
    if (killed) await contained.kill();
    return contained;
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
      if (handingOver === 0 && clock.now() - lastOutputAt >= lateOutputMs) callback();
      else cancel = clock.after(lateOutputMs, look);
    };
    cancel = clock.after(lateOutputMs, look);
    return () => cancel();
  };

  const run = async (program: ContainedProgram): Promise<ProgramEnd> => {
    const { stdout, stderr } = program;
    const lines = Promise.all([
      readLines(stdout, (batch) => handOver(batch, 'stdout')),
      readLines(stderr, (batch) => handOver(batch, 'stderr')),
    ]);
    // Who cannot hand its lines over would wait at its pipe for ever.
    lines.catch(() => void program.kill());
    const end = await program.exited;
    if (spec.onExit && !killed) {
      await freezeJob(program.scope);
      await spec.onExit().catch((error: unknown) => console.error('what a program left:', error));
    }
    await program.kill();
    const cancel = whenQuiet(() => [stdout, stderr].forEach((stream) => stream.destroy()));
    await lines.finally(cancel);
    return end;
  };

  const starting = start();
  const started = starting.then(
    ({ keeper }) => ({ pid: keeper, startTime: lookAtProcess(keeper)?.startTime }),
    () => undefined,
  );
  const ended = starting
    .then(run)
    .catch(async (error: unknown): Promise<ProgramEnd> => {
      await contained?.kill();
      return { code: null, signal: null, error: codeOf(error) || messageOf(error) };
    })
    .finally(() => {
      over = true;
    });

  const isOver = (withinMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(withinMs, () => resolve(false));
      void ended.then(() => {
        cancel();
        resolve(true);
      });
    });

  /** Frozen, while `beforeSignal` looks; what is signalled goes on afterwards, to its end or its handler. */
  const freezeAndSignal = async (send: () => Promise<void>, beforeSignal?: () => Promise<void>) => {
    if (!contained) return;
    try {
      if (beforeSignal) {
        await contained.standing();
        await freezeJob(contained.scope);
        await beforeSignal();
      }
    } finally {
      await send();
      thawJob(contained.scope);
    }
  };

  const kill = async (): Promise<void> => {
    killed = true;
    if (!over) await contained?.kill();
  };

  return {
    started,
    isAlive: () => contained !== undefined && !over && hasLivingChild(contained.parent) !== false,
    processes: () => (contained && !over ? listJobProcesses(contained.scope) : []),
    ended,
    async terminate(graceMs, beforeSignal) {
      await started;
      if (over || !contained) return ended;
      const { signal } = contained;
      await freezeAndSignal(() => signal('SIGTERM'), beforeSignal);
      if (!(await isOver(graceMs))) await freezeAndSignal(kill, beforeSignal);
      return ended;
    },
    async kill() {
      await kill();
      return ended;
    },
  };
};
