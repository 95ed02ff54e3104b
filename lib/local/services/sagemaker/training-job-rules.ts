import { validationError } from '../../core/aws-error';
import { compileForeignRegex } from '../../engine/metrics/job-metrics';
import type { ObjectStore } from '../../store/object-store';
import {
  type CreateTrainingJobInput,
  defaultMaxRuntimeSeconds,
} from '../../core/requests/create-training-job';
import { readEcrImage } from '../../core/ecr-image';
import { readS3Uri } from '../../core/s3-uri';
import { messageOf } from '../../core/thrown';

/**
 * What CreateTrainingJob refuses beyond the shape of its input. Each rule throws ValidationException.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
 */
export const checkTrainingJobRules = (request: CreateTrainingJobInput, objects: ObjectStore): void => {
  checkAlgorithm(request);
  checkInstances(request);
  checkTimeLimits(request);
  checkWarmPool(request);
  checkUnique(
    request.InputDataConfig?.map((channel) => channel.ChannelName),
    'channel name',
  );
  checkUnique(
    request.Tags?.map((tag) => tag.Key),
    'tag key',
  );
  checkMetricDefinitions(request);
  checkInputs(request, objects);
  checkOutput(request, objects);
};

const maxRuntimeLimitSeconds = 28 * 86_400;
const maxWaitWithoutCheckpointsSeconds = 3600;

const checkAlgorithm = ({ AlgorithmSpecification: algorithm }: CreateTrainingJobInput) => {
  if ((algorithm.TrainingImage === undefined) === (algorithm.AlgorithmName === undefined)) {
    throw validationError(
      'Invalid AlgorithmSpecification. Exactly one of TrainingImage and AlgorithmName must be specified.',
    );
  }
};

const checkInstances = ({ ResourceConfig: config, InputDataConfig: channels }: CreateTrainingJobInput) => {
  const groups = config.InstanceGroups?.map((group) => group.InstanceGroupName);
  const given = [config.InstanceType, config.InstanceCount].filter((value) => value !== undefined);
  if (groups ? given.length > 0 : given.length < 2) {
    throw validationError(
      'Invalid ResourceConfig. Either InstanceType and InstanceCount, or InstanceGroups must be specified.',
    );
  }
  for (const channel of channels ?? []) {
    const unknown = channel.DataSource.S3DataSource?.InstanceGroupNames?.find(
      (name) => !groups?.includes(name),
    );
    if (unknown === undefined) continue;
    throw validationError(
      `Channel "${channel.ChannelName}" names an instance group that is not there: ${unknown}`,
    );
  }
};

const checkTimeLimits = (request: CreateTrainingJobInput) => {
  const { MaxRuntimeInSeconds: maxRuntime = defaultMaxRuntimeSeconds, MaxWaitTimeInSeconds: maxWait } =
    request.StoppingCondition;
  if (maxRuntime > maxRuntimeLimitSeconds) {
    throw validationError(
      `Invalid MaxRuntimeInSeconds. It must be less than or equal to ${maxRuntimeLimitSeconds} seconds (28 days).`,
    );
  }
  if (!request.EnableManagedSpotTraining) {
    if (maxWait === undefined) return;
    throw validationError(
      'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true',
    );
  }
  if (maxWait === undefined || maxWait < maxRuntime) {
    throw validationError(
      'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds ' +
        'when EnableManagedSpotTraining is set to true',
    );
  }
  if (maxWait > maxWaitWithoutCheckpointsSeconds && !mayCheckpoint(request)) {
    throw validationError(
      'Invalid MaxWaitTimeInSeconds. It must be less than or equal to ' +
        `${maxWaitWithoutCheckpointsSeconds} seconds for algorithms that do not support checkpointing`,
    );
  }
};

/** Repositories of the built-in algorithms whose containers write no checkpoints. */
const builtInsWithoutCheckpoints = new Set([
  'blazingtext',
  'factorization-machines',
  'forecasting-deepar',
  'ipinsights',
  'kmeans',
  'knn',
  'lda',
  'linear-learner',
  'ntm',
  'object2vec',
  'pca',
  'randomcutforest',
  'seq2seq',
  // The first XGBoost container; 0.90-1 and later live in sagemaker-xgboost.
  'xgboost',
]);

const mayCheckpoint = ({ AlgorithmSpecification: algorithm }: CreateTrainingJobInput): boolean => {
  const image = algorithm.TrainingImage;
  // Nothing is known of a marketplace algorithm here, so it is taken as one that writes none.
  if (image === undefined) return false;
  const repository = readEcrImage(image)?.repository;
  return repository === undefined || !builtInsWithoutCheckpoints.has(repository);
};

/** https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html: not with spot. */
const checkWarmPool = (request: CreateTrainingJobInput) => {
  if (request.EnableManagedSpotTraining && (request.ResourceConfig.KeepAlivePeriodInSeconds ?? 0) > 0) {
    throw validationError(
      'Invalid KeepAlivePeriodInSeconds. It is not supported when EnableManagedSpotTraining is set to true',
    );
  }
};

const checkUnique = (values: readonly string[] | undefined, what: string) => {
  const twice = values?.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw validationError(`Duplicate ${what} found: ${twice}`);
};

const checkMetricDefinitions = ({ AlgorithmSpecification: algorithm }: CreateTrainingJobInput) => {
  checkUnique(
    algorithm.MetricDefinitions?.map((definition) => definition.Name),
    'metric definition name',
  );
  for (const { Name: name, Regex: regex } of algorithm.MetricDefinitions ?? []) {
    try {
      compileForeignRegex(regex);
    } catch (error) {
      const reason = messageOf(error);
      throw validationError(
        `Invalid regular expression "${regex}" of metric definition "${name}": ${reason}`,
      );
    }
  }
};

const checkInputs = (request: CreateTrainingJobInput, objects: ObjectStore) => {
  for (const channel of request.InputDataConfig ?? []) {
    const source = channel.DataSource.S3DataSource;
    if (!source) {
      throw validationError(
        `Invalid DataSource of channel "${channel.ChannelName}". Only S3DataSource is supported by the local backend.`,
      );
    }
    const location = readS3Uri(source.S3Uri);
    if (location && hasObjects(objects, location.bucket, location.key)) continue;
    throw validationError(
      `No S3 objects found under S3 URL "${source.S3Uri}" given in input data source. Please ensure that the ` +
        'bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the ' +
        `role "${request.RoleArn}" has "s3:ListBucket" permissions on bucket "${location?.bucket ?? ''}".`,
    );
  }
};

const hasObjects = (objects: ObjectStore, bucket: string, prefix: string): boolean =>
  objects.bucketExists(bucket) && objects.list(bucket, { prefix, maxKeys: 1 }).objects.length > 0;

const checkOutput = (request: CreateTrainingJobInput, objects: ObjectStore) => {
  const uri = request.OutputDataConfig.S3OutputPath;
  const location = readS3Uri(uri);
  if (location && objects.bucketExists(location.bucket)) return;
  throw validationError(
    `Access denied to OutputDataConfig S3 bucket: no bucket "${location?.bucket ?? ''}" in the selected region ` +
      `(us-east-1) for S3OutputPath "${uri}".`,
  );
};
