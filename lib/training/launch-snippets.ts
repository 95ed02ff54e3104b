/** The request of a launch as an AWS CLI command and as SageMaker Python SDK (v2) code, to copy. Pure text. */
import { type LaunchInput } from './launch-input';
import { imageOf, type TrainingJobRequest } from './launch-request';
import { parseJson } from './json-text';

/**
 * A shell command for AWS CLI v1 or v2.
 * @param endpointUrl given where the backend is not AWS's own
 */
export const awsCliCommand = (
  request: TrainingJobRequest,
  target: { region: string; endpointUrl?: string },
): string =>
  [
    'aws sagemaker create-training-job',
    `  --region ${target.region}`,
    ...(target.endpointUrl ? [`  --endpoint-url ${shellQuote(target.endpointUrl)}`] : []),
    `  --cli-input-json ${shellQuote(JSON.stringify(request, null, 2))}`,
  ].join(' \\\n');

/** Everything literal between single quotes; a single quote closes, escapes itself and opens again (POSIX sh). */
const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Python that launches the same job with sagemaker.estimator.Estimator.
 * @param sourceDir folder or S3 archive of the script, as the reader would name it
 */
export const pythonSdkCode = (
  input: LaunchInput,
  target: { region: string; sourceDir?: string; endpointUrl?: string },
): string => {
  // boto3 reads the endpoint of every service from this variable (since 1.28).
  const endpoint = target.endpointUrl
    ? ['import os', `os.environ["AWS_ENDPOINT_URL"] = ${python(target.endpointUrl)}`, '']
    : [];
  const scriptMode = input.source.kind !== 'image';
  const parameters: [string, unknown][] = [
    ['image_uri', imageOf(input, target.region)],
    ...(scriptMode
      ? ([
          ['entry_point', input.entryPoint],
          ['source_dir', target.sourceDir],
        ] satisfies [string, unknown][])
      : []),
    ['role', input.roleArn],
    ['instance_type', input.instanceType],
    ['instance_count', input.instanceCount],
    ['volume_size', input.volumeSizeGb],
    [
      'hyperparameters',
      Object.fromEntries(input.hyperparameters.map(({ name, value }) => [name, jsonOrText(value)])),
    ],
    ['metric_definitions', input.metricDefinitions.map(({ name, regex }) => ({ Name: name, Regex: regex }))],
    ['environment', Object.fromEntries(input.environment.map(({ name, value }) => [name, value]))],
    ['use_spot_instances', input.spot],
    ['max_run', input.maxRuntimeSeconds],
    ['max_wait', input.maxWaitSeconds],
    ['checkpoint_s3_uri', input.checkpoint?.s3Uri],
    ['checkpoint_local_path', input.checkpoint?.localPath],
    ['output_path', input.outputS3Uri],
    ['subnets', input.subnets],
    ['security_group_ids', input.securityGroupIds],
    ['enable_network_isolation', input.networkIsolation || undefined],
    ['encrypt_inter_container_traffic', input.trafficEncryption || undefined],
    ['output_kms_key', input.outputKmsKey || undefined],
    ['volume_kms_key', input.volumeKmsKey || undefined],
    ['max_retry_attempts', input.retryAttempts],
    ['keep_alive_period_in_seconds', input.warmPoolSeconds],
    ['container_entry_point', input.containerEntrypoint],
    ['container_arguments', input.containerArguments],
    ['tags', input.tags.map(({ key, value }) => ({ Key: key, Value: value }))],
  ];
  return [
    ...endpoint,
    'import boto3',
    'import sagemaker',
    'from sagemaker.estimator import Estimator',
    `from sagemaker.inputs import ${[
      ...((input.fileSystems ?? []).length > 0 ? ['FileSystemInput'] : []),
      ...(input.channels.some(({ shuffleSeed }) => shuffleSeed) ? ['ShuffleConfig'] : []),
      'TrainingInput',
    ].join(', ')}`,
    '',
    `session = sagemaker.Session(boto3.Session(region_name=${python(target.region)}))`,
    'estimator = Estimator(',
    ...parameters
      .filter(([, value]) => !isEmpty(value))
      .map(([name, value]) => `    ${name}=${python(value)},`),
    '    sagemaker_session=session,',
    ')',
    'estimator.fit(',
    '    {',
    ...input.channels.map((channel) => `        ${python(channel.name)}: ${trainingInput(channel)},`),
    ...(input.fileSystems ?? []).map(
      ({ name, id, type, path, access }) =>
        `        ${python(name)}: FileSystemInput(${[id, type, path, access].map(python).join(', ')}),`,
    ),
    '    },',
    `    job_name=${python(input.name)},`,
    ')',
  ].join('\n');
};

const trainingInput = (channel: LaunchInput['channels'][number]): string => {
  const named: [string, unknown][] = [
    ['input_mode', channel.inputMode],
    ['content_type', channel.contentType || undefined],
    ['compression', channel.compression],
    ['record_wrapping', channel.recordWrapper],
    ['s3_data_type', channel.dataType],
    ['attribute_names', channel.attributeNames],
    ['distribution', channel.distribution],
  ];
  const given = named
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name}=${python(value)}`);
  const { shuffleSeed } = channel;
  return `TrainingInput(${[
    python(channel.s3Uri),
    ...given,
    ...(shuffleSeed ? [`shuffle_config=ShuffleConfig(${Number(shuffleSeed)})`] : []),
  ].join(', ')})`;
};

/** The same request by boto3, for what the SDK's estimator has no parameter for. */
export const boto3Code = (
  request: TrainingJobRequest,
  target: { region: string; endpointUrl?: string },
): string =>
  [
    'import boto3',
    '',
    `sagemaker = boto3.client("sagemaker", region_name=${python(target.region)}${
      target.endpointUrl ? `, endpoint_url=${python(target.endpointUrl)}` : ''
    })`,
    'sagemaker.create_training_job(',
    ...Object.entries(request).map(([name, value]) => `    ${name}=${python(value)},`),
    ')',
  ].join('\n');

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const jsonOrText = (text: string): unknown => {
  const read = parseJson(text);
  return read === undefined ? text : read;
};

/** A Python literal. JSON's strings are Python's too. */
const python = (value: unknown): string => {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${python(key)}: ${python(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
};
