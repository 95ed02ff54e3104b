import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CreateTrainingJobInput } from '../../store/training-job-store';
import { ClientError } from '../../core/job-failure';
import { instancesOf } from './job-instances';
import { removeTree } from './remove-tree';
import { dumpPythonJson } from './python-value';
import { mapStrings, readScriptHyperparameters } from './script-hyperparameters';

/**
 * The file system a container would see, as a folder in the attempt's: `<attempt>/fs/opt/ml/…`. A path of the contract is
 * mapped below the root, so that scripts need no real /opt/ml.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */
export interface ContainerFolder {
  /** `/` of the container, a folder of `own`. */
  root: string;
  /** The attempt's folder: what lies in it beside `root` is the backend's own, and no path of the container is. */
  own: string;
  /** `/opt/ml` of the container. */
  base: string;
  code: string;
  model: string;
  inputConfig: string;
  inputData: string;
  output: string;
  outputData: string;
  /** What the container's program may use as home and for temporary files. */
  home: string;
  temporary: string;
  /** CheckpointConfig's LocalPath; the default where the job has none. */
  checkpoints: string;
  /** Maps an absolute path of the container, or text that is one; other text is given back as it is. */
  map(text: string): string;
  /** Where any absolute path of the container lies: always below `root`. */
  place(absolute: string): string;
  /** The path as the container has it, of a path below `root`. */
  unmap(file: string): string;
}

export const hostName = 'algo-1';
const defaultCheckpointPath = '/opt/ml/checkpoints';

/**
 * @param own absolute path of the attempt's folder; nothing is created.
 * @throws ClientError for a checkpoint path that leaves the container.
 */
export const containerFolder = (
  own: string,
  checkpointConfig?: CreateTrainingJobInput['CheckpointConfig'],
): ContainerFolder => {
  const localPath = path.posix
    .normalize(checkpointConfig?.LocalPath ?? defaultCheckpointPath)
    .replace(/\/$/, '');
  if (!localPath.startsWith('/') || localPath === '') {
    throw new ClientError(`CheckpointConfig.LocalPath must be an absolute path below /, not "${localPath}".`);
  }
  const below = (text: string, folder: string) => text === folder || text.startsWith(`${folder}/`);
  const root = path.join(own, 'fs');
  const base = path.join(root, 'opt/ml');
  return {
    root,
    own,
    base,
    code: path.join(base, 'code'),
    model: path.join(base, 'model'),
    inputConfig: path.join(base, 'input/config'),
    inputData: path.join(base, 'input/data'),
    output: path.join(base, 'output'),
    outputData: path.join(base, 'output/data'),
    home: path.join(root, 'home'),
    temporary: path.join(root, 'tmp'),
    checkpoints: path.join(root, localPath),
    map(text) {
      if (!below(text, '/opt/ml') && !below(text, localPath)) return text;
      return path.join(root, path.posix.normalize(text));
    },
    place: (absolute) => path.join(root, path.posix.normalize(`/${absolute}`)),
    unmap: (file) => file.slice(root.length) || '/',
  };
};

/** The JSON files of /opt/ml/input/config, as objects. */
export const containerConfig = (request: CreateTrainingJobInput, folder: ContainerFolder) => {
  const { type, group } = instancesOf(request);
  return {
    hyperparameters: Object.fromEntries(
      Object.entries(request.HyperParameters ?? {}).map(([name, text]) => [
        name,
        mapHyperparameter(text, folder),
      ]),
    ),
    resourceConfig: {
      current_host: hostName,
      current_instance_type: type,
      current_group_name: group,
      hosts: [hostName],
      instance_groups: [{ instance_group_name: group, instance_type: type, hosts: [hostName] }],
      network_interface_name: 'eth0',
    },
    inputDataConfig: Object.fromEntries(
      (request.InputDataConfig ?? []).map((channel) => [
        channel.ChannelName,
        {
          TrainingInputMode: channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode,
          S3DistributionType: channel.DataSource.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
          RecordWrapperType: channel.RecordWrapperType ?? 'None',
          ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
        },
      ]),
    ),
    ...(request.CheckpointConfig ? { checkpointConfig: { LocalPath: folder.checkpoints } } : {}),
  };
};

export type ContainerConfig = ReturnType<typeof containerConfig>;

/** Maps what lies within a JSON-encoded value, too: `"\"/opt/ml/model\""`. */
const mapHyperparameter = (text: string, folder: ContainerFolder): string => {
  const { value } = readScriptHyperparameters({ value: text }).user;
  const mapped = mapStrings(value ?? null, folder.map);
  if (typeof value === 'string' && value === text) return String(mapped);
  const before = dumpPythonJson(value ?? null);
  const after = dumpPythonJson(mapped);
  return before === after ? text : after;
};

/**
 * Creates the folders and the configuration files.
 * @param packages folder of node packages that stands for what a framework image has installed.
 */
export const createContainerFolder = async (
  folder: ContainerFolder,
  config: ContainerConfig,
  packages: string,
): Promise<void> => {
  // What an earlier process may have left under this name is not this attempt's.
  if (!(await removeTree(folder.own)))
    throw new Error('What is left of an earlier attempt could not be removed.');
  await mkdir(folder.own, { recursive: true, mode: 0o700 });
  const folders = [
    folder.code,
    folder.model,
    folder.inputConfig,
    folder.inputData,
    folder.outputData,
    path.join(folder.output, 'intermediate'),
    folder.checkpoints,
    folder.home,
    folder.temporary,
  ];
  for (const each of folders) await mkdir(each, { recursive: true });
  await symlink(packages, path.join(folder.own, 'node_modules'), 'dir');
  const write = (name: string, value: object) =>
    writeFile(path.join(folder.inputConfig, name), JSON.stringify(value, null, 2));
  await write('hyperparameters.json', config.hyperparameters);
  await write('resourceconfig.json', config.resourceConfig);
  await write('inputdataconfig.json', config.inputDataConfig);
  if (config.checkpointConfig) await write('checkpointconfig.json', config.checkpointConfig);
};
