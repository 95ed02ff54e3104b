import { type DiskSpace } from '../../store/disk-space';
import { type LogStore } from '../../store/log-store';
import { type MetricStore } from '../../store/metric-store';
import { type ObjectStore } from '../../store/object-store';
import { type TrainingJobStore } from '../../store/training-job-store';
import { type Clock } from '../../core/clock';
import { type Isolation } from '../container/containment';
import { type StandIns } from '../stand-in/stand-ins';
import { type RunStore } from './run-store';
import { type SpotMarketStore } from './spot-market';

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
