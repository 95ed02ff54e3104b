import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type EndpointVariant } from '../../store/hosting-store';
import { type DiskSpace } from '../../store/disk-space';
import { type LogStore } from '../../store/log-store';
import { type Clock } from '../../core/clock';
import { choosePaths, type Isolation } from '../container/containment';
import { createJobLog } from '../metrics/job-log';
import { ClientError } from '../../core/job-failure';
import { localAccess } from '../container/local-access';
import { type RunningProgram, runProgram } from '../container/process-runner';
import { createReaderWords, dataFolders } from '../container/reader-words';
import { type StandIn, type StandIns } from '../stand-in/stand-ins';
import { answersPing } from './container-http';
import {
  type EndpointFolder,
  type FolderParts,
  needsImage,
  partialName,
  prepareEndpointFolder,
  servingCommand,
  servingView,
} from './endpoint-folder';
import { findFreePort } from './free-port';
import { watchMemory } from './memory-limit';
import { afterEnd, newServing, reduceServing, type ServingEvent } from './serving-state';

/**
 * Keeps the program of one variant running: starts it, waits until it answers pings, starts it again when it dies,
 * and gives up after repeated starts that came to nothing.
 */
export interface ServedVariant {
  /** Port of the program, as soon as it is ready; undefined if it is not within `waitMs`. */
  port(waitMs: number): Promise<number | undefined>;
  /** Reports that nobody listens on a port that was ready: the program is ended if it does not end, and started again. */
  lost(port: number): void;
  logStream: string;
  variant: EndpointVariant;
  /** Ends the program and resolves once it is gone. */
  stop(graceMs: number): Promise<void>;
}

export interface ServingParts extends FolderParts {
  /** What stands in for framework images; without it programs run with the Python on the PATH. */
  standIns?: StandIns;
  logs: LogStore;
  clock: Clock;
  disk: DiskSpace;
  /** The backend's PATH. */
  searchPath: string;
  /** Base URL of the local backend, once it listens. */
  endpointUrl(): string | undefined;
  /** How long a program may take to answer a ping where the variant does not say, milliseconds. */
  startupTimeoutMs: number;
  /** Wait before the second start; doubled for each further one. */
  restartDelayMs: number;
  isolation: Isolation;
}

/** The container's own fault, in the words of an endpoint's FailureReason. */
export class StartFailed extends Error {}

const pingEveryMs = 100;
const endingMs = 500;

export const endpointLogGroup = (endpointName: string) => `/aws/sagemaker/Endpoints/${endpointName}`;

/** Which variant of which endpoint, and where its container lies. */
export interface VariantPlace {
  endpointName: string;
  variant: EndpointVariant;
  /** Folder of the container's folder, absolute, and its name in there. */
  folder: string;
  name: string;
}

/**
 * @param onReady called each time the program has become ready.
 * @param onGivenUp called at most once, with the FailureReason; the program is gone by then.
 */
export const serveVariant = (
  parts: ServingParts,
  { endpointName, variant, folder: parent, name }: VariantPlace,
  onReady: () => void,
  onGivenUp: (reason: string) => void,
): ServedVariant => {
  const { clock } = parts;
  const logStream = `${variant.name}/i-0${randomBytes(8).toString('hex')}`;
  const log = createJobLog(parts.logs, endpointLogGroup(endpointName), logStream, clock, parts.disk);
  const words = createReaderWords(
    path.join(parent, name),
    [
      [parts.nodeModulesDir, '/node_modules'],
      ...(parts.standIns ? [[parts.standIns.folder, '/environments'] as const] : []),
      ...dataFolders(parent),
    ],
    path.join(parent, partialName(name)),
  );
  let state = newServing;
  let standIn: StandIn | undefined;
  let program: RunningProgram | undefined;
  const leaving = new AbortController();
  let waiters: (() => void)[] = [];
  let wakeUp: (() => void) | undefined;

  const happened = (event: ServingEvent) => {
    state = reduceServing(state, event);
  };

  const notify = () => {
    const woken = waiters;
    waiters = [];
    woken.forEach((wake) => wake());
  };

  /** Resolves after `ms`, or at once when the endpoint is being stopped. */
  const pause = (ms: number): Promise<void> =>
    state.isStopping
      ? Promise.resolve()
      : new Promise((resolve) => {
          const cancel = clock.after(ms, resolve);
          wakeUp = () => {
            cancel();
            resolve();
          };
        });

  const launch = async (folder: EndpointFolder, port: number): Promise<RunningProgram> => {
    const container = onlyContainer(variant);
    const view = servingView(folder, parts.nodeModulesDir, await choosePaths(parts.isolation));
    if (needsImage(folder, container)) {
      standIn ??= await parts.standIns?.provide(
        container.Image,
        { onWait: () => undefined, onLine: (line) => void log.write([line]) },
        leaving.signal,
      );
      if (standIn?.sentence !== undefined) await log.write([standIn.sentence]);
    }
    const searchPath = standIn?.searchPath ?? parts.searchPath;
    const command = await servingCommand(folder, container, searchPath, view, standIn?.modules);
    const environment = Object.entries(container.Environment ?? {});
    return runProgram(
      {
        ...command,
        plan: view.plan,
        folder: folder.root,
        isolation: parts.isolation,
        env: {
          PATH: searchPath,
          LANG: 'C.UTF-8',
          PYTHONUNBUFFERED: '1',
          HOME: view.see(folder.home),
          TMPDIR: view.see(folder.temporary),
          ...localAccess(parts.endpointUrl()),
          ...Object.fromEntries(environment.map(([name, value]) => [name, view.map(value)])),
          SM_MODEL_DIR: view.see(folder.model),
          SAGEMAKER_BASE_DIR: view.see(folder.base),
          SAGEMAKER_BIND_TO_PORT: String(port),
          SAGEMAKER_REGION: 'us-east-1',
          ...command.env,
        },
        onLines(lines, source) {
          if (source === 'stderr') happened({ type: 'complained', lines });
          return log.write(lines.map(words.text));
        },
      },
      clock,
    );
  };

  /** Waits for the first ping that is answered. Throws StartFailed if time runs out; false if the program ended. */
  const becomesReady = async (running: RunningProgram, port: number): Promise<boolean> => {
    let over = false;
    void running.ended.then(() => {
      over = true;
      wakeUp?.();
    });
    const timeoutMs = variant.startupTimeoutSeconds
      ? variant.startupTimeoutSeconds * 1000
      : parts.startupTimeoutMs;
    const deadline = clock.now() + timeoutMs;
    while (!over && !state.isStopping) {
      if ((await answersPing(port)) && !over) return true;
      if (clock.now() >= deadline) throw new StartFailed(pingFailure(variant.name));
      if (!over) await pause(pingEveryMs);
    }
    return false;
  };

  const holdMemory = (running: RunningProgram, megabytes: number) =>
    watchMemory(
      {
        processes: () => running.processes(),
        limitBytes: megabytes * 1024 * 1024,
        onExceeded() {
          const lines = [
            `MemoryError: the program has more than the ${megabytes} MB of its ServerlessConfig.`,
          ];
          happened({ type: 'complained', lines });
          void log.write(lines);
          void running.kill();
        },
      },
      clock,
    );

  /** One life of the program, from start to death. */
  const live = async (): Promise<void> => {
    const folder = await parts.disk
      .whenThereIsRoom(
        () => prepareEndpointFolder({ ...parts, folder: parent }, name, onlyContainer(variant)),
        leaving.signal,
      )
      .catch((error: unknown) => {
        if (!state.isStopping) throw error;
        return undefined;
      });
    if (state.isStopping || !folder) return;
    const port = await findFreePort();
    const running = await launch(folder, port);
    program = running;
    const forgetMemory = variant.serverless
      ? holdMemory(running, variant.serverless.MemorySizeInMB)
      : () => {};
    try {
      if (state.isStopping || !(await becomesReady(running, port))) return;
      happened({ type: 'ready', port });
      onReady();
      notify();
      await running.ended;
    } finally {
      forgetMemory();
      happened({ type: 'lost', port });
      await running.kill();
      const end = await running.ended;
      if (!state.isStopping) await log.write([`The serving program ended (${describeEnd(end)}).`]);
    }
  };

  const supervise = async (): Promise<void> => {
    while (!state.isStopping) {
      happened({ type: 'started', at: clock.now() });
      await live();
      happened({ type: 'ended', at: clock.now() });
      const next = afterEnd(state, parts.restartDelayMs);
      if (next === 'given-up') throw new StartFailed(pingFailure(variant.name));
      if (next !== 'stopped') await pause(next.restartInMs);
    }
  };

  const finished = supervise()
    .catch((error: unknown) => {
      if (state.isStopping) return;
      if (!(error instanceof StartFailed || error instanceof ClientError)) {
        console.error(`endpoint ${endpointName}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      const { failingLine } = state;
      const why = failingLine === undefined ? '' : ` It said: ${words.text(failingLine).slice(0, 300)}`;
      onGivenUp(error instanceof StartFailed ? `${error.message}${why}` : words.failure(error).message);
    })
    .finally(async () => {
      notify();
      standIn?.release();
      await log.close();
    });

  return {
    variant,
    logStream,
    async port(waitMs) {
      if (state.readyPort === undefined && !state.isStopping) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(waitMs, resolve);
          waiters.push(() => {
            cancel();
            resolve();
          });
        });
      }
      return state.readyPort;
    },
    lost(port) {
      const before = state;
      happened({ type: 'lost', port });
      if (state === before) return;
      // One that is ending by itself has an exit code to tell.
      const dying = program;
      const cancel = clock.after(endingMs, () => void dying?.kill());
      void dying?.ended.then(cancel);
    },
    async stop(graceMs) {
      happened({ type: 'stopping' });
      leaving.abort();
      wakeUp?.();
      notify();
      await program?.terminate(graceMs);
      await finished;
    },
  };
};

/** @throws ClientError for a variant that one program cannot serve. */
const onlyContainer = ({ name, containers }: EndpointVariant) => {
  const [container] = containers;
  if (containers.length !== 1 || !container) {
    throw new ClientError(
      'The local backend serves variants of one container, and the model of variant ' +
        `${name} has ${containers.length}.`,
    );
  }
  return container;
};

const pingFailure = (variantName: string) =>
  `The primary container for production variant ${variantName} did not pass the ping health check. ` +
  'Please check CloudWatch logs for this endpoint.';

const describeEnd = ({ code, signal, error }: Awaited<RunningProgram['ended']>): string =>
  error ?? (signal === null ? `exit code ${code}` : `signal ${signal}`);
