import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TrainingJobRecord } from '../store/training-job-store';
import { uploadArtifacts } from './artifacts';
import { type CheckpointSync, createCheckpointSync } from './checkpoint/checkpoint-sync';
import { createOpenFileLook } from './checkpoint/open-files';
import { containerConfig, containerFolder, createContainerFolder } from './container-folder';
import { containerEnvironment, scriptContract } from './container-environment';
import { type EngineParts } from './engine-parts';
import { startHostMetrics } from './host-metrics';
import { downloadInputs } from './input-channels';
import { AlgorithmError, ClientError } from './job-failure';
import { createJobLog, trainingLogGroup } from './job-log';
import { createJobMetrics, type FinalMetric } from './job-metrics';
import { type ProgramEnd, runProgram, type RunningProgram } from './process-runner';
import { parseS3Uri } from './s3-uri';
import { unpackTarGz } from './tar-archive';
import {
  failureLine,
  failureText,
  invocationLines,
  lastWholeLines,
  successLine,
  warningLine,
} from './toolkit-report';
import { type Command, commandOf, programOf } from './training-program';
import { unappliedSettings } from './unapplied-settings';

/**
 * One attempt of a job: one simulated instance with one container, from its empty folder to the folder's
 * destruction. It knows nothing of the job's status.
 */
export interface TrainingAttempt {
  /** Inputs, code, checkpoints. Throws JobFailure, or the signal's reason. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Runs the program to its end. */
  train(): Promise<ProgramEnd>;
  /** What is whole of the checkpoints goes to S3, then SIGTERM, and SIGKILL after `graceMillis`. */
  terminate(graceMillis: number): void;
  /**
   * The same for an instance that will be taken away: what is whole when the program has ended follows, before
   * `destroy` resolves. All of it within `withinMillis`.
   */
  giveNotice(graceMillis: number, withinMillis: number): void;
  kill(): void;
  /** A line of the platform's in the job's log. */
  note(message: string): void;
  finalMetrics(): FinalMetric[];
  /** Brings the last checkpoints to S3, once the program is gone. */
  finishCheckpoints(): Promise<void>;
  /** @returns S3 URI of the model. */
  uploadArtifacts(): Promise<string>;
  /** Why the program failed, for a program that did. */
  failure(end: ProgramEnd): Promise<AlgorithmError>;
  /** Nothing of the attempt is left when it resolves but what reached S3, the log and the metrics. */
  destroy(): Promise<void>;
}

export interface AttemptEvents {
  onProcess(process: { pid: number; startTime?: number }): void;
  onLines(lines: readonly string[]): void;
}

/** Lines of stderr that a failure quotes, and how many characters of them. */
const quotedLines = 20;
const quotedCharacters = 600;

/** How long a stop waits for checkpoints that are whole: before its SIGTERM, and once the program is gone. */
const longestSaveMillis = 60_000;

export const createTrainingAttempt = (
  parts: EngineParts,
  job: TrainingJobRecord,
  number: number,
  events: AttemptEvents,
): TrainingAttempt => {
  const { clock, disk, objects, logs, searchPath } = parts;
  const { request } = job;
  const root = path.join(parts.folder, `${job.name}-${number}`);
  const program = programOf(request);
  const folder = containerFolder(root, request.CheckpointConfig);
  const config = containerConfig(request, folder);
  const contract = scriptContract(
    job.name,
    config,
    folder,
    program.kind === 'script' ? program.script : undefined,
  );
  const log = createJobLog(logs, trainingLogGroup, streamName(parts, job.name), clock, disk);
  const warn = (message: string) => void log.write([warningLine(message, clock.now())]);
  const metrics = createJobMetrics(
    {
      name: job.name,
      definitions: request.AlgorithmSpecification.MetricDefinitions ?? [],
      earlier: job.finalMetrics,
    },
    parts.metrics,
    warn,
  );
  const environment = containerEnvironment({
    job: { name: job.name, arn: job.arn, environment: request.Environment },
    folder,
    contract,
    searchPath,
    endpointUrl: parts.endpointUrl(),
  });
  let stderrTail: string[] = [];
  let running: RunningProgram | undefined;
  let command: Command | undefined;
  let code = folder.code;
  let errorClass: 'ExecuteUserScriptError' | 'InstallRequirementsError' = 'ExecuteUserScriptError';
  let lastEnd: ProgramEnd | undefined;
  let finishing: Promise<void> | undefined;
  /** What is brought to S3 after a notice. */
  let saved: Promise<unknown> = Promise.resolve();
  let ordered: ((program: RunningProgram) => Promise<unknown>) | undefined;

  const checkpoints: CheckpointSync | undefined =
    request.CheckpointConfig &&
    createCheckpointSync({
      objects,
      location: parseS3Uri(request.CheckpointConfig.S3Uri, 'CheckpointConfig.S3Uri'),
      folder: folder.checkpoints,
      copies: path.join(root, 'sync'),
      clock,
      intervalMillis: parts.checkpointSyncMillis,
      openFiles: createOpenFileLook({
        listProcesses: () => (running?.processes() ?? []).map(({ pid }) => pid),
        isAlive: () => running?.isAlive() === true,
      }),
      warn,
    });

  const run = async (each: Command): Promise<ProgramEnd> => {
    running = runProgram(
      {
        ...each,
        env: environment,
        folder: root,
        isolation: parts.isolation,
        async onLines(lines, source) {
          if (source === 'stderr')
            stderrTail = [...stderrTail, ...lines.slice(-quotedLines)].slice(-quotedLines);
          try {
            await disk.whenThereIsRoom(() => metrics.read(lines, clock.now()));
            events.onLines(lines);
          } catch (error) {
            // A record that cannot be written now must not cost the job its lines, nor its life.
            console.error(`training job ${job.name}: its lines could not be evaluated:`, error);
          }
          await log.write(lines);
        },
      },
      clock,
    );
    const keeper = await running.started;
    if (keeper) events.onProcess(keeper);
    // An order to end may have come between the end of the preparation and the start of the program.
    if (ordered) carryOut(ordered, running);
    lastEnd = await running.ended;
    return lastEnd;
  };

  const endWith = (order: (program: RunningProgram) => Promise<unknown>): void => {
    ordered = order;
    if (running) carryOut(order, running);
  };

  /** What fails on the way (an unreadable checkpoint folder, say) must not leave the program running. */
  const carryOut = (order: (program: RunningProgram) => Promise<unknown>, program: RunningProgram): void => {
    order(program).catch((error: unknown) => {
      console.error(`training job ${job.name}: its program could not be ended in order:`, error);
      void program.kill();
    });
  };

  const endInOrder = (graceMillis: number, saveMillis: number): void => {
    let noticed = false;
    const beforeSignal = async (): Promise<void> => {
      if (!noticed) await checkpoints?.saveWhole(saveMillis);
      noticed = true;
      await checkpoints?.noteUnfinished();
    };
    endWith((each) => each.terminate(graceMillis, checkpoints && beforeSignal));
  };

  const finishCheckpoints = (): Promise<void> => {
    const killed = lastEnd !== undefined && (lastEnd.signal !== null || (lastEnd.code ?? 0) > 128);
    finishing ??= checkpoints?.finish(killed ? (ordered ? 'ordered' : 'unexpected') : undefined);
    return finishing ?? Promise.resolve();
  };

  const fetchCode = async (): Promise<void> => {
    if (program.kind !== 'script') return;
    if ('containerPath' in program.source) {
      code = folder.map(program.source.containerPath);
      return;
    }
    const { bucket, key } = program.source;
    const { body } = objects.read(bucket, key);
    await unpackTarGz(body, folder.code, `s3://${bucket}/${key}`);
  };

  const requirements = async (interpreter: string): Promise<Command | undefined> => {
    if (program.kind !== 'script' || !program.script.endsWith('.py')) return undefined;
    const file = path.join(code, 'requirements.txt');
    try {
      await readFile(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const target = path.join(root, 'python');
    return {
      program: interpreter,
      args: ['-m', 'pip', 'install', '--disable-pip-version-check', '--target', target, '-r', file],
      cwd: code,
    };
  };

  return {
    async prepare(signal) {
      await createContainerFolder(folder, config, parts.nodeModulesDir);
      await asClientError(() => downloadInputs(request, folder, objects, signal));
      await asClientError(fetchCode);
      signal.throwIfAborted();
      await asClientError(async () => checkpoints?.restore(signal));
      command = await commandOf(program, contract.args, code, folder, searchPath);
      signal.throwIfAborted();
    },
    async train() {
      if (!command) throw new Error('An attempt must be prepared before it trains.');
      const install = await requirements(command.program);
      if (install) {
        errorClass = 'InstallRequirementsError';
        const end = await run(install);
        if (end.code !== 0 || ordered) {
          command = install;
          return end;
        }
        errorClass = 'ExecuteUserScriptError';
        stderrTail = [];
      }
      await log.write(unappliedSettings(request).map((line) => warningLine(line, clock.now())));
      await log.write(invocationLines(contract, command, clock.now()));
      checkpoints?.start();
      const stopHostMetrics = startHostMetrics(parts, job.name, () => running?.processes() ?? []);
      try {
        const end = await run(command);
        if (end.error === undefined && !ordered) {
          await log.write([end.code === 0 ? successLine(clock.now()) : failureLine(clock.now())]);
        }
        return end;
      } finally {
        stopHostMetrics();
      }
    },
    terminate(graceMillis) {
      checkpoints?.finishWithin(graceMillis + 2 * longestSaveMillis);
      endInOrder(graceMillis, longestSaveMillis);
    },
    giveNotice(graceMillis, withinMillis) {
      checkpoints?.finishWithin(withinMillis);
      endInOrder(graceMillis, 0.9 * (withinMillis - graceMillis));
      if (!running) return;
      saved = running.ended.then((end) => {
        lastEnd = end;
        return finishCheckpoints();
      });
    },
    note: warn,
    kill() {
      // Before the program is dead: what it was writing would then look whole.
      void checkpoints?.abandon();
      endWith((each) => each.kill());
    },
    finalMetrics: metrics.final,
    finishCheckpoints,
    uploadArtifacts: () => uploadArtifacts(request, folder, objects),
    async failure(end) {
      if (end.error !== undefined) {
        return new AlgorithmError(`${command?.program ?? 'The program'} could not be started: ${end.error}`);
      }
      const file = path.join(folder.output, 'failure');
      const written = await readFile(file, 'utf8').catch(() => '');
      if (written !== '') return new AlgorithmError(written.slice(0, 1024));
      const quoted = lastWholeLines(stderrTail, quotedCharacters);
      const text = failureText(errorClass, end, quoted, command ?? { program: '', args: [], cwd: '' });
      try {
        await mkdir(folder.output, { recursive: true });
        await writeFile(file, text);
      } catch (error) {
        // The job's record says the same.
        if (!disk.note(error)) throw error;
      }
      return new AlgorithmError(text);
    },
    async destroy() {
      await running?.kill();
      await saved.catch((error: unknown) => warn(`Checkpoints could not be saved: ${String(error)}`));
      await checkpoints?.abandon();
      // The folder first: it may hold the very space that the last lines wait for.
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      await log.close();
    },
  };
};

/** `<job>/algo-1-<epoch seconds of the container's start>`, another one for each attempt. */
const streamName = ({ logs, clock }: EngineParts, job: string): string => {
  const taken = new Set(logs.streams(trainingLogGroup, { prefix: `${job}/` }).map(({ name }) => name));
  let seconds = Math.floor(clock.now() / 1000);
  while (taken.has(`${job}/algo-1-${seconds}`)) seconds += 1;
  return `${job}/algo-1-${seconds}`;
};

/** What S3 refuses is the request's fault: a bucket or key that is not there. */
const asClientError = async <Value>(action: () => Promise<Value>): Promise<Value> => {
  try {
    return await action();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'NoSuchBucket' || code === 'NoSuchKey') throw new ClientError((error as Error).message);
    throw error;
  }
};
