import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { programEnvironment } from '../../core/program-environment';
import { byNearness, releasesFor } from './framework-releases';
import { pipEnvironment } from './pip-environment';
import { type Python } from './python-choice';
import { type PythonVersion } from './stand-in-plan';

/**
 * PyTorch's wheels for Linux bring CUDA's libraries, gigabytes that a machine without a GPU has no use for, unless the
 * place that this machine's pip takes packages from has builds for the CPU alone: those are preferred, even as another
 * release. https://pytorch.org/get-started/locally/
 */
export const torchBuildSchema = z.object({
  /** As pip names it: `2.13.0+cpu`. */
  version: z.string(),
  /** It brings no CUDA libraries. */
  isCpu: z.boolean(),
});

export type TorchBuild = z.infer<typeof torchBuildSchema>;

/** What is asked of pip; undefined where it does not answer. */
export interface PipAnswers {
  /** Every version of torch that it can give. */
  versions(): Promise<readonly string[] | undefined>;
  /** What a release requires, as its wheel says: `nvidia-cublas==13.0.0; platform_system == "Linux"`. */
  readRequirements(version: string): Promise<readonly string[] | undefined>;
}

/** So many releases without a mark in their name are looked into: a pip without metadata fetches each as a whole. */
const maxLookedInto = 3;

const bringsCuda = (requirements: readonly string[], machine: string): boolean =>
  requirements.some((each) => {
    if (!/^nvidia-/i.test(each) || /\bextra\s*==/.test(each)) return false;
    const wanted = /platform_machine\s*==\s*["'](\w+)["']/.exec(each)?.[1];
    return wanted === undefined || wanted === machine;
  });

/**
 * The build that stands in for release `wanted`: the nearest that is for the CPU alone, or else the nearest.
 * @returns undefined where no release has wheels for this Python
 */
export const chooseTorchBuild = async (
  python: PythonVersion,
  wanted: string,
  pip: PipAnswers,
): Promise<TorchBuild | undefined> => {
  const releases = releasesFor('pytorch', Number(python.minor.split('.')[1]));
  const listed = await pip.versions();
  const marked = new Set(
    (listed ?? []).filter((each) => each.endsWith('+cpu')).map((each) => each.slice(0, -'+cpu'.length)),
  );
  const plain = listed === undefined ? releases : releases.filter((each) => listed.includes(each));
  const candidates = byNearness([...new Set([...plain, ...marked])], wanted);
  const nearest = candidates[0] ?? byNearness(releases, wanted)[0];
  if (nearest === undefined) return undefined;
  // Elsewhere no wheel of PyTorch has ever brought CUDA along.
  if (python.platform !== 'linux')
    return { version: marked.has(nearest) ? `${nearest}+cpu` : nearest, isCpu: true };
  let lookedInto = 0;
  for (const version of candidates) {
    if (marked.has(version)) return { version: `${version}+cpu`, isCpu: true };
    if (lookedInto === maxLookedInto) continue;
    lookedInto += 1;
    const requirements = await pip.readRequirements(version);
    if (requirements && !bringsCuda(requirements, python.machine)) return { version, isCpu: true };
  }
  return { version: nearest, isCpu: false };
};

const patienceMs = 60_000;
const maxReportBytes = 32 * 1024 * 1024;

const reportSchema = z.object({
  install: z
    .array(
      z.object({
        metadata: z.object({ name: z.string(), requires_dist: z.array(z.string()).optional() }).optional(),
      }),
    )
    .default([]),
});

/** Asks the pip of a Python. */
export const askPip = ({ program }: Pick<Python, 'program'>, searchPath: string): PipAnswers => {
  const run = async (...args: string[]): Promise<string | undefined> => {
    try {
      const { stdout } = await promisify(execFile)(program, ['-m', 'pip', ...args], {
        env: programEnvironment(pipEnvironment(searchPath)),
        timeout: patienceMs,
        maxBuffer: maxReportBytes,
      });
      return stdout;
    } catch {
      // No pip, no network or no answer in time: the build says which when it needs them.
      return undefined;
    }
  };
  return {
    async versions() {
      const answer = await run('index', 'versions', 'torch');
      const list = /^Available versions: (.*)$/m.exec(answer ?? '')?.[1];
      return list?.split(',').map((each) => each.trim());
    },
    async readRequirements(version) {
      const report = await run(
        ...['install', '--dry-run', '--no-deps', '--ignore-installed', '--quiet', '--report', '-'],
        ...['--only-binary', ':all:', `torch==${version}`],
      );
      if (report === undefined) return undefined;
      const { install } = reportSchema.parse(JSON.parse(report));
      const torch = install.find(({ metadata }) => metadata?.name.toLowerCase() === 'torch');
      return torch && (torch.metadata?.requires_dist ?? []);
    },
  };
};
