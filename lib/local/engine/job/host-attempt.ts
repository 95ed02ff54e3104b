import { existsSync } from 'node:fs';
import path from 'node:path';
import { isOutOfSpace } from '../../store/disk-space';
import { type MetricSample } from '../../store/metric-store';
import { type TrainingJobRecord } from '../../store/training-job-store';
import { type CheckpointSync, createCheckpointSync } from '../checkpoint/checkpoint-sync';
import { createOpenFileLook } from '../checkpoint/open-files';
import { codeInstall } from '../container/code-install';
import {
  containerConfig,
  containerFolder,
  type ContainerFolder,
  createContainerFolder,
} from '../container/container-folder';
import { containerEnvironment, scriptContract } from '../container/container-environment';
import { type EngineParts } from './engine-parts';
import { startHostMetrics } from '../metrics/host-metrics';
import { type InputChannels, modeOf, provideInputs } from '../container/input-channels';
import { type JobHost } from '../container/job-hosts';
import { failureOf } from '../container/program-failure';
import { createJobLog, trainingLogGroup } from '../metrics/job-log';
import { fetchCode } from './submitted-code';
import { type JobMetrics } from '../metrics/job-metrics';
import { mountCommands } from '../container/private-mounts';
import { type ProgramEnd, runProgram, type RunningProgram } from '../container/process-runner';
import { literalPathAdvice, literalPathsIn } from '../container/literal-paths';
import { createReaderWords, dataFolders, type ReaderWords } from '../container/reader-words';
import { removeTree } from '../container/remove-tree';
import { parseS3Uri } from '../../core/s3-uri';
import { failureLine, invocationLines, successLine, warningLine } from '../container/toolkit-report';
import { type Command, commandOf, programOf } from '../container/training-program';
import { missingModuleAdvice } from '../stand-in/missing-module';
import { pythonPath, type StandIn } from '../stand-in/stand-ins';
import { deathOf, type EndOrder, goesOn, type HostEvent, newHost, reduceHost, reportOf } from './host-state';
import { type AttemptEvents, type TrainingAttempt } from './training-attempt';
import { unappliedSettings } from './unapplied-settings';
import { codeOf } from '../../core/thrown';

/**
 * One host of an attempt: one simulated instance with one container, from its empty folder to the folder's destruction.
 * It knows nothing of the job's status, and nothing of the other hosts. What its orders mean: see training-attempt.ts.
 */
export interface HostAttempt extends Omit<TrainingAttempt, 'finalMetrics' | 'uploadArtifacts'> {
  folder: ContainerFolder;
  /** Whatever is thrown becomes a failure in the reader's words. */
  inWords<Value>(act: () => Promise<Value>): Promise<Value>;
}

export interface HostParts {
  number: number;
  host: JobHost;
  paths: 'mounted' | 'mapped';
  events: AttemptEvents;
  /** Of the job, whichever host's lines they are in. */
  readMetrics: JobMetrics['read'];
}

/** How long a stop waits for checkpoints that are whole: before its SIGTERM, and once the program is gone. */
const maxSaveMs = 60_000;

export const createHostAttempt = (
  parts: EngineParts,
  job: TrainingJobRecord,
  { number, host, paths, events, readMetrics }: HostParts,
): HostAttempt => {
  const { clock, disk, objects, logs, searchPath } = parts;
  const { request } = job;
  // No job's name has an @ in it.
  const ending = host.index === 0 ? '' : `@${host.name}`;
  const root = unusedFolder(path.join(parts.folder, `${job.name}-${number}${ending}`));
  const program = programOf(request);
  const folder = containerFolder(root, {
    checkpoints: request.CheckpointConfig,
    nodePackages: paths === 'mounted' ? parts.nodeModulesDir : undefined,
    readOnlyChannels: (request.InputDataConfig ?? [])
      .filter((channel) => modeOf(channel, request) === 'FastFile')
      .map(({ ChannelName }) => ChannelName),
    hostName: host.all.length > 1 ? host.name : undefined,
  });
  const config = containerConfig(request, folder, host);
  const contract = scriptContract(
    job.name,
    config,
    folder,
    program.kind === 'script' ? program.script : undefined,
    host,
  );
  const words = createReaderWords(folder.root, [
    [parts.nodeModulesDir, '/node_modules'],
    ...(parts.standIns ? [[parts.standIns.folder, '/environments'] as const] : []),
    ...dataFolders(parts.folder),
  ]);
  const log = createJobLog(logs, trainingLogGroup, streamName(parts, job.name, host.name), clock, disk, {
    put: (samples) => parts.metrics.put(samples),
    atomically: parts.atomically,
  });
  /** Lines of the backend's own, with the container's paths. */
  const say = (lines: readonly string[]) => log.write(lines.map(words.text));
  const warn = (message: string) => void say([warningLine(message, clock.now())]);
  const environment = () => {
    const variables = containerEnvironment({
      job: { name: job.name, arn: job.arn, environment: request.Environment },
      folder,
      contract,
      searchPath: standIn?.searchPath ?? searchPath,
      endpointUrl: parts.endpointUrl(),
    });
    const own = [folder.see(code), folder.see(folder.packages)];
    return { ...variables, ...standIn?.variables, PYTHONPATH: pythonPath(standIn?.modules, own) };
  };
  let standIn: StandIn | undefined;
  let channels: InputChannels | undefined;
  let state = newHost;
  let running: RunningProgram | undefined;
  let command: Command | undefined;
  let code = folder.code;
  let finishing: Promise<void> | undefined;
  /** What is brought to S3 after a notice. */
  let saved: Promise<unknown> = Promise.resolve();
  /** Orders whose program had what is whole saved already: one may be carried out twice. */
  const savedFor = new WeakSet<EndOrder>();
  const happened = (event: HostEvent) => {
    state = reduceHost(state, event);
  };

  const checkpoints: CheckpointSync | undefined =
    request.CheckpointConfig &&
    createCheckpointSync({
      objects,
      location: parseS3Uri(request.CheckpointConfig.S3Uri, 'CheckpointConfig.S3Uri'),
      folder: folder.checkpoints,
      copies: path.join(root, 'sync'),
      clock,
      intervalMs: parts.checkpointSyncMs,
      openFiles: createOpenFileLook({
        listProcesses: () => (running?.processes() ?? []).map(({ pid }) => pid),
        isAlive: () => running?.isAlive() === true,
      }),
      isDiskFull: disk.note,
      warn,
    });

  const run = async (each: Command): Promise<ProgramEnd> => {
    running = runProgram(
      {
        ...each,
        env: environment(),
        plan: folder.plan,
        folder: root,
        isolation: parts.isolation,
        onExit: async () => checkpoints?.noteUnfinished(true),
        async onLines(lines, source) {
          if (source === 'stderr') happened({ type: 'complained', lines });
          let samples: MetricSample[] = [];
          try {
            samples = await readMetrics(lines, clock.now());
            events.onLines(lines);
          } catch (error) {
            // A record that cannot be written now must not cost the job its lines, nor its life.
            console.error(`training job ${job.name}: its lines could not be evaluated:`, error);
          }
          await log.write(lines, samples);
        },
      },
      clock,
    );
    const keeper = await running.started;
    if (keeper) events.onProcess(keeper);
    // An order to end may have come between the end of the preparation and the start of the program.
    if (state.order) carryOut(state.order, running);
    const end = await running.ended;
    happened({ type: 'ended', end });
    return end;
  };

  const endBy = (order: EndOrder): void => {
    happened({ type: 'ordered', order });
    if (running) carryOut(order, running);
  };

  /** What fails on the way (an unreadable checkpoint folder, say) must not leave the program running. */
  const carryOut = (order: EndOrder, program: RunningProgram): void => {
    const ended =
      order.kind === 'kill'
        ? program.kill()
        : program.terminate(order.graceMs, checkpoints && (() => beforeSignal(order)));
    ended.catch((error: unknown) => {
      console.error(`training job ${job.name}: its program could not be ended in order:`, error);
      void program.kill();
    });
  };

  const beforeSignal = async (order: EndOrder & { kind: 'end' }): Promise<void> => {
    if (!savedFor.has(order)) await checkpoints?.saveWhole(order.saveMs);
    savedFor.add(order);
    await checkpoints?.noteUnfinished();
  };

  const finishCheckpoints = (): Promise<void> => {
    finishing ??= checkpoints?.finish(deathOf(state));
    return finishing ?? Promise.resolve();
  };

  const warnOfLiteralPaths = async (): Promise<void> => {
    if (folder.plan || program.kind !== 'script') return;
    const found = await literalPathsIn(folder, code);
    if (found.length > 0) warn(`/opt/ml is named in ${found.join(', ')}. ${literalPathAdvice}`);
  };

  /** Node's programs need nothing of an image; all others may need its Python. */
  const fetchImage = async (signal: AbortSignal): Promise<void> => {
    if (program.kind === 'script' && !/\.(py|sh)$/.test(program.script)) return;
    let waited = false;
    try {
      standIn = await parts.standIns?.provide(
        request.AlgorithmSpecification.TrainingImage,
        {
          onWait() {
            waited = true;
            void events.onImage();
          },
          onLine: (line) => void say([line]),
        },
        signal,
      );
    } finally {
      if (waited) events.onImageReady();
    }
    if (standIn?.sentence !== undefined) await say([standIn.sentence]);
  };

  return {
    prepare: (signal) =>
      inWords(words, async () => {
        await createContainerFolder(folder, config, host, parts.nodeModulesDir);
        // What cannot be shown at its place is told before anything is fetched.
        if (folder.plan) mountCommands(folder.plan);
        // What an earlier try has opened is in a folder that is gone.
        await channels?.close();
        channels = await provideInputs(request, host, folder, objects, warn, signal);
        code = await fetchCode(objects, folder, program);
        await warnOfLiteralPaths();
        signal.throwIfAborted();
        await checkpoints?.restore(signal);
        await fetchImage(signal);
        command = await commandOf(program, contract.args, code, folder, standIn?.searchPath ?? searchPath);
        signal.throwIfAborted();
      }),
    async train() {
      if (!command) throw new Error('An attempt must be prepared before it trains.');
      const install = codeInstall(program, code, folder, command.program);
      if (install) {
        happened({ type: 'installing', errorClass: install.errorClass });
        const end = await run(install.command);
        if (!goesOn(state, end)) {
          command = install.command;
          return end;
        }
        happened({ type: 'installed' });
      }
      await say(unappliedSettings(request).map((line) => warningLine(line, clock.now())));
      if (program.kind !== 'algorithm') await say(invocationLines(contract, command, clock.now()));
      checkpoints?.start();
      const stopHostMetrics = startHostMetrics(
        parts,
        `${job.name}/${host.name}`,
        () => running?.processes() ?? [],
        folder.root,
      );
      try {
        const end = await run(command);
        const broken = channels?.failure();
        if (broken && !state.order) throw broken;
        const report = reportOf(state, end);
        const advice = standIn && report === 'failure' ? missingModuleAdvice(state.stderrTail) : undefined;
        if (advice !== undefined) warn(advice);
        if (report) await say([report === 'success' ? successLine(clock.now()) : failureLine(clock.now())]);
        return end;
      } finally {
        stopHostMetrics();
      }
    },
    terminate(graceMs) {
      checkpoints?.finishWithin(graceMs + 2 * maxSaveMs);
      endBy({ kind: 'end', graceMs, saveMs: maxSaveMs });
    },
    giveNotice(graceMs, withinMs) {
      checkpoints?.finishWithin(withinMs);
      endBy({ kind: 'end', graceMs, saveMs: 0.9 * (withinMs - graceMs) });
      if (!running) return;
      saved = running.ended.then((end) => {
        happened({ type: 'ended', end });
        return finishCheckpoints();
      });
    },
    note: warn,
    kill() {
      // Before the program is dead: what it was writing would then look whole.
      void checkpoints?.abandon();
      endBy({ kind: 'kill' });
    },
    folder,
    inWords: (act) => inWords(words, act),
    finishCheckpoints: () => inWords(words, finishCheckpoints),
    failure: (end) =>
      failureOf(folder, words, warn, {
        end,
        errorClass: state.errorClass,
        output: state.stderrTail,
        command: command ?? { program: '', shown: 'The program', args: [], cwd: '' },
      }),
    async destroy() {
      await running?.kill();
      await channels?.close();
      await saved.catch((error: unknown) => warn(`Checkpoints could not be saved: ${String(error)}`));
      await checkpoints?.abandon();
      // The folder first: it may hold the very space that the last lines wait for. One that cannot be removed now is
      // tried again at the next start; the job's end does not wait for it.
      await removeTree(root);
      standIn?.release();
      await log.close();
    },
  };
};

/** What is left of an earlier job of this name, and could not be removed, keeps its place. */
const unusedFolder = (folder: string): string => {
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? folder : `${folder}.${count}`;
    if (!existsSync(candidate)) return candidate;
  }
};

/** Whatever is thrown becomes a failure in the reader's words; an order that cut it short stays what it is. */
const inWords = async <Value>(words: ReaderWords, action: () => Promise<Value>): Promise<Value> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    // Whoever waits for room on the disk knows it by what the system said.
    if (isOutOfSpace(error) || codeOf(error).startsWith('SQLITE_')) throw error;
    throw words.failure(error);
  }
};

/** `<job>/<host>-<epoch seconds of the container's start>`, another one for each attempt. */
const streamName = ({ logs, clock }: EngineParts, job: string, host: string): string => {
  const taken = new Set(logs.streams(trainingLogGroup, { prefix: `${job}/` }).map(({ name }) => name));
  let seconds = Math.floor(clock.now() / 1000);
  while (taken.has(`${job}/${host}-${seconds}`)) seconds += 1;
  return `${job}/${host}-${seconds}`;
};
