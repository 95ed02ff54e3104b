import { type Readable } from 'node:stream';
import { type JobScope } from './job-processes';
import { inProcessGroup } from './containment-group';
import { inPidNamespace, mountsAreAllowed, namespacesAreAllowed } from './containment-namespace';
import { type MountPlan } from './private-mounts';

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
  /** As the program sees it. */
  cwd: string;
  /** Folder of the attempt or endpoint. */
  folder: string;
  /** What the program sees at other places than this machine has it: only where private mounts are allowed. */
  plan?: MountPlan;
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
  /**
   * Resolves once the program has its process group, or has ended: what is frozen before would never get one, and no
   * signal could reach it.
   */
  standing(): Promise<void>;
  /** Sends a signal to the program's process group, once there is one. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Kills everything; resolves once nothing of it is left. */
  kill(): Promise<void>;
}

/** Throws an Error with the system's code where nothing could be started. */
export type Containment = (spec: ContainedSpec) => Promise<ContainedProgram>;

/** `auto`: namespaces where they are allowed, with private mounts where those are; `no-mounts`: without these. */
export type Isolation = 'auto' | 'no-mounts' | 'process-group';

export const chooseContainment = async (isolation: Isolation): Promise<Containment> =>
  isolation !== 'process-group' && (await namespacesAreAllowed()) ? inPidNamespace : inProcessGroup;

/** How a program sees the container's files: at their own paths, or mapped to where they lie on this machine. */
export const choosePaths = async (isolation: Isolation): Promise<'mounted' | 'mapped'> =>
  isolation === 'auto' && (await mountsAreAllowed()) ? 'mounted' : 'mapped';
