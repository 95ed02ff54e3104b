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
export const releasesOf: Readonly<Record<Exclude<Framework, 'huggingface'>, readonly Release[]>> = {
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

const numbers = (version: string): number[] => version.split('.').map(Number);

/** Compares number by number; a part that is missing is 0. */
export const compareVersions = (one: string, other: string): number => {
  const [a, b] = [numbers(one), numbers(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** How far two versions of one major version are apart: the first part that differs weighs most. */
const distance = (one: string, other: string): number => {
  const [a, b] = [numbers(one), numbers(other)];
  return a[0] === b[0]
    ? 1e3 * Math.abs((a[1] ?? 0) - (b[1] ?? 0)) + Math.abs((a[2] ?? 0) - (b[2] ?? 0))
    : 1e9;
};

/**
 * The release that stands in for `wanted`: itself, one of the same minor version, or the next newer or older one,
 * whichever is nearer; of two as near the newer.
 * @param python minor version of Python 3.
 * @returns undefined where no release has wheels for this Python.
 */
export const nearestRelease = (
  framework: keyof typeof releasesOf,
  wanted: string,
  python: number,
): string | undefined => {
  const possible = releasesOf[framework]
    .filter(({ first, last }) => first <= python && python <= last)
    .map(({ version }) => version)
    .sort(compareVersions);
  const newer = possible.find((version) => compareVersions(version, wanted) >= 0);
  const older = possible.findLast((version) => compareVersions(version, wanted) <= 0);
  if (newer === undefined || older === undefined) return newer ?? older;
  return distance(newer, wanted) <= distance(older, wanted) ? newer : older;
};

/** Whether two versions have the same major and minor version: only fixes are between them. */
export const isSameMinor = (one: string, other: string): boolean =>
  compareVersions(one.split('.').slice(0, 2).join('.'), other.split('.').slice(0, 2).join('.')) === 0;
