import { availableParallelism } from 'node:os';
import path from 'node:path';
import { localAccess } from './local-access';
import { type ContainerConfig, type ContainerFolder } from './container-folder';
import { type JobHost } from './job-hosts';
import { dumpPythonJson, PythonNumber, type PythonValue, toPythonValue } from './python-value';
import { mapStrings, readScriptHyperparameters, toArguments } from './script-hyperparameters';

/**
 * The variables and arguments that the training toolkit gives a script (sagemaker_training/environment.py,
 * to_env_vars). A string goes in as it is, everything else as compact JSON with sorted keys.
 */
export interface ScriptContract {
  args: string[];
  /** `algo-1` */
  host: string;
  /** SM_ and the toolkit's other variables. */
  variables: Record<string, string>;
  /** What the toolkit logs as `Training Env`. */
  trainingEnv: Record<string, PythonValue>;
}

const toolkitParameters = new Set([
  'sagemaker_program',
  'sagemaker_submit_directory',
  'sagemaker_container_log_level',
  'sagemaker_job_name',
  'sagemaker_region',
]);

/** Any of these distributes over the job's group (get_distribution_instance_groups_from_resource_config). */
const distributions = [
  'sagemaker_mpi_enabled',
  'sagemaker_parameter_server_enabled',
  'sagemaker_distributed_dataparallel_enabled',
  'sagemaker_pytorch_ddp_enabled',
  'sagemaker_multi_worker_mirrored_strategy_enabled',
  'sagemaker_pytorch_xla_multi_worker_enabled',
  'sagemaker_torch_distributed_enabled',
];

/** The toolkit's numeric default, logging.INFO. */
const infoLevel = 20;

/** As Python takes a value for true. */
const isTrue = (value: PythonValue | undefined): boolean =>
  value instanceof PythonNumber ? Number(value.text) !== 0 : Boolean(value) && value !== '';

const withoutSuffix = (program: string): string => program.replace(/\.py$/, '');

/**
 * @param program the script, as `sagemaker_program` names it; undefined for a container entry point.
 */
export const scriptContract = (
  jobName: string,
  config: ContainerConfig,
  folder: ContainerFolder,
  program: string | undefined,
  host: Pick<JobHost, 'name' | 'all'>,
): ScriptContract => {
  const { see } = folder;
  const hosts = [...host.all];
  const master = hosts[0] ?? host.name;
  const { user, platform } = readScriptHyperparameters(config.hyperparameters);
  const mapped = (values: Record<string, PythonValue>): Record<string, PythonValue> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mapStrings(value, folder.map)]));
  const hyperparameters = mapped(user);
  const args = toArguments(hyperparameters);
  const frameworkParameters = Object.fromEntries(
    Object.entries(platform).filter(([name]) => !toolkitParameters.has(name)),
  );
  const channels = Object.keys(config.inputDataConfig).sort();
  const channelFolders = Object.fromEntries(
    channels.map((name) => [name, path.join(see(folder.inputData), name)]),
  );
  const resources = config.resourceConfig;
  const groups = toPythonValue(
    Object.fromEntries(resources.instance_groups.map((group) => [group.instance_group_name, group])),
  );
  const moduleDirectory = platform.sagemaker_submit_directory ?? see(folder.code);

  const distributed: PythonValue =
    frameworkParameters.sagemaker_distribution_instance_groups ??
    (distributions.some((name) => isTrue(frameworkParameters[name])) ? [resources.current_group_name] : []);
  const isOwnGroup = Array.isArray(distributed) && distributed.includes(resources.current_group_name);

  /** Attributes of the toolkit's Environment that are both in `Training Env` and in a variable of their own. */
  const shared: Record<string, PythonValue> = {
    channel_input_dirs: channelFolders,
    current_host: host.name,
    current_instance_group: resources.current_group_name,
    current_instance_group_hosts: hosts,
    current_instance_type: resources.current_instance_type,
    distribution_instance_groups: distributed,
    framework_module: null,
    hosts,
    input_data_config: toPythonValue(config.inputDataConfig),
    input_config_dir: see(folder.inputConfig),
    input_dir: path.join(see(folder.base), 'input'),
    instance_groups: [resources.current_group_name],
    instance_groups_dict: groups,
    is_hetero: false,
    log_level: platform.sagemaker_container_log_level ?? toPythonValue(infoLevel),
    model_dir: see(folder.model),
    module_dir: moduleDirectory,
    module_name: program === undefined ? null : withoutSuffix(program),
    network_interface_name: resources.network_interface_name,
    num_cpus: toPythonValue(availableParallelism()),
    num_gpus: toPythonValue(0),
    num_neurons: toPythonValue(0),
    output_data_dir: see(folder.outputData),
    output_dir: see(folder.output),
    output_intermediate_dir: path.join(see(folder.output), 'intermediate'),
    resource_config: toPythonValue(resources),
    user_entry_point: program ?? null,
  };
  const trainingEnv: Record<string, PythonValue> = {
    ...shared,
    additional_framework_parameters: frameworkParameters,
    distribution_hosts: isOwnGroup ? hosts : [],
    hyperparameters,
    is_master: host.name === master,
    is_modelparallel_enabled: null,
    is_smddpmprun_installed: false,
    is_smddprun_installed: false,
    job_name: jobName,
    master_hostname: master,
    topology: [],
  };
  const { channel_input_dirs: _channelInputDirs, ...variableValues } = shared;
  const values: Record<string, PythonValue> = {
    ...variableValues,
    channels,
    framework_params: frameworkParameters,
    hps: hyperparameters,
    training_env: trainingEnv,
    user_args: args,
    ...Object.fromEntries(channels.map((name) => [`channel_${name}`, channelFolders[name] ?? ''])),
    ...Object.fromEntries(Object.entries(hyperparameters).map(([name, value]) => [`hp_${name}`, value])),
  };
  return { args, host: host.name, variables: toVariables(values), trainingEnv };
};

const toVariables = (values: Record<string, PythonValue>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `SM_${name.toUpperCase()}`,
      value === null ? '' : typeof value === 'string' ? value : dumpPythonJson(value),
    ]),
  );

export interface EnvironmentInput {
  job: { name: string; arn: string; environment?: Readonly<Record<string, string>> };
  folder: ContainerFolder;
  contract: ScriptContract;
  /** The backend's PATH, the one thing a program needs of its environment. */
  searchPath: string;
  /** Base URL of the local backend, for a script that uses S3 by itself. */
  endpointUrl?: string;
}

/** The whole environment of the container's program. Nothing else of the backend's environment reaches it. */
export const containerEnvironment = ({
  job,
  folder,
  contract,
  searchPath,
  endpointUrl,
}: EnvironmentInput): Record<string, string> => ({
  PATH: searchPath,
  LANG: 'C.UTF-8',
  PYTHONUNBUFFERED: '1',
  PYTHONPATH: folder.see(folder.packages),
  HOME: folder.see(folder.home),
  TMPDIR: folder.see(folder.temporary),
  ...localAccess(endpointUrl),
  ...Object.fromEntries(
    Object.entries(job.environment ?? {}).map(([name, value]) => [name, folder.map(value)]),
  ),
  TRAINING_JOB_NAME: job.name,
  TRAINING_JOB_ARN: job.arn,
  SAGEMAKER_BASE_DIR: folder.see(folder.base),
  SAGEMAKER_JOB_NAME: job.name,
  SAGEMAKER_REGION: 'us-east-1',
  CURRENT_HOST: contract.host,
  ...contract.variables,
});
