import { type PythonVersion } from './stand-in-plan';

/**
 * What AWS's framework images have beside their framework and scripts import without naming it in requirements.txt: counted
 * over the training scripts of AWS's own examples. Each set goes with one NumPy, which the framework was built against.
 * https://github.com/aws/deep-learning-containers, https://github.com/aws/sagemaker-xgboost-container
 */
interface NumberSet {
  /** Python 3.`first` to 3.`last` have wheels of all of it. */
  first: number;
  last: number;
  numpy: string;
  packages: readonly string[];
}

const first: NumberSet = {
  first: 8,
  last: 11,
  numpy: '1.23.5',
  packages: ['scipy==1.10.1', 'pandas==1.5.3', 'scikit-learn==1.2.2', 'matplotlib==3.7.5'],
};
const second: NumberSet = {
  first: 9,
  last: 12,
  numpy: '1.26.4',
  packages: ['scipy==1.11.4', 'pandas==2.1.4', 'scikit-learn==1.3.2', 'matplotlib==3.8.4'],
};
const third: NumberSet = {
  first: 10,
  last: 13,
  numpy: '2.1.3',
  packages: ['scipy==1.14.1', 'pandas==2.2.3', 'scikit-learn==1.5.2', 'matplotlib==3.9.4'],
};
const fourth: NumberSet = {
  first: 11,
  last: 14,
  numpy: '2.3.4',
  packages: ['scipy==1.16.3', 'pandas==2.3.3', 'scikit-learn==1.7.2', 'matplotlib==3.10.7'],
};

/** By what the framework takes: NumPy below 1.24, below 2, or 2. */
const sets = { 'below 1.24': [first], 'below 2': [second], '2': [third, fourth] } as const;
export type NumPyAge = keyof typeof sets;

/** Pure Python, or with wheels for every Python from 3.9 on. */
const others = [
  'boto3==1.40.61',
  'requests==2.32.5',
  'pyyaml==6.0.3',
  'pillow==11.3.0',
  'psutil==7.1.3',
  'tqdm==4.67.1',
];

/**
 * @param replaced packages that the framework's own requirements name, in another version.
 * @returns for pip, each with its version; where no set fits this Python, the one nearest to it.
 */
export const imagePackages = (
  age: NumPyAge,
  { minor }: PythonVersion,
  replaced: readonly string[] = [],
): string[] => {
  const python = Number(minor.split('.')[1]);
  const all = Object.values(sets).flat();
  const set =
    sets[age].find((each) => each.first <= python && python <= each.last) ??
    all.find((each) => each.first <= python && python <= each.last) ??
    fourth;
  return [`numpy==${set.numpy}`, ...set.packages, ...others].filter(
    (each) => !replaced.includes(each.split('==')[0]!),
  );
};
