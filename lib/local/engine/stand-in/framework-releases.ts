import { type Framework } from '../container/framework-image';

/**
 * Releases on PyPI that have wheels, with the minor versions of Python 3 that they have them for. A release that is
 * missing here is served by the nearest one.
 */
export interface Release {
  version: string;
  /** Python 3.`first` to 3.`last`. */
  first: number;
  last: number;
}

const releases = (table: string): readonly Release[] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [range = '', ...versions] = line.trim().split(/\s+/);
      const [first = 0, last = 0] = range.split('-').map(Number);
      return versions.map((version) => ({ version, first, last }));
    });

/** https://pypi.org/project/tensorflow-cpu/#history, and so on. */
export const releasesByFramework: Readonly<Record<Exclude<Framework, 'huggingface'>, readonly Release[]>> = {
  tensorflow: releases(`
    7-10  2.8.4 2.9.3 2.10.1 2.11.1
    8-11  2.12.1 2.13.1
    9-11  2.14.1 2.15.1
    9-12  2.16.2 2.17.1 2.18.0 2.18.1 2.19.0 2.19.1
    9-13  2.20.0
    10-13 2.21.0`),
  pytorch: releases(`
    7-11  1.13.1
    8-11  2.0.1 2.1.2
    8-12  2.2.2 2.3.1 2.4.1
    9-12  2.5.1
    9-13  2.6.0 2.7.1 2.8.0
    10-14 2.9.1 2.10.0 2.11.0 2.12.1 2.13.0`),
  mxnet: releases('6-11 1.9.1'),
  xgboost: releases(`
    6-11  0.90 1.0.2 1.2.1 1.3.3 1.5.2
    7-11  1.7.6
    8-12  2.1.4
    10-13 3.0.5 3.1.3 3.2.0`),
  'scikit-learn': releases(`
    8-11  1.2.2
    9-12  1.4.2 1.5.2
    9-13  1.6.1
    10-13 1.7.2`),
};

/** A local part (`+cpu`) says how it was built, not which it is. */
const numbers = (version: string): number[] => version.split('+')[0]!.split('.').map(Number);

/** Compares number by number; a part that is missing is 0. */
export const compareVersions = (one: string, other: string): number => {
  const [a, b] = [numbers(one), numbers(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** How far two versions are apart: the first part that differs weighs most, a major version most of all. */
const distance = (one: string, other: string): number => {
  const [a, b] = [numbers(one), numbers(other)];
  const [major = 0, minor = 0, patch = 0] = a.map((part, index) => Math.abs(part - (b[index] ?? 0)));
  if (major === 0) return 1e3 * minor + patch;
  // Of another major version the one on the way to it is nearest: the first of a newer, the last of an older.
  const along = 1e3 * (a[1] ?? 0) + (a[2] ?? 0);
  return 1e9 * major + (compareVersions(one, other) > 0 ? along : 1e8 - along);
};

/** Releases that have wheels for Python 3.`python`. */
export const releasesFor = (framework: keyof typeof releasesByFramework, python: number): string[] =>
  releasesByFramework[framework]
    .filter(({ first, last }) => first <= python && python <= last)
    .map(({ version }) => version);

/** The version itself first, or those of the same minor version, and so on; of two as near the newer first. */
export const byNearness = (versions: readonly string[], wanted: string): string[] =>
  versions.toSorted(
    (one, other) => distance(one, wanted) - distance(other, wanted) || compareVersions(other, one),
  );

/**
 * The release that stands in for `wanted`.
 * @param python minor version of Python 3.
 * @returns undefined where no release has wheels for this Python.
 */
export const nearestRelease = (
  framework: keyof typeof releasesByFramework,
  wanted: string,
  python: number,
): string | undefined => byNearness(releasesFor(framework, python), wanted)[0];

/** Whether two versions have the same major and minor version: only fixes are between them. */
export const isSameMinor = (one: string, other: string): boolean => distance(one, other) < 1e3;
