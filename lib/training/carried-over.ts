/**
 * What a job begun from another one would not have as that one has it: nothing is changed or left behind in silence.
 * The source is what DescribeTrainingJob says, compared member by member with the request that the draft makes.
 */
import { furtherOf, maxFurtherLength } from './further-settings';
import { isPlainObject } from './json-value';
import { type LaunchDraft } from './launch-draft';
import { withLifted } from './lift-further';
import { lookUp } from './look-up';
import { readDuration } from './duration-text';
import { trainingJobRequest } from './launch-request';

/** CreateTrainingJob's members that DescribeTrainingJob answers with (SageMaker's service model, 2026); tags are apart. */
export const requestMembers: readonly string[] = [
  ...['AlgorithmSpecification', 'CheckpointConfig', 'DebugHookConfig', 'DebugRuleConfigurations'],
  ...['EnableInterContainerTrafficEncryption', 'EnableManagedSpotTraining', 'EnableNetworkIsolation'],
  ...['Environment', 'ExperimentConfig', 'HyperParameters', 'InfraCheckConfig', 'InputDataConfig'],
  ...['MlflowConfig', 'ModelPackageConfig', 'OutputDataConfig', 'ProfilerConfig'],
  ...['ProfilerRuleConfigurations', 'RemoteDebugConfig', 'ResourceConfig', 'RetryStrategy', 'RoleArn'],
  ...['ServerlessJobConfig', 'StoppingCondition', 'TensorBoardOutputConfig', 'TrainingJobName', 'VpcConfig'],
];

export interface Difference {
  /** Of the request, e.g. `InputDataConfig.0.ContentType`. */
  member: string;
  /** As JSON; absent where the one or the other has none. */
  before?: string;
  after?: string;
}

/** What SageMaker does where a member is not given: the same as the value that Describe answers with. */
const defaults: Readonly<Record<string, unknown>> = {
  EnableInterContainerTrafficEncryption: false,
  EnableManagedSpotTraining: false,
  EnableNetworkIsolation: false,
  'OutputDataConfig.KmsKeyId': '',
  'OutputDataConfig.CompressionType': 'GZIP',
  'CheckpointConfig.LocalPath': '/opt/ml/checkpoints',
  'InputDataConfig.*.CompressionType': 'None',
  'InputDataConfig.*.RecordWrapperType': 'None',
  'InputDataConfig.*.DataSource.S3DataSource.S3DataDistributionType': 'FullyReplicated',
};

/** Each launch has its own name, and script mode says it to the script. */
const ownOfEach = new Set(['TrainingJobName', 'HyperParameters.sagemaker_job_name']);

type Described = Readonly<Record<string, unknown>>;

/** @param described DescribeTrainingJob's answer, as it came */
export const differencesFrom = (described: Described, draft: LaunchDraft, region: string): Difference[] => {
  const source = sourceOf(described);
  const { Tags: _, ...request } = requestOfDraft(draft, region);
  return compare('', source, inOrderOf(source, withOwnModes(request))).filter(
    ({ member }) => !ownOfEach.has(member),
  );
};

/** The draft with all that the source has: in fields, and as further settings where the form has none. */
export const withAllOf = (described: Described, draft: LaunchDraft, region: string): LaunchDraft => {
  const { Tags: _, ...request } = requestOfDraft(draft, region);
  const further = furtherOf(
    sourceOf(described),
    withOwnModes(request),
    (path, before, after) => valueOf(path, before) === valueOf(path, after),
  );
  if (Object.keys(further).length === 0) return draft;
  const text = JSON.stringify(further, null, 2);
  // What is longer than the form takes stays behind, and is named.
  return text.length > maxFurtherLength ? draft : withLifted({ ...draft, further: text });
};

const sourceOf = (described: Described): Record<string, unknown> =>
  withOwnModes(
    withoutUsualSeries(
      Object.fromEntries(requestMembers.map((member) => [member, lookUp(described, member)])),
    ),
  );

/** Channels have names and no order: they are put as the source has them. */
const inOrderOf = (source: Described, request: Record<string, unknown>): Record<string, unknown> => {
  const { InputDataConfig: own } = request;
  const theirs: unknown = source.InputDataConfig;
  if (!Array.isArray(own) || !Array.isArray(theirs)) return request;
  const nameOf = (channel: unknown) => (isPlainObject(channel) ? channel.ChannelName : undefined);
  const placeOf = (channel: unknown) => {
    const index = theirs.findIndex((each) => nameOf(each) === nameOf(channel));
    return index === -1 ? theirs.length : index;
  };
  return { ...request, InputDataConfig: [...(own as unknown[])].sort((a, b) => placeOf(a) - placeOf(b)) };
};

/**
 * Describe says of every job whether its metrics are kept as time series. Unasked, SageMaker keeps them where there are
 * metric definitions, and for its own images (CreateTrainingJob, EnableSageMakerMetricsTimeSeries).
 */
const withoutUsualSeries = (source: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { AlgorithmSpecification: algorithm } = source;
  if (!isPlainObject(algorithm)) return { ...source };
  const { EnableSageMakerMetricsTimeSeries: isKept, ...rest } = algorithm;
  const { MetricDefinitions: definitions, TrainingImage: image } = rest;
  const isDefined = Array.isArray(definitions) && definitions.length > 0;
  const isOwnImage =
    typeof image === 'string' && /\.dkr\.ecr\.[^/]+\/[^:]*(?:-training|sagemaker-)/.test(image);
  const isUsual = isKept === true ? isDefined || isOwnImage : !isDefined;
  return isUsual ? { ...source, AlgorithmSpecification: rest } : { ...source };
};

/** A channel without a mode has the job's: `File` said twice is no difference. */
const withOwnModes = (request: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { InputDataConfig: channels, AlgorithmSpecification: algorithm } = request;
  if (!Array.isArray(channels)) return { ...request };
  const mode = isPlainObject(algorithm) ? algorithm.TrainingInputMode : undefined;
  return {
    ...request,
    InputDataConfig: channels.map((channel: unknown) =>
      isPlainObject(channel) ? { InputMode: mode, ...withoutAbsent(channel) } : channel,
    ),
  };
};

/** The request that the draft makes, whether or not it could be launched. */
export const requestOfDraft = (draft: LaunchDraft, region: string) => {
  const { maxWaitSeconds, retryAttempts = '', warmPoolSeconds = '', ...rest } = draft;
  return trainingJobRequest(
    {
      ...rest,
      instanceCount: Number(draft.instanceCount),
      volumeSizeGb: Number(draft.volumeSizeGb),
      maxRuntimeSeconds: readDuration(draft.maxRuntimeSeconds) ?? NaN,
      ...(maxWaitSeconds !== undefined && { maxWaitSeconds: readDuration(maxWaitSeconds) ?? NaN }),
      ...(retryAttempts.trim() !== '' && { retryAttempts: Number(retryAttempts) }),
      ...(warmPoolSeconds.trim() !== '' && { warmPoolSeconds: readDuration(warmPoolSeconds) ?? NaN }),
    },
    { region, ...(draft.source.kind === 's3' && { sourceS3Uri: draft.source.s3Uri }) },
  );
};

const compare = (member: string, before: unknown, after: unknown): Difference[] => {
  if (isPlainObject(before) && isPlainObject(after)) {
    return keysOf(before, after).flatMap((key) =>
      compare(member === '' ? key : `${member}.${key}`, lookUp(before, key), lookUp(after, key)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each, index) => compare(`${member}.${index}`, each, after[index] as unknown));
  }
  const [was, is] = [valueOf(member, before), valueOf(member, after)];
  if (was === is) return [];
  return [{ member, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
};

/** As JSON; undefined for what says nothing: an empty list or map, and the default. */
const valueOf = (member: string, value: unknown): string | undefined => {
  if (
    value === undefined ||
    value === null ||
    value === lookUp(defaults, member.replaceAll(/\.\d+\./g, '.*.'))
  )
    return undefined;
  const cleaned = isPlainObject(value) ? withoutAbsent(value) : value;
  const text = JSON.stringify(cleaned);
  return text === '{}' || text === '[]' ? undefined : text;
};

const keysOf = (...objects: Record<string, unknown>[]): string[] => [
  ...new Set(objects.flatMap((object) => Object.keys(withoutAbsent(object)))),
];

const withoutAbsent = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
