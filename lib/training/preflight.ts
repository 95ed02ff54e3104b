/**
 * Preflight: what is wrong with a launch before it is sent, each finding with its reason and its remedy, beside the
 * field it belongs to. AWS refuses the errors, or takes the job and wastes the money; warnings are the reader's
 * choice. Pure: what must be looked up comes in as facts.
 */
import { channelFindings } from './channel-findings';
import { type Finding } from './finding';
import { furtherProblems, readFurther } from './further-settings';
import { imageFindings } from './image-findings';
import { isPlainObject } from './json-value';
import { type LaunchInput } from './launch-input';
import { oneLine } from './launch-text';
import { type RoleLack } from './role-needs';
import { roleFindings } from './role-findings';
import { saidByOptionalFields } from './optional-fields';
import { surroundingFindings } from './surrounding-findings';
import { findTrainingImage } from './training-images';

/** What could not be looked up. */
export interface Unchecked {
  /** Path of the form field that it would have told about. */
  field: string;
  /** As it follows "could not check", e.g. `the bucket of the checkpoints`. */
  what: string;
  /** E.g. `access denied (s3:ListBucket)`. */
  why: string;
}

export type RoleProblem = 'missing' | 'not-trusted' | 'other-account';

/** What the backend says. A fact that could not be found out is absent, and `unchecked` says why. */
export interface PreflightFacts {
  region: string;
  /** What AWS's model of CreateTrainingJob refuses in the request. */
  refusedByModel?: string[];
  /** By the same model SageMaker trains on no such type. */
  isUnknownType?: boolean;
  /** The backend runs the image itself: what the image lacks is not there. */
  runsImages?: boolean;
  unchecked?: Unchecked[];
  nameTaken?: boolean;
  /** Why SageMaker cannot assume the role. */
  roleProblem?: RoleProblem;
  /** What IAM says that the role may not do of what this launch needs. */
  roleLacks?: RoleLack[];
  /** IAM says that the caller may not pass the role to SageMaker. */
  passRole?: 'no';
  /** Per channel, in order: whether anything lies under its URI. */
  channelHasObjects?: (boolean | undefined)[];
  /** Of each subnet and security group of the launch its VPC; null for one that the account does not have. */
  vpcs?: { id: string; vpc: string | null }[];
  /** Running jobs that write to the same checkpoint URI. */
  checkpointWriters?: string[];
  /** The checkpoint URI's bucket does not exist. */
  checkpointBucketMissing?: boolean;
  /** Files already under the checkpoint URI. */
  checkpointFiles?: number;
  /** Epoch of the newest checkpoint there. */
  newestCheckpointEpoch?: number;
}

/** Algorithms without checkpoint support may wait an hour at most (SageMaker Developer Guide, managed spot training). */
const maxWaitWithoutCheckpoints = 3600;

export const preflight = (input: LaunchInput, facts: PreflightFacts): Finding[] =>
  [
    ...stoppingFindings(input),
    ...checkpointFindings(input, facts),
    ...inputFindings(input, facts),
    ...roleFindings(input, facts),
    ...scriptFindings(input, facts),
    ...instanceFindings(input, facts),
    ...channelFindings(input),
    ...surroundingFindings(input, facts),
    ...furtherFindings(input, facts),
    ...(facts.unchecked ?? []).map(({ field, what, why }) =>
      warning(
        field,
        `Could not check ${what}: ${why}.`,
        'The launch is not held up: SageMaker checks it again.',
      ),
    ),
  ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));

const stoppingFindings = (input: LaunchInput): Finding[] => {
  const { spot, maxRuntimeSeconds, maxWaitSeconds } = input;
  if (!spot) {
    return maxWaitSeconds === undefined
      ? []
      : [
          error(
            'maxWaitSeconds',
            'A max wait is only allowed on spot: an on-demand job does not wait for capacity.',
            'Turn on spot, or remove the max wait.',
          ),
        ];
  }
  if (maxWaitSeconds === undefined) {
    return [
      error(
        'maxWaitSeconds',
        'A spot job needs a max wait: how long it may take in all, waiting and training together.',
        `Set it to ${maxRuntimeSeconds} s or more; twice the max runtime is a common choice.`,
      ),
    ];
  }
  if (maxWaitSeconds < maxRuntimeSeconds) {
    return [
      error(
        'maxWaitSeconds',
        `The max wait (${maxWaitSeconds} s) includes the training itself, so it cannot be below the max runtime (${maxRuntimeSeconds} s).`,
        `Set it to ${maxRuntimeSeconds} s or more.`,
      ),
    ];
  }
  if (maxWaitSeconds === maxRuntimeSeconds) {
    return [
      warning(
        'maxWaitSeconds',
        'Max wait equals max runtime: an interruption leaves no time to wait for capacity and train on.',
        'Set the max wait above the max runtime; twice is a common choice.',
      ),
    ];
  }
  return [];
};

const checkpointFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => {
  if (!input.checkpoint) {
    if (!input.spot) return [];
    const capped = input.source.kind === 'image' && (input.maxWaitSeconds ?? 0) > maxWaitWithoutCheckpoints;
    return [
      warning(
        'checkpoint',
        'Without a checkpoint URI an interruption throws away all training so far: the job starts again at epoch 1.' +
          (capped ? ' Algorithms without checkpoints may also wait 3600 s at most.' : ''),
        'Give an S3 prefix of its own, and have the script save a checkpoint there after every epoch.',
      ),
    ];
  }
  const findings: Finding[] = [];
  const [writer] = facts.checkpointWriters ?? [];
  if (writer !== undefined) {
    findings.push(
      error(
        'checkpoint.s3Uri',
        `${writer} is running and writes its checkpoints to the same prefix: the two would overwrite each other’s.`,
        'Choose another prefix, or wait until that job has ended.',
      ),
    );
  }
  if (facts.checkpointBucketMissing) {
    findings.push(
      error(
        'checkpoint.s3Uri',
        'The bucket of the checkpoint URI does not exist: no checkpoint could be saved, and an interruption would lose everything.',
        'Check the bucket’s name, or make the bucket first.',
      ),
    );
  }
  if (facts.checkpointFiles) {
    const newest = facts.newestCheckpointEpoch;
    findings.push(
      warning(
        'checkpoint.s3Uri',
        newest === undefined
          ? `${facts.checkpointFiles} files lie under this prefix already: the script may resume from them.`
          : `There are checkpoints under this prefix already, the newest of epoch ${newest}: the script will go on at epoch ${newest + 1}.`,
        'Keep it to continue that training; choose an empty prefix to start from scratch.',
      ),
    );
  }
  return findings;
};

const inputFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => [
  ...(facts.nameTaken
    ? [
        error(
          'name',
          `A training job named ${input.name} exists already; names are unique within an account and Region.`,
          'Choose another name, or delete the old job.',
        ),
      ]
    : []),
  ...input.channels.flatMap(({ name, s3Uri }, index) =>
    facts.channelHasObjects?.[index] === false
      ? [
          error(
            `channels.${index}.s3Uri`,
            `Nothing lies under ${s3Uri}, so SageMaker would refuse the channel ${name}.`,
            'Check bucket and prefix, or put the data there first.',
          ),
        ]
      : [],
  ),
];

const scriptFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => [
  // A script's values are sent as JSON, which has no line breaks; an image's own are sent as they are.
  ...(input.source.kind === 'image'
    ? input.hyperparameters.flatMap(({ name, value }, index) =>
        oneLine.test(value)
          ? []
          : [
              error(
                `hyperparameters.${index}.value`,
                `The value of ${name} has more than one line, and SageMaker takes one line.`,
                'Write it on one line.',
              ),
            ],
      )
    : []),
  ...(input.source.kind !== 'image' && input.entryPoint === ''
    ? [
        error(
          'entryPoint',
          'A training script needs an entry point: the file that is run.',
          'Name a file of the source folder.',
        ),
      ]
    : []),
  ...imageFindings(input, facts),
  ...missingImage(input, facts.region).map((reason) =>
    error('image', reason, 'Choose another version, instance type or framework, or give the image’s URI.'),
  ),
];

const instanceFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => {
  const { ResourceConfig: resources, AlgorithmSpecification: algorithm, ...request } = furtherOf(input);
  const isServerless = request.ServerlessJobConfig !== undefined;
  const groups = isPlainObject(resources) && Array.isArray(resources.InstanceGroups);
  const noInstances = groups || resources === null || isServerless;
  const noImage =
    isServerless ||
    algorithm === null ||
    (isPlainObject(algorithm) && typeof algorithm.AlgorithmName === 'string');
  return [
    ...(input.instanceType === '' && !noInstances
      ? [error('instanceType', 'Training needs instances.', 'Give an instance type such as ml.g5.xlarge.')]
      : []),
    ...(input.instanceType !== '' && groups
      ? [
          error(
            'instanceType',
            'The further settings have groups of instances, each with a type of its own.',
            'Leave the type empty, or take InstanceGroups out.',
          ),
        ]
      : []),
    ...(facts.isUnknownType
      ? [error('instanceType', `SageMaker trains on no ${input.instanceType}.`, 'Choose a type of the list.')]
      : []),
    ...(input.image.kind === 'custom' && input.image.uri === '' && !noImage
      ? [error('image.uri', 'A job needs an image.', 'Give the image’s URI.')]
      : []),
  ];
};

const furtherFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => [
  ...furtherProblems(furtherOf(input), {
    channels: [...input.channels, ...(input.fileSystems ?? [])].map(({ name }) => name),
    hasScript: input.source.kind !== 'image',
    said: saidByOptionalFields(input),
  }).map(({ severity, text }) => ({
    severity,
    field: 'further',
    reason: text,
    remedy: severity === 'error' ? 'Take it out of the JSON.' : 'Take the null out to send it.',
  })),
  ...(facts.refusedByModel ?? []).map((problem) =>
    error('further', `SageMaker would refuse ${problem}.`, 'Mend it in the JSON.'),
  ),
];

const furtherOf = ({ further }: LaunchInput): Readonly<Record<string, unknown>> =>
  readFurther(further).members ?? {};

const missingImage = ({ image, instanceType }: LaunchInput, region: string): string[] => {
  if (image.kind === 'custom') return [];
  const found = findTrainingImage({ ...image, region, instanceType });
  return 'missing' in found ? [found.missing] : [];
};

const error = (field: string, reason: string, remedy: string): Finding => ({
  severity: 'error',
  field,
  reason,
  remedy,
});
const warning = (field: string, reason: string, remedy: string): Finding => ({
  severity: 'warning',
  field,
  reason,
  remedy,
});
