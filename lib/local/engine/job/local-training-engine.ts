import { mkdirSync, realpathSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Sqlite } from '../../store/database';
import { createDiskSpace, type DiskSpace } from '../../store/disk-space';
import { type LogStore } from '../../store/log-store';
import { type MetricStore } from '../../store/metric-store';
import { type ObjectStore } from '../../store/object-store';
import { isTerminal, type TrainingJobRecord, type TrainingJobStore } from '../../store/training-job-store';
import { validationError } from '../../core/aws-error';
import { type Clock, systemClock } from '../../core/clock';
import { type Isolation } from '../container/containment';
import { type EngineParts } from './engine-parts';
import { createHeartbeat } from './heartbeat';
import { trainingLogGroup } from '../metrics/job-log';
import { createJobRun, type JobRun } from './run/job-run';
import { allows, applyEvent } from './lifecycle';
import { killJob } from '../container/job-processes';
import { readProcessStatistics, signalProcess } from '../container/process-group';
import { containerSearchPath } from '../container/program-file';
import { removeTree } from '../container/remove-tree';
import { createRunStore, type RunRecord } from './run-store';
import { capacityWaitSeconds, createSpotMarketStore } from './spot-market';
import { eventOfStop } from './stop-cause';
import { type StandIns } from '../stand-in/stand-ins';
import { type TrainingEngine } from './training-engine';

export interface TrainingEngineOptions {
  database: Sqlite;
  jobs: TrainingJobStore;
  objects: ObjectStore;
  logs: LogStore;
  metrics: MetricStore;
  clock?: Clock;
  /** Default: the disk of `folder`. */
  disk?: DiskSpace;
  /** Folder of the attempts' folders, absolute; nothing else may be in it. */
  folder: string;
  /** Node packages that a training program finds, absolute. */
  nodeModulesDir: string;
  /** Base URL of the local backend, for programs that use S3 by themselves. */
  endpointUrl?: () => string | undefined;
  /** What stands in for framework images; default: the Python on the PATH, for every job. */
  standIns?: StandIns;
  /** Where programs are looked for; default: the backend's own PATH. */
  searchPath?: string;
  /** Longest time between two looks at a small checkpoint folder. Default 500. */
  checkpointSyncMs?: number;
  /** Default `auto`. */
  isolation?: Isolation;
}

/** The engine that really trains: each job is a run of its own (see job-run.ts). */
export const createTrainingEngine = (options: TrainingEngineOptions): TrainingEngine => {
  const { database, jobs } = options;
  const clock = options.clock ?? systemClock;
  mkdirSync(options.folder, { recursive: true });
  const disk = options.disk ?? createDiskSpace(path.dirname(path.resolve(options.folder)), clock);
  const parts: EngineParts = {
    jobs,
    objects: options.objects,
    logs: options.logs,
    metrics: options.metrics,
    atomically: (act) => database.transaction(act).immediate(),
    clock,
    disk,
    // The kernel names open files and working folders by their real paths.
    folder: realpathSync(options.folder),
    nodeModulesDir: path.resolve(options.nodeModulesDir),
    runs: createRunStore(database),
    market: createSpotMarketStore(database),
    searchPath: options.searchPath ?? containerSearchPath(process.env.PATH ?? '/usr/bin:/bin'),
    standIns: options.standIns,
    endpointUrl: options.endpointUrl ?? (() => undefined),
    checkpointSyncMs: options.checkpointSyncMs ?? 500,
    isolation: options.isolation ?? 'auto',
  };
  const heartbeat = createHeartbeat(database, clock, disk);
  const running = new Map<string, JobRun>();
  let closed = false;

  /** @param begin writes what the run needs before it begins. */
  const launch = (name: string, begin?: () => void): void => {
    if (closed || running.has(name)) return;
    const run = createJobRun(parts, name, begin);
    running.set(name, run);
    heartbeat.start();
    void run.done.then(() => {
      running.delete(name);
      if (running.size === 0) heartbeat.stop();
    });
  };

  const fixDiscount = (name: string): void => {
    if (parts.runs.get(name).discount !== undefined) return;
    parts.runs.update(name, { discount: parts.market.read().discount });
  };

  const runOf = (name: string): { job: TrainingJobRecord; run: JobRun } => {
    const job = jobs.get(name);
    if (!job) throw validationError('Requested resource not found.');
    const run = running.get(name);
    if (isTerminal(job) || !run) {
      throw validationError(`The request was rejected because the training job is in status ${job.status}`);
    }
    return { job, run };
  };

  /** Ends what an earlier process may have left behind of an attempt. */
  const endOrphan = async ({ process }: RunRecord): Promise<void> => {
    if (!process) return;
    const found = await readProcessStatistics(process.pid);
    // Without the start time a pid may be anybody's by now.
    if (found && process.startTime === found.startTime) signalProcess(-process.pid, 'SIGKILL');
  };

  const emptyFolder = async (): Promise<void> => {
    await mkdir(parts.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(parts.folder)) await removeTree(path.join(parts.folder, name));
  };

  /** A job that was on an instance has lost it: spot jobs wait for the next one, on-demand jobs have it at once. */
  const takeUp = (job: TrainingJobRecord, lostAt: number): void => {
    if (allows(job, 'instance-lost')) {
      const spot = job.request.EnableManagedSpotTraining === true;
      const draw = { job: job.name, attempt: parts.runs.get(job.name).attempt };
      const wait = spot ? capacityWaitSeconds(parts.market.read(), draw) : 0;
      jobs.update(job.name, (record) =>
        applyEvent(record, 'instance-lost', {
          at: lostAt,
          message: spot
            ? 'The instance was lost when the local backend ended. Waiting for spot capacity.'
            : 'The instance was lost when the local backend ended. Restarting from the last checkpoint.',
        }),
      );
      parts.runs.update(job.name, { capacityAt: clock.now() + wait * 1000 });
    }
    if (job.status === 'Stopping') {
      const { stopCause = 'requested', discount } = parts.runs.get(job.name);
      jobs.update(job.name, (record) => applyEvent(record, eventOfStop[stopCause], { at: lostAt, discount }));
      return;
    }
    const { offMs = 0 } = parts.runs.get(job.name);
    parts.runs.update(job.name, { offMs: offMs + Math.max(0, clock.now() - lostAt) });
    launch(job.name);
  };

  /** When an earlier process can last have had an instance for the job, milliseconds since the epoch. */
  const lastSeen = ({ name }: TrainingJobRecord, alive: number): number => {
    const streams = options.logs.streams(trainingLogGroup, { prefix: `${name}/` });
    const written = streams.map(({ lastEventTimestamp }) => lastEventTimestamp ?? 0);
    return Math.min(clock.now(), Math.max(alive, ...written));
  };

  return {
    start(name) {
      const begin = (): void => {
        // What is known of an earlier job of this name is not about this one.
        parts.runs.delete(name);
        fixDiscount(name);
      };
      let first: (() => void) | undefined;
      try {
        begin();
      } catch (error) {
        if (!disk.note(error)) throw error;
        first = begin;
      }
      const earlier = running.get(name);
      if (earlier) void earlier.done.then(() => launch(name, first));
      else launch(name, first);
    },
    stop(name) {
      const { job, run } = runOf(name);
      if (job.status === 'InProgress') run.stop('requested');
    },
    interrupt(name, { afterEpoch, notice = true, capacityWaitSeconds: wait }) {
      const { job, run } = runOf(name);
      if (job.request.EnableManagedSpotTraining !== true) {
        throw validationError(
          'The training job does not use managed spot training: its instance is never taken.',
        );
      }
      if (job.status !== 'InProgress') {
        throw validationError(`The request was rejected because the training job is in status ${job.status}`);
      }
      if (afterEpoch !== undefined) {
        run.interruptAfterEpoch({ afterEpoch, notice, capacityWaitSeconds: wait });
        return;
      }
      if (job.secondaryStatus !== 'Training') {
        throw validationError(
          `The training job has no training to interrupt at this moment: it is ${job.secondaryStatus}.`,
        );
      }
      run.interrupt({ notice, capacityWaitSeconds: wait });
    },
    spotMarket: parts.market.read,
    setSpotMarket(market) {
      parts.market.write(market);
      for (const run of running.values()) run.marketChanged();
    },
    async recover() {
      const unfinished = jobs.unfinished();
      const alive = heartbeat.last() ?? 0;
      for (const { name } of unfinished) await endOrphan(parts.runs.get(name));
      await killJob({ folder: parts.folder });
      await emptyFolder();
      for (const job of unfinished) {
        // A kill may have come between a job's record and its start.
        fixDiscount(job.name);
        takeUp(job, lastSeen(job, alive));
      }
    },
    async close() {
      closed = true;
      disk.close();
      for (const run of running.values()) run.close();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
};
