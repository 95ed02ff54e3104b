import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type Sqlite } from '../../store/database';
import { createDiskSpace, type DiskSpace } from '../../store/disk-space';
import { type LogStore } from '../../store/log-store';
import { type MetricStore } from '../../store/metric-store';
import { type ObjectStore } from '../../store/object-store';
import { type TrainingJobStore } from '../../store/training-job-store';
import { type Clock, systemClock } from '../../core/clock';
import { type Isolation } from '../container/containment';
import { containerSearchPath } from '../container/program-file';
import { type StandIns } from '../stand-in/stand-ins';
import { createRunStore, type RunStore } from './run-store';
import { createSpotMarketStore, type SpotMarketStore } from './spot-market';

/** What every part of the training engine works with. */
export interface EngineParts {
  jobs: TrainingJobStore;
  runs: RunStore;
  market: SpotMarketStore;
  objects: ObjectStore;
  logs: LogStore;
  metrics: MetricStore;
  /** Makes one write of several: all of it is kept, or nothing. */
  atomically(act: () => void): void;
  clock: Clock;
  /** What the engine writes for itself waits there while the disk is full. */
  disk: DiskSpace;
  /** Folder of the attempts' folders, absolute. */
  folder: string;
  /** Node packages that stand for what a framework image has installed. */
  nodeModulesDir: string;
  /** What stands in for framework images; without it scripts run with the Python on the PATH. */
  standIns?: StandIns;
  /** The backend's PATH. */
  searchPath: string;
  /** Base URL of the local backend, once it listens. */
  endpointUrl(): string | undefined;
  checkpointSyncMs: number;
  isolation: Isolation;
}

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

/** Makes the folder and the tables that are not there yet. */
export const createEngineParts = (options: TrainingEngineOptions): EngineParts => {
  const { database, folder, clock = systemClock } = options;
  mkdirSync(folder, { recursive: true });
  return {
    jobs: options.jobs,
    objects: options.objects,
    logs: options.logs,
    metrics: options.metrics,
    atomically: (act) => database.transaction(act).immediate(),
    clock,
    disk: options.disk ?? createDiskSpace(path.dirname(path.resolve(folder)), clock),
    // The kernel names open files and working folders by their real paths.
    folder: realpathSync(folder),
    nodeModulesDir: path.resolve(options.nodeModulesDir),
    runs: createRunStore(database),
    market: createSpotMarketStore(database),
    searchPath: options.searchPath ?? containerSearchPath(process.env.PATH ?? '/usr/bin:/bin'),
    standIns: options.standIns,
    endpointUrl: options.endpointUrl ?? (() => undefined),
    checkpointSyncMs: options.checkpointSyncMs ?? 500,
    isolation: options.isolation ?? 'auto',
  };
};

/** The discount of the market as it is now; a job that has one keeps it. */
export const fixDiscount = ({ runs, market }: EngineParts, job: string): void => {
  if (runs.get(job).discount === undefined) runs.update(job, { discount: market.read().discount });
};
