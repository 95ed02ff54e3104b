import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { ClientError } from '../../core/job-failure';
import { type Mount, type MountPlan, seenAt } from './private-mounts';
import { type JobHost } from './job-hosts';
import { instancesOf } from './job-instances';
import { removeTree } from './remove-tree';
import { dumpPythonJson } from './python-value';
import { mapStrings, readScriptHyperparameters } from './script-hyperparameters';

/**
 * The file system a container would see, as a folder in the attempt's: `<attempt>/fs/opt/ml/…`. Where private mounts
 * are allowed, its program sees it at the container's own paths (see private-mounts.ts); elsewhere a path of the
 * contract is mapped below the root, so that scripts need no real /opt/ml.
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
  /** Packages of requirements.txt. */
  packages: string;
  /** Where a channel's files lie that are shown read-only: outside of what the program may write. */
  readOnlyChannel(name: string): string;
  /** CheckpointConfig's LocalPath; the default where the job has none. */
  checkpoints: string;
  /** The program's /etc/hosts, where it has one of its own. */
  hosts: string;
  /** What the program sees elsewhere than this machine has it; undefined where paths are mapped. */
  plan?: MountPlan;
  /** A path of this machine in one of these folders, as the program sees it. */
  see(file: string): string;
  /**
   * Maps an absolute path of the container, or text that is one, to what the program must be given for it; other
   * text is given back as it is.
   */
  map(text: string): string;
  /** Where any absolute path of the container lies: a folder that the path cannot leave, and the place below it. */
  place(absolute: string): { root: string; name: string };
  /** The path as the container has it, of a path below `root`. */
  unmap(file: string): string;
}

const defaultCheckpointPath = '/opt/ml/checkpoints';

/** In a folder that stands for `/`: what a container has beside /opt/ml. */
export const asideFolders = (root: string) => ({
  home: path.join(root, 'opt/spotdeck/home'),
  temporary: path.join(root, 'opt/spotdeck/tmp'),
  packages: path.join(root, 'opt/spotdeck/python'),
});

/**
 * @param root folder that stands for `/`.
 * @param nodePackages folder of node packages.
 */
export const containerMounts = (root: string, nodePackages: string): Mount[] => [
  { from: path.join(root, 'opt'), at: '/opt', merged: true },
  // Where Node.js looks for what a program below /opt/ml imports.
  { from: nodePackages, at: '/opt/node_modules', readOnly: true },
];

/** Folders that are the container's own: hidden, they would leave no program to run. */
const isSystemFolder = (place: string): boolean =>
  /^\/(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|run|sbin|sys|tmp|usr|var)$/.test(place) ||
  /^\/(?:dev|proc|sys|usr\/s?bin|usr\/lib\w*|opt\/node_modules|opt\/spotdeck)(?:\/|$)/.test(place);

export interface ContainerFolderOptions {
  checkpoints?: CreateTrainingJobInput['CheckpointConfig'];
  /**
   * Folder of node packages that the program finds; with it the program sees the container's own paths, and without it
   * paths are mapped.
   */
  nodePackages?: string;
  /** Channels that are shown read-only, where folders are mounted. */
  readOnlyChannels?: readonly string[];
  /** What the program takes for its machine's name; default: this machine's. */
  hostName?: string;
}

/**
 * @param own absolute, real path of the attempt's folder; nothing is created.
 * @throws ClientError for a checkpoint path that leaves the container.
 */
export const containerFolder = (
  own: string,
  {
    checkpoints: checkpointConfig,
    nodePackages,
    readOnlyChannels = [],
    hostName,
  }: ContainerFolderOptions = {},
): ContainerFolder => {
  const localPath = path.posix
    .normalize(checkpointConfig?.LocalPath ?? defaultCheckpointPath)
    .replace(/\/$/, '');
  if (!localPath.startsWith('/') || localPath === '') {
    throw new ClientError(`CheckpointConfig.LocalPath must be an absolute path below /, not "${localPath}".`);
  }
  if (nodePackages !== undefined && isSystemFolder(localPath)) {
    throw new ClientError(
      `CheckpointConfig.LocalPath cannot be ${localPath}: the container's own files are there.`,
    );
  }
  const below = (text: string, folder: string) => text === folder || text.startsWith(`${folder}/`);
  const root = path.join(own, 'fs');
  const base = path.join(root, 'opt/ml');
  const checkpoints = path.join(root, localPath);
  const mounts: Mount[] = nodePackages === undefined ? [] : containerMounts(root, nodePackages);
  const hosts = path.join(own, 'hosts');
  if (mounts.length > 0) mounts.push({ from: hosts, at: '/etc/hosts', file: true });
  if (mounts.length > 0 && !below(localPath, '/opt')) mounts.push({ from: checkpoints, at: localPath });
  const readOnlyChannel = (name: string) =>
    mounts.length > 0 ? path.join(own, 'channels', name) : path.join(base, 'input/data', name);
  if (mounts.length > 0) {
    for (const name of readOnlyChannels) {
      const from = readOnlyChannel(name);
      mounts.push({ from, at: path.posix.join('/opt/ml/input/data', name), readOnly: true });
    }
  }
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
    ...asideFolders(root),
    readOnlyChannel,
    checkpoints,
    hosts,
    ...(mounts.length > 0 && {
      plan: { mounts, hidden: [path.dirname(own)], stage: path.join(own, 'stage'), hostName },
    }),
    see: (file) => seenAt(mounts, file),
    map(text) {
      if (mounts.length > 0) return text;
      if (!below(text, '/opt/ml') && !below(text, localPath)) return text;
      return path.join(root, path.posix.normalize(text));
    },
    place(absolute) {
      const normal = path.posix.normalize(`/${absolute}`);
      const shown = mounts.find(({ at }) => at.startsWith('/opt/ml/input/data/') && below(normal, at));
      if (!shown) return { root, name: normal.slice(1) };
      return {
        root: path.dirname(shown.from),
        name: path.basename(shown.from) + normal.slice(shown.at.length),
      };
    },
    unmap: (file) => file.slice(root.length) || '/',
  };
};

/** The JSON files of /opt/ml/input/config, as objects. */
export const containerConfig = (request: CreateTrainingJobInput, folder: ContainerFolder, host: JobHost) => {
  const { type, group } = instancesOf(request);
  const hosts = [...host.all];
  return {
    hyperparameters: Object.fromEntries(
      Object.entries(request.HyperParameters ?? {}).map(([name, text]) => [
        name,
        mapHyperparameter(text, folder),
      ]),
    ),
    resourceConfig: {
      current_host: host.name,
      current_instance_type: type,
      current_group_name: group,
      hosts,
      instance_groups: [{ instance_group_name: group, instance_type: type, hosts }],
      // What libraries are told to listen on: several hosts meet on this machine's loopback.
      network_interface_name: hosts.length > 1 ? 'lo' : 'eth0',
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
    ...(request.CheckpointConfig ? { checkpointConfig: { LocalPath: folder.see(folder.checkpoints) } } : {}),
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
  host: JobHost,
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
    // Without a CheckpointConfig a script may make the folder itself.
    ...(config.checkpointConfig ? [folder.checkpoints] : []),
    folder.home,
    folder.temporary,
    folder.packages,
  ];
  for (const each of folders) await mkdir(each, { recursive: true });
  if (folder.plan) {
    // A machine without the file, or one that may not be read, still has its loopback.
    const machine = await readFile('/etc/hosts', 'utf8').catch(() => '127.0.0.1 localhost\n');
    const names = host.all.map((name, index) => `${host.addresses[index]} ${name}`);
    await writeFile(folder.hosts, `${[machine.trimEnd(), ...names].join('\n')}\n`, { mode: 0o644 });
  }
  await symlink(packages, path.join(folder.own, 'node_modules'), 'dir');
  const write = (name: string, value: object) =>
    writeFile(path.join(folder.inputConfig, name), JSON.stringify(value, null, 2));
  await write('hyperparameters.json', config.hyperparameters);
  await write('resourceconfig.json', config.resourceConfig);
  await write('inputdataconfig.json', config.inputDataConfig);
  if (config.checkpointConfig) await write('checkpointconfig.json', config.checkpointConfig);
};
