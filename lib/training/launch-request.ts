/**
 * The CreateTrainingJob request of a launch: pure, so that what the form shows is what is sent.
 * Script mode as the SageMaker Python SDK sends it: the script's archive and entry point are hyperparameters,
 * and every hyperparameter is JSON in a string.
 */
import { channelMembers, type ChannelMembers, fileSystemMembers } from './channel-input';
import { readFurther, withFurther } from './further-settings';
import { surroundingMembers, type SurroundingMembers } from './job-surroundings';
import { type LaunchInput } from './launch-input';
import { trainingImageUri } from './training-images';
import { parseJson } from './json-text';

export interface LaunchContext {
  region: string;
  /** Archive of the script in S3; absent for an image's own algorithm. */
  sourceS3Uri?: string;
  /** Marks the launch, so that a retry finds the job it made instead of failing on the taken name. */
  launchId?: string;
}

/** Tag that carries the launch id. */
export const launchIdTag = 'spotdeck:launch-id';

/** CreateTrainingJob's input, as JSON. */
export type TrainingJobRequest = SurroundingMembers['root'] & {
  TrainingJobName: string;
  RoleArn: string;
  AlgorithmSpecification: {
    TrainingImage?: string;
    TrainingInputMode: 'File';
    MetricDefinitions?: { Name: string; Regex: string }[];
  } & SurroundingMembers['algorithm'];
  HyperParameters: Record<string, string>;
  Environment?: Record<string, string>;
  InputDataConfig?: ChannelMembers[];
  OutputDataConfig: { S3OutputPath: string } & SurroundingMembers['output'];
  ResourceConfig: {
    InstanceType?: string;
    InstanceCount?: number;
    VolumeSizeInGB: number;
  } & SurroundingMembers['resources'];
  StoppingCondition: { MaxRuntimeInSeconds: number; MaxWaitTimeInSeconds?: number };
  EnableManagedSpotTraining: boolean;
  CheckpointConfig?: { S3Uri: string; LocalPath?: string };
  Tags?: { Key: string; Value: string }[];
};

/**
 * What the form's fields say, with the further settings in it, as far as these can be read.
 * @throws Error if the framework's image is not known in the Region; preflight says so first
 */
export const trainingJobRequest = (input: LaunchInput, context: LaunchContext): TrainingJobRequest =>
  withFurther(requestOfFields(input, context), readFurther(input.further).members ?? {});

/** @throws Error as `trainingJobRequest` */
export const requestOfFields = (input: LaunchInput, context: LaunchContext): TrainingJobRequest => {
  const image = imageOf(input, context.region);
  if (image === undefined) throw new Error(`no image is known for this framework in ${context.region}`);
  const tags = [
    ...input.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    ...(context.launchId ? [{ Key: launchIdTag, Value: context.launchId }] : []),
  ];
  const surroundings = surroundingMembers(input);
  return {
    TrainingJobName: input.name,
    RoleArn: input.roleArn,
    AlgorithmSpecification: {
      ...(image !== '' && { TrainingImage: image }),
      TrainingInputMode: 'File',
      ...present(
        'MetricDefinitions',
        input.metricDefinitions.map(({ name, regex }) => ({ Name: name, Regex: regex })),
      ),
      ...surroundings.algorithm,
    },
    HyperParameters: hyperparametersOf(input, context),
    ...(input.environment.length > 0 && {
      Environment: Object.fromEntries(input.environment.map(({ name, value }) => [name, value])),
    }),
    ...present('InputDataConfig', [
      ...input.channels.map(channelMembers),
      ...(input.fileSystems ?? []).map(fileSystemMembers),
    ]),
    OutputDataConfig: { S3OutputPath: input.outputS3Uri, ...surroundings.output },
    ResourceConfig: {
      // Without a type there are groups of instances, each with a type and a count of its own.
      ...(input.instanceType !== '' && {
        InstanceType: input.instanceType,
        InstanceCount: input.instanceCount,
      }),
      VolumeSizeInGB: input.volumeSizeGb,
      ...surroundings.resources,
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: input.maxRuntimeSeconds,
      ...(input.maxWaitSeconds !== undefined && { MaxWaitTimeInSeconds: input.maxWaitSeconds }),
    },
    EnableManagedSpotTraining: input.spot,
    ...(input.checkpoint && {
      CheckpointConfig: {
        S3Uri: input.checkpoint.s3Uri,
        ...(input.checkpoint.localPath && { LocalPath: input.checkpoint.localPath }),
      },
    }),
    ...surroundings.root,
    ...present('Tags', tags),
  };
};

/** The image that a launch runs; undefined where the framework's is not known in the Region. */
export const imageOf = (
  input: Pick<LaunchInput, 'image' | 'instanceType'>,
  region: string,
): string | undefined =>
  input.image.kind === 'custom'
    ? input.image.uri
    : trainingImageUri({ ...input.image, region, instanceType: input.instanceType });

const hyperparametersOf = (input: LaunchInput, context: LaunchContext): Record<string, string> => {
  const scriptMode = input.source.kind !== 'image';
  const own = input.hyperparameters.map(({ name, value }) => [name, scriptMode ? asJson(value) : value]);
  if (!scriptMode) return Object.fromEntries(own);
  return {
    ...Object.fromEntries(own),
    sagemaker_program: JSON.stringify(input.entryPoint),
    ...(context.sourceS3Uri && { sagemaker_submit_directory: JSON.stringify(context.sourceS3Uri) }),
    sagemaker_container_log_level: '20',
    sagemaker_job_name: JSON.stringify(input.name),
    sagemaker_region: JSON.stringify(context.region),
  };
};

/** A number, true, false, null, list or map stays as it is; any other text becomes a JSON string. */
const asJson = (text: string): string => {
  const trimmed = text.trim();
  const parsed = parseJson(trimmed);
  // JavaScript would round what does not fit a double, and the script would get another number.
  if (typeof parsed === 'number') return trimmed;
  return JSON.stringify(parsed === undefined ? text : parsed);
};

const present = <Key extends string, Item>(key: Key, items: Item[]) =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a computed member is a Record of its key, which TypeScript widens to any text
  (items.length > 0 ? { [key]: items } : {}) as Partial<Record<Key, Item[]>>;
