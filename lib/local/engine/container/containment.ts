import { type Readable } from 'node:stream';
import { type JobScope } from './job-processes';
import { inProcessGroup } from './containment-group';
import { inPidNamespace, namespacesAreAllowed } from './containment-namespace';

/**
 * How a container's program is kept together, so that all of it ends, and with the backend at the latest. Where
 * Linux allows it (root, or a user namespace) that is a PID namespace of its own; elsewhere a process group with a
 * shim that searches for what left the group.
 */
export interface ContainedSpec {
  /** Absolute path. */
  program: string;
  args: readonly string[];
  /** The whole environment of the program. It reaches the program only, nothing that runs around it. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** Folder of the attempt or endpoint. */
  folder: string;
}

export interface ProgramEnd {
  code: number | null;
  signal: string | null;
  /** The program could not be started: the system's error code, e.g. ENOENT. */
  error?: string;
}

export interface ContainedProgram {
  stdout: Readable;
  stderr: Readable;
  /** Resolves once the program itself has ended; others that it started may still run. Never rejects. */
  exited: Promise<ProgramEnd>;
  /** Process by which a later start knows the container, and that ends with it. */
  keeper: number;
  scope: JobScope;
  /** Process whose child the program is. */
  parent: number;
  /** Sends a signal to the program's process group, once there is one. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Kills everything; resolves once nothing of it is left. */
  kill(): Promise<void>;
}

/** Throws an Error with the system's code where nothing could be started. */
export type Containment = (spec: ContainedSpec) => Promise<ContainedProgram>;

/** `auto`: namespaces where they are allowed. */
export type Isolation = 'auto' | 'process-group';

export const chooseContainment = async (isolation: Isolation): Promise<Containment> =>
  isolation === 'auto' && (await namespacesAreAllowed()) ? inPidNamespace : inProcessGroup;
