import { type DiskSpace } from '../../store/disk-space';
import { type EndpointVariant } from '../../store/hosting-store';
import { type LogStore } from '../../store/log-store';
import { type Clock } from '../../core/clock';
import { type Isolation } from '../container/containment';
import { type StandIns } from '../stand-in/stand-ins';
import { type FolderParts } from './endpoint-folder';

/** What serving works with, of the local backend around it. */
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

/** Which variant of which endpoint, and where its container lies. */
export interface VariantPlace {
  endpointName: string;
  variant: EndpointVariant;
  /** Folder of the container's folder, absolute, and its name in there. */
  folder: string;
  name: string;
}
