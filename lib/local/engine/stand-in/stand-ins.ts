import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClientError } from '../../core/job-failure';
import { killJob } from '../container/job-processes';
import { removeTree } from '../container/remove-tree';
import {
  type BuildParts,
  buildEnvironment,
  type EnvironmentRecord,
  environmentRecordSchema,
  partialEnding,
  recordFile,
} from './environment-build';
import { type FrameworkImage, readFrameworkImage } from '../container/framework-image';
import { machinePython, type OwnPythons, ownPython, type Python } from './python-choice';
import { needsTorch, planStandIn, type StandInPlan } from './stand-in-plan';
import { type TorchBuild } from './torch-build';
import { createTorchChoices } from './torch-choices';
import { messageOf } from '../../core/thrown';

/**
 * What stands in for AWS's framework images: a Python environment of the same framework, built on first use, kept until
 * it is removed. Builds run one after another; whoever needs the same one waits for the same build.
 */
export interface StandIns {
  /** Folder of the environments, absolute: not to be shown. */
  folder: string;
  /** @returns undefined for an image that is no framework's. @throws ClientError where there is no Python */
  describe(image: string): Promise<StandInDescription | undefined>;
  /**
   * The Python that runs for an image; where it is no framework's, the one that is set for all, or undefined.
   * @param waiting told of whether this waits for a build, and of the build's lines.
   * @throws ClientError with the reason where it cannot be built; the signal's reason
   */
  provide(image: string | undefined, waiting: Waiting, signal: AbortSignal): Promise<StandIn | undefined>;
  /** Begins to build what stands in for an image, unless it is there. */
  build(image: string): Promise<StandInDescription>;
  list(): Promise<EnvironmentDescription[]>;
  /** @throws ClientError for one that is used or that does not exist. */
  remove(key: string): Promise<void>;
  /** Removes what an earlier process left half built. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

export interface Waiting {
  onWait(): void;
  onLine(line: string): void;
}

export interface StandIn {
  /** `<folder>/bin` and so on, in front of the backend's own: python3 is found there. */
  searchPath: string;
  /** Folder of Python modules that the image offers and no package does, absolute. */
  modules?: string;
  /** What those modules are told of the image, for a training script. */
  variables?: Readonly<Record<string, string>>;
  /** What a person is told of it. */
  sentence?: string;
  /** It can be removed once nobody holds it. */
  release(): void;
}

export interface StandInDescription {
  framework: string;
  title: string;
  sentence: string;
  /** `own`: by a setting. */
  state: 'ready' | 'missing' | 'building' | 'failed' | 'own' | 'impossible';
  key?: string;
  /** On the disk; where it is not built, about. */
  bytes?: number;
  /** The newest lines of a build that runs or failed. */
  lines?: readonly string[];
  reason?: string;
}

export interface EnvironmentDescription extends EnvironmentRecord {
  inUse: boolean;
}

export interface StandInOptions extends Omit<BuildParts, 'searchPath'> {
  /** Where Python is looked for; default: the backend's own PATH. */
  searchPath?: string;
  /** Folder of the environments, absolute; nothing else may be in it. */
  folder: string;
  own: OwnPythons;
}

interface Build {
  done: Promise<EnvironmentRecord>;
  lines: string[];
  listeners: Set<(line: string) => void>;
  failure?: string;
  running: boolean;
}

const keptLines = 20;

const ownModules = fileURLToPath(new URL('./python', import.meta.url));

/**
 * PYTHONPATH of a program of a stand-in: what Python reads at its start, then the program's own folders, then what the
 * image offers, which a script's modules of the same names hide as they do there.
 */
export const pythonPath = (modules: string | undefined, own: readonly string[]): string =>
  (modules === undefined ? own : [path.join(modules, 'at_start'), ...own, modules]).join(path.delimiter);
const impossible = (image: FrameworkImage, python: Python): string =>
  `No release of the framework in ${image.shown} has packages for Python ${python.minor}. Set SPOTDECK_PYTHON to another ` +
  'Python, or to an environment that has it.';

export const createStandIns = (options: StandInOptions): StandIns => {
  const { folder, own, searchPath = process.env.PATH ?? '/usr/bin:/bin' } = options;
  const parts: BuildParts = { ...options, searchPath };
  const builds = new Map<string, Build>();
  const users = new Map<string, number>();
  const closing = new AbortController();
  const torchChoices = createTorchChoices(path.join(folder, 'torch.json'), searchPath);
  let machine: Promise<Python> | undefined;
  /** Asked once, unless it does not work. */
  const findMachinePython = (): Promise<Python> => {
    machine ??= machinePython(searchPath).catch((error: unknown) => {
      machine = undefined;
      throw error;
    });
    return machine;
  };
  /** The end of the last build in line. */
  let line: Promise<unknown> = Promise.resolve();

  const placeOf = (key: string) => path.join(folder, key);
  const readRecord = async (key: string): Promise<EnvironmentRecord | undefined> => {
    try {
      const text = await readFile(path.join(placeOf(key), recordFile), 'utf8');
      return environmentRecordSchema.parse(JSON.parse(text));
    } catch {
      // Not built, or built by a version that kept other facts: it is built again.
      return undefined;
    }
  };

  const startBuild = (plan: StandInPlan, python: Python): Build => {
    const running = builds.get(plan.key);
    if (running?.running) return running;
    const build: Build = {
      lines: [],
      listeners: new Set(),
      running: true,
      done: Promise.reject(new Error()),
    };
    // Replaced below, before anybody can wait for it.
    build.done.catch(() => undefined);
    const onLine = (text: string): void => {
      build.lines = [...build.lines, text].slice(-keptLines);
      build.listeners.forEach((listen) => listen(text));
    };
    const turn = line.then(() => mkdir(folder, { recursive: true, mode: 0o700 }));
    build.done = turn
      .then(() => buildEnvironment(parts, plan, python, placeOf(plan.key), onLine, closing.signal))
      .then(
        (record) => {
          builds.delete(plan.key);
          return record;
        },
        (error: unknown) => {
          build.failure = messageOf(error);
          throw error;
        },
      )
      .finally(() => {
        build.running = false;
      });
    // Who asked for the build is told of its failure.
    build.done.catch(() => undefined);
    // The next begins whatever became of this one.
    line = build.done.catch(() => undefined);
    builds.set(plan.key, build);
    return build;
  };

  const planned = async (image: FrameworkImage): Promise<{ plan?: StandInPlan; python: Python }> => {
    const python = await findMachinePython();
    const planWith = (torch?: TorchBuild) => planStandIn(image, python, torch);
    if (!needsTorch(image)) return { plan: planWith(), python };
    const isInstalled = async (torch: TorchBuild) =>
      (await readRecord(planWith(torch)?.key ?? '')) !== undefined;
    const torch = await torchChoices.choose(python, image.version, isInstalled);
    return { plan: torch && planWith(torch), python };
  };

  const describe: StandIns['describe'] = async (uri) => {
    const image = readFrameworkImage(uri);
    if (!image) return undefined;
    const { framework } = image;
    const mine = await ownPython(own, framework, searchPath);
    if (mine) {
      const title = `Python ${mine.minor} (${mine.variable})`;
      return { framework, title, sentence: sentenceOfOwn(mine, image), state: 'own' };
    }
    const { plan, python } = await planned(image);
    if (!plan) {
      const reason = impossible(image, python);
      return { framework, title: image.shown, sentence: reason, reason, state: 'impossible' };
    }
    const { key, title, sentence, aboutBytes } = plan;
    const build = builds.get(key);
    const described = { framework, key, title, sentence };
    if (build?.running) return { ...described, state: 'building', bytes: aboutBytes, lines: build.lines };
    const record = await readRecord(key);
    if (record) return { ...described, state: 'ready', bytes: record.bytes };
    if (build?.failure !== undefined) {
      return { ...described, state: 'failed', bytes: aboutBytes, lines: build.lines, reason: build.failure };
    }
    return { ...described, state: 'missing', bytes: aboutBytes };
  };

  /** Waits for a build, as long as the signal lets it; the build goes on. */
  const waitFor = async (build: Build, { onWait, onLine }: Waiting, signal: AbortSignal): Promise<void> => {
    onWait();
    build.lines.forEach(onLine);
    build.listeners.add(onLine);
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort);
    });
    try {
      signal.throwIfAborted();
      await Promise.race([build.done, aborted]);
    } finally {
      build.listeners.delete(onLine);
      signal.removeEventListener('abort', abort);
    }
  };

  const inFront = (bin: string): string => `${bin}${path.delimiter}${searchPath}`;

  return {
    folder,
    describe,
    async provide(uri, waiting, signal) {
      const image = uri === undefined ? undefined : readFrameworkImage(uri);
      const mine = await ownPython(own, image?.framework, searchPath);
      if (mine) {
        return {
          searchPath: inFront(path.dirname(mine.program)),
          sentence: image && sentenceOfOwn(mine, image),
          modules: ownModules,
          variables: image && variablesFor(image),
          release: () => undefined,
        };
      }
      if (!image) return undefined;
      const { plan, python } = await planned(image);
      if (!plan) throw new ClientError(impossible(image, python));
      const { key } = plan;
      const release = () => void users.set(key, Math.max(0, (users.get(key) ?? 0) - 1));
      // Before it is looked for, so that nobody removes it meanwhile.
      users.set(key, (users.get(key) ?? 0) + 1);
      try {
        if (!(await readRecord(key))) await waitFor(startBuild(plan, python), waiting, signal);
      } catch (error) {
        release();
        throw error;
      }
      const place = placeOf(key);
      return {
        searchPath: inFront(path.join(place, 'bin')),
        sentence: plan.sentence,
        modules: ownModules,
        variables: variablesFor(image),
        release,
      };
    },
    async build(uri) {
      const image = readFrameworkImage(uri);
      if (!image) throw new ClientError(`Nothing stands in for ${uri}: it is no framework image of AWS.`);
      const described = await describe(uri);
      if (described?.state === 'missing' || described?.state === 'failed') {
        const { plan, python } = await planned(image);
        if (plan) startBuild(plan, python);
      }
      return (await describe(uri))!;
    },
    async list() {
      const names = existsSync(folder) ? await readdir(folder) : [];
      const records = await Promise.all(names.map(readRecord));
      return records
        .filter((record) => record !== undefined)
        .map((record) => ({ ...record, inUse: (users.get(record.key) ?? 0) > 0 }));
    },
    async remove(key) {
      const record = /^[A-Za-z0-9.-]+$/.test(key) ? await readRecord(key) : undefined;
      if (!record) throw new ClientError(`There is no environment ${key}.`);
      if ((users.get(key) ?? 0) > 0) {
        throw new ClientError(`${record.title} is in use by a job or an endpoint that runs.`);
      }
      // One that is half removed must not be found.
      const leaving = `${placeOf(key)}${partialEnding}`;
      await removeTree(leaving);
      await rename(placeOf(key), leaving);
      await removeTree(leaving);
    },
    async recover() {
      if (!existsSync(folder)) return;
      await killJob({ folder });
      for (const name of await readdir(folder)) {
        if (name.endsWith(partialEnding)) await removeTree(path.join(folder, name));
      }
    },
    async close() {
      closing.abort();
      await line;
    },
  };
};

/** Scripts for TensorFlow 1 have names that TensorFlow 2 keeps elsewhere. */
const variablesFor = ({ framework, version }: FrameworkImage): Record<string, string> =>
  framework === 'tensorflow' && version.startsWith('1.') ? { STAND_IN_TENSORFLOW: '1' } : {};

const sentenceOfOwn = (
  { minor, variable }: Python & { variable: string },
  { shown }: FrameworkImage,
): string => `Your own Python ${minor}, which ${variable} names, stands in for the image ${shown}.`;
