import { createHash } from 'node:crypto';
import { type Framework, type FrameworkImage } from '../container/framework-image';
import { imagePackages } from './image-packages';
import { isSameMinor, nearestRelease, type releasesByFramework } from './framework-releases';
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

type Installed = keyof typeof releasesByFramework;

const titles: Readonly<Record<Installed, string>> = {
  tensorflow: 'TensorFlow',
  pytorch: 'PyTorch',
  mxnet: 'MXNet',
  xgboost: 'XGBoost',
  'scikit-learn': 'scikit-learn',
};

const megabytes: Readonly<Record<Installed, number>> = {
  tensorflow: 1800,
  pytorch: 1300,
  mxnet: 750,
  xgboost: 800,
  'scikit-learn': 500,
};

/** PyTorch, where it brings CUDA's libraries. */
const megabytesWithCuda = 7000;

const isBelow = (version: string, major: number, minor: number): boolean => {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a < major || (a === major && b < minor);
};

/** As https://github.com/pytorch/vision#installation pairs them. */
const torchvisionFor = (torch: string): string[] => {
  const [major = 0, minor = 0, patch = 0] = torch.split('+')[0]!.split('.').map(Number);
  if (major === 1) return minor === 13 ? [`torchvision==0.14.${patch}`] : [];
  return [`torchvision==0.${minor + 15}.${minor === 0 ? patch + 1 : patch}`];
};

const packagesOf = (framework: Installed, version: string, python: PythonVersion): string[] => {
  const { platform, machine } = python;
  const isLinuxPc = platform === 'linux' && machine === 'x86_64';
  switch (framework) {
    case 'tensorflow': {
      const name = isLinuxPc ? 'tensorflow-cpu' : 'tensorflow';
      // From 2.16 on Keras is a package of its own, and a later one need not fit.
      const keras = isBelow(version, 2, 16) ? [] : ['keras==3.10.0'];
      const age = isBelow(version, 2, 14) ? 'below 1.24' : isBelow(version, 2, 18) ? 'below 2' : '2';
      // This release names no upper bound: pip would fetch one jax after the other until one fits its NumPy.
      const jax = version.startsWith('2.12.') ? ['jax==0.4.30', 'jaxlib==0.4.30'] : [];
      return [`${name}==${version}`, ...keras, ...jax, ...imagePackages(age, python)];
    }
    case 'pytorch': {
      const numbers = imagePackages(isBelow(version, 2, 3) ? 'below 2' : '2', python);
      return [`torch==${version}`, ...torchvisionFor(version), ...numbers];
    }
    case 'mxnet':
      // The last release uses names that NumPy dropped in 1.24.
      return [`mxnet==${version}`, ...imagePackages('below 1.24', python)];
    case 'xgboost': {
      const name = isLinuxPc && !isBelow(version, 2, 1) ? 'xgboost-cpu' : 'xgboost';
      return [`${name}==${version}`, ...imagePackages(isBelow(version, 2, 0) ? 'below 2' : '2', python)];
    }
    case 'scikit-learn': {
      const age = isBelow(version, 1, 4) ? 'below 2' : '2';
      return [`scikit-learn==${version}`, ...imagePackages(age, python, ['scikit-learn'])];
    }
  }
};

/** The release of Transformers, and of what its images have beside it: Trainer needs accelerate. */
const huggingFacePackages = ({ transformersVersion = '4.49.0' }: FrameworkImage): string[] => [
  `transformers==${transformersVersion}`,
  'accelerate==1.6.0',
  'datasets==3.5.0',
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
