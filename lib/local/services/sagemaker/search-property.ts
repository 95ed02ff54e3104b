import { validationError } from '../../core/aws-error';

/** A job in the shape that Search gives; what filters and sorting read. */
export type SearchTarget = Readonly<Record<string, unknown>>;
export type PropertyValue = string | number | boolean | Date;
export type PropertyKind = 'text' | 'number' | 'boolean' | 'time' | 'metric' | 'hyperparameter';

/** Members of TrainingJob that Search knows; any other name is refused. */
const knownRoots = new Set(
  (
    'TrainingJobName TrainingJobArn TuningJobArn LabelingJobArn AutoMLJobArn ModelArtifacts TrainingJobStatus ' +
    'SecondaryStatus FailureReason HyperParameters AlgorithmSpecification RoleArn InputDataConfig ' +
    'OutputDataConfig ResourceConfig WarmPoolStatus VpcConfig StoppingCondition CreationTime TrainingStartTime ' +
    'TrainingEndTime LastModifiedTime SecondaryStatusTransitions FinalMetricDataList EnableNetworkIsolation ' +
    'EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig TrainingTimeInSeconds ' +
    'BillableTimeInSeconds DebugHookConfig ExperimentConfig DebugRuleConfigurations TensorBoardOutputConfig ' +
    'DebugRuleEvaluationStatuses OutputModelPackageArn ModelPackageConfig ProfilerConfig Environment ' +
    'RetryStrategy Tags Metrics'
  ).split(' '),
);

/** Maps and key-value lists: what follows the first dot is one key, whatever it holds. */
const keyed: Readonly<Record<string, (job: SearchTarget, key: string) => unknown>> = {
  HyperParameters: (job, key) => ownMember(job.HyperParameters, key),
  Environment: (job, key) => ownMember(job.Environment, key),
  Tags: (job, key) => pick(job.Tags, 'Key', key, 'Value'),
  Metrics: (job, key) => pick(job.FinalMetricDataList, 'MetricName', key, 'Value'),
};

/** How a property compares. Throws ValidationException for a name that training jobs do not have. */
export const kindOfProperty = (name: string): PropertyKind => {
  const { root, key } = splitName(name);
  if (!knownRoots.has(root)) throw validationError(`Unknown property name: ${name}`);
  if (root === 'Metrics' && key) return 'metric';
  if (root === 'HyperParameters' && key) return 'hyperparameter';
  if (root in keyed) return 'text';
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/(?:Time|Timestamp)$/.test(last)) return 'time';
  if (name === 'FinalMetricDataList.Value') return 'metric';
  if (/(?:InSeconds|InGB|Count|Attempts)$/.test(last)) return 'number';
  if (/^(?:Enable|Disable)/.test(last)) return 'boolean';
  return 'text';
};

/** Every scalar a property stands for: none where it is absent, several where its path leads through a list. */
export const valuesOfProperty = (job: SearchTarget, name: string): PropertyValue[] => {
  const { root, key } = splitName(name);
  const readKeyed = keyed[root];
  return readKeyed && key ? scalars(readKeyed(job, key)) : valuesAt(job, name);
};

/** As `valuesOfProperty`, for a dotted path below any value. */
export const valuesAt = (value: unknown, path: string): PropertyValue[] => scalars(...follow([value], path));

/** Whether a property is there at all, be it a scalar, a structure or a list that is not empty. */
export const hasProperty = (job: SearchTarget, name: string): boolean => {
  const { root, key } = splitName(name);
  const readKeyed = keyed[root];
  if (readKeyed && key) return readKeyed(job, key) !== undefined;
  const found = root === 'Metrics' ? follow([job], 'FinalMetricDataList') : follow([job], name);
  return found.some(
    (value) =>
      typeof value !== 'object' || value === null || Object.keys(value).length > 0 || value instanceof Date,
  );
};

/** The elements of the list at `path`. */
export const elementsAt = (value: unknown, path: string): unknown[] => follow([value], path);

const splitName = (name: string) => {
  const dot = name.indexOf('.');
  return dot === -1 ? { root: name, key: '' } : { root: name.slice(0, dot), key: name.slice(dot + 1) };
};

const follow = (values: readonly unknown[], path: string): unknown[] =>
  path
    .split('.')
    .reduce<unknown[]>((at, member) => at.flatMap((value) => ownMember(value, member) ?? []), [...values]);

const ownMember = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? Reflect.get(value, member)
    : undefined;

const pick = (list: unknown, keyMember: string, key: string, valueMember: string): unknown =>
  Array.isArray(list)
    ? ownMember(
        list.find((item) => ownMember(item, keyMember) === key),
        valueMember,
      )
    : undefined;

const scalars = (...values: unknown[]): PropertyValue[] =>
  values.filter(
    (value): value is PropertyValue =>
      ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Date,
  );
