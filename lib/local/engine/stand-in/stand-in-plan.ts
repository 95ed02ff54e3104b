import { createHash } from 'node:crypto';
import { type Framework, type FrameworkImage } from '../container/framework-image';
import { isSameMinor, nearestRelease, type releasesOf } from './framework-releases';
import { type TorchBuild } from './torch-build';

/** The Python that an environment is built with. */
export interface PythonVersion {
  /** `3.11` */
  minor: string;
  /** As Python names them: `linux`, `x86_64`. */
  platform: string;
  machine: string;
}

/** What stands in for an image, and what it is made of. */
export interface StandInPlan {
  framework: Framework;
  /** Name of the environment, made of what it consists of: two images with the same needs share one. */
  key: string;
  /** `TensorFlow 2.19.0` */
  title: string;
  /** What stands in for what, and how near it is. */
  sentence: string;
  /** For pip, each with its version. */
  requirements: readonly string[];
  /** Size on the disk, roughly, bytes. */
  aboutBytes: number;
}

type Installed = keyof typeof releasesOf;

const titles: Readonly<Record<Installed, string>> = {
  tensorflow: 'TensorFlow',
  pytorch: 'PyTorch',
  mxnet: 'MXNet',
  xgboost: 'XGBoost',
  'scikit-learn': 'scikit-learn',
};

const megabytes: Readonly<Record<Installed, number>> = {
  tensorflow: 1400,
  pytorch: 900,
  mxnet: 350,
  xgboost: 650,
  'scikit-learn': 450,
};

/** PyTorch, where it brings CUDA's libraries. */
const megabytesWithCuda = 6500;

const isBelow = (version: string, major: number, minor: number): boolean => {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a < major || (a === major && b < minor);
};

/** Packages that are no framework: what the images have beside it, by what it was built against. */
const olderNumbers = ['numpy==1.26.4', 'scipy==1.11.4', 'pandas==2.1.4', 'scikit-learn==1.3.2'];
/** From Python 3.10 on. */
const newerNumbers = ['numpy==2.1.3', 'scipy==1.14.1', 'pandas==2.2.3', 'scikit-learn==1.5.2'];

/** The set that goes with a release, or the older one where this Python has no other. */
const numbersFor = (isOld: boolean, { minor }: PythonVersion): string[] =>
  isOld || Number(minor.split('.')[1]) < 10 ? olderNumbers : newerNumbers;

const packagesOf = (framework: Installed, version: string, python: PythonVersion): string[] => {
  const { platform, machine } = python;
  const isLinuxPc = platform === 'linux' && machine === 'x86_64';
  switch (framework) {
    case 'tensorflow': {
      const name = isLinuxPc ? 'tensorflow-cpu' : 'tensorflow';
      // From 2.16 on Keras is a package of its own, and a later one need not fit.
      const keras = isBelow(version, 2, 16) ? [] : ['keras==3.10.0'];
      return [`${name}==${version}`, ...keras, ...numbersFor(isBelow(version, 2, 18), python).slice(0, 1)];
    }
    case 'pytorch':
      return [`torch==${version}`, ...numbersFor(isBelow(version, 2, 3), python).slice(0, 1)];
    case 'mxnet':
      // The last release uses names that NumPy dropped in 1.24.
      return [`mxnet==${version}`, 'numpy==1.23.5'];
    case 'xgboost': {
      const name = isLinuxPc && !isBelow(version, 2, 1) ? 'xgboost-cpu' : 'xgboost';
      return [`${name}==${version}`, ...numbersFor(isBelow(version, 2, 0), python)];
    }
    case 'scikit-learn': {
      const numbers = numbersFor(isBelow(version, 1, 4), python);
      return [`scikit-learn==${version}`, ...numbers.filter((each) => !each.startsWith('scikit-learn'))];
    }
  }
};

const huggingFacePackages = ({ transformersVersion = '4.49.0' }: FrameworkImage): string[] => [
  `transformers==${transformersVersion}`,
];

/** The framework that is installed for an image. */
const installedFor = ({ framework, base = 'pytorch' }: FrameworkImage): Installed =>
  framework === 'huggingface' ? base : framework;

/** Whether a build of PyTorch has to be chosen first. */
export const needsTorch = (image: FrameworkImage): boolean => installedFor(image) === 'pytorch';

/** What is installed beside the release's name, and why it is this one. */
const nearnessOf = (version: string, wanted: string, torch: TorchBuild | undefined): string => {
  const isSame = isSameMinor(version, wanted);
  if (torch?.isCpu === false) {
    const cuda = 'with CUDA, since pip offers no build for the CPU alone here,';
    return isSame ? ` ${cuda}` : `, the nearest to ${wanted}, ${cuda}`;
  }
  if (torch?.isCpu) {
    return isSame
      ? ' for the CPU'
      : `, the nearest to ${wanted} that pip offers here for the CPU alone (others bring gigabytes of CUDA),`;
  }
  return isSame ? '' : `, the nearest to ${wanted} that there is for this machine's Python,`;
};

/**
 * @param torch what was chosen for an image with PyTorch.
 * @returns undefined where no release of the framework has wheels for this Python.
 */
export const planStandIn = (
  image: FrameworkImage,
  python: PythonVersion,
  torch?: TorchBuild,
): StandInPlan | undefined => {
  const installed = installedFor(image);
  const version =
    torch?.version ?? nearestRelease(installed, image.version, Number(python.minor.split('.')[1]));
  if (version === undefined) return undefined;
  const requirements = packagesOf(installed, version, python);
  if (image.framework === 'huggingface') requirements.push(...huggingFacePackages(image));
  const title = `${titles[installed]} ${version.split('+')[0]}`;
  const near = nearnessOf(version, image.version, torch);
  const hash = createHash('sha256')
    .update(JSON.stringify({ requirements, python }))
    .digest('hex')
    .slice(0, 12);
  return {
    framework: image.framework,
    key: `${image.framework}-${version.replace('+', '-')}-python${python.minor}-${hash}`,
    title,
    sentence: `${title}${near} on Python ${python.minor} stands in for the image ${image.shown}.`,
    requirements,
    aboutBytes: (torch?.isCpu === false ? megabytesWithCuda : megabytes[installed]) * 1_000_000,
  };
};
