import { AlgorithmError, ClientError, type JobFailure } from '../core/job-failure';
import { readScriptHyperparameters, toArguments } from '../engine/container/script-hyperparameters';
import { failureText } from '../engine/container/toolkit-report';
import type { Random } from './random';

/** How a generated job ends, and in which phase of its life. */
export type JobOutcome =
  | 'completed'
  | 'failed-in-download'
  | 'failed-at-once'
  | 'failed-in-training'
  | 'stopped-in-training'
  | 'stopped-without-instance'
  | 'max-runtime'
  | 'max-wait'
  | 'max-wait-without-instance';

const onDemandOutcomes = [
  ['completed', 83],
  ['failed-in-training', 6],
  ['failed-at-once', 2.5],
  ['failed-in-download', 1.5],
  ['stopped-in-training', 4],
  ['stopped-without-instance', 1],
  ['max-runtime', 2],
] as const;

const spotOutcomes = [...onDemandOutcomes, ['max-wait', 1.6], ['max-wait-without-instance', 0.4]] as const;

export const drawOutcome = (random: Random, spot: boolean): JobOutcome =>
  random.weighted<JobOutcome>(spot ? spotOutcomes : onDemandOutcomes);

const errorsAtOnce = [
  "ModuleNotFoundError: No module named 'albumentations'",
  "FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/input/data/validation/labels.csv'",
  'error: unrecognized arguments: --momentum 0.9',
];

const errorsInTraining = [
  'ValueError: Input contains NaN, infinity or a value too large for dtype(float32).',
  'RuntimeError: stack expects each tensor to be equal size, but got [3, 224, 224] at entry 0 and [1, 224, 224] at entry 5',
  'KeyError: "label"',
  'OSError: image file is truncated (12 bytes not processed)',
  undefined,
];

/** Why the engine says that the job failed; undefined where it did not. */
export const failureOf = (
  random: Random,
  outcome: JobOutcome,
  script: string,
  hyperparameters: Readonly<Record<string, string>>,
): JobFailure | undefined => {
  switch (outcome) {
    case 'failed-in-download':
      return new ClientError(
        random.pick(['The specified bucket does not exist', 'The specified key does not exist.']),
      );
    case 'failed-at-once':
      return scriptFailure(random, errorsAtOnce, script, hyperparameters);
    case 'failed-in-training':
      return scriptFailure(random, errorsInTraining, script, hyperparameters);
    default:
      return undefined;
  }
};

/** `undefined` among the errors: the program was killed for its memory. */
const scriptFailure = (
  random: Random,
  errors: readonly (string | undefined)[],
  script: string,
  hyperparameters: Readonly<Record<string, string>>,
): JobFailure => {
  const error = random.pick(errors);
  const line = random.whole(20, 240);
  const output =
    error === undefined
      ? ''
      : `Traceback (most recent call last):\n  File "${script}", line ${line}, in <module>\n    main()\n${error}`;
  const end = error === undefined ? { code: null, signal: 'SIGKILL' } : { code: 1, signal: null };
  const args = [script, ...toArguments(readScriptHyperparameters(hyperparameters).user)];
  const command = { program: '/usr/bin/python3', shown: '/usr/bin/python3', args, cwd: '' };
  return new AlgorithmError(failureText('ExecuteUserScriptError', end, output, command));
};
