/** Whether the image can run what the launch gives it: a script in its language, or its own algorithm's hyperparameters. */
import { algorithmProblems } from './algorithm-hyperparameters';
import { builtInAlgorithms, isAlgorithm } from './built-in-algorithms';
import { readFurther } from './further-settings';
import { isPlainObject } from './json-value';
import { type LaunchInput } from './launch-input';
import { type Finding } from './finding';
import { type PreflightFacts } from './preflight';
import { frameworkOfImage } from './training-images';

/** What runs a program, by the ending of its name. */
const runtimes: readonly [ending: RegExp, runtime: string][] = [
  [/\.[cm]?[jt]s$/i, 'Node.js'],
  [/\.py$/i, 'Python'],
  [/\.r$/i, 'R'],
  [/\.jl$/i, 'Julia'],
  [/\.rb$/i, 'Ruby'],
  [/\.ipynb$/i, 'notebook server'],
];

const runtimeOf = (entryPoint: string): string | undefined =>
  runtimes.find(([ending]) => ending.test(entryPoint))?.[1];

/** Whether the entry point is a program for Node.js, which no framework image of AWS can run. */
export const needsNode = ({
  image,
  entryPoint,
  source,
}: Pick<LaunchInput, 'image' | 'entryPoint' | 'source'>) =>
  source.kind !== 'image' && runtimeOf(entryPoint) === 'Node.js' && frameworkOf(image) !== undefined;

const frameworkOf = (image: LaunchInput['image']) =>
  image.kind === 'framework' ? image.framework : frameworkOfImage(image.uri);

/** Docker's own image of Node.js, or a copy of it under its name. */
const isNodeImage = (image: LaunchInput['image']): boolean =>
  image.kind === 'custom' && /(?:^|\/)node(?:[:@]|$)/.test(image.uri);

export const imageFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => {
  const framework = frameworkOf(input.image);
  if (input.source.kind === 'image')
    return framework === undefined || hasOwnCommand(input) ? [] : algorithmFindings(framework, input);
  if (framework !== undefined && isAlgorithm(framework))
    return [
      {
        ...{ severity: 'error', field: 'source' },
        reason: `${builtInAlgorithms[framework].title} is an algorithm of its own and runs no script.`,
        remedy: 'Choose “Image only” as the training script, or a framework as the image.',
      },
    ];
  const runtime = facts.runsImages ? runtimeOf(input.entryPoint) : undefined;
  const lacks =
    runtime !== undefined && runtime !== 'Python' && framework !== undefined
      ? `AWS’s framework images have Python, but no ${runtime}: they cannot run ${input.entryPoint}.`
      : runtime === 'Python' && isNodeImage(input.image)
        ? `The image has Node.js, but no Python: it cannot run ${input.entryPoint}.`
        : undefined;
  if (lacks === undefined) return [];
  const remedy =
    runtime === 'Node.js'
      ? 'Launch it on the local backend, or give the URI of an image that has Node.js.'
      : runtime === 'notebook server'
        ? 'Export the notebook as a script.'
        : `Give the URI of an image that has ${runtime}.`;
  return [{ severity: 'error', field: 'entryPoint', reason: lacks, remedy }];
};

/** Another program is run in the image than its own algorithm. */
const hasOwnCommand = ({ further, containerEntrypoint = [] }: LaunchInput): boolean => {
  if (containerEntrypoint.length > 0) return true;
  const { AlgorithmSpecification: algorithm } = readFurther(further).members ?? {};
  return isPlainObject(algorithm) && Array.isArray(algorithm.ContainerEntrypoint);
};

const algorithmFindings = (
  framework: Parameters<typeof algorithmProblems>[0],
  { hyperparameters }: LaunchInput,
): Finding[] =>
  algorithmProblems(framework, hyperparameters).map(({ severity, index, text }) => ({
    severity,
    field:
      index === undefined
        ? 'hyperparameters'
        : `hyperparameters.${index}.${severity === 'error' ? 'value' : 'name'}`,
    reason: text,
    remedy:
      index === undefined ? 'Add it.' : severity === 'error' ? 'Change its value.' : 'Check its spelling.',
  }));
