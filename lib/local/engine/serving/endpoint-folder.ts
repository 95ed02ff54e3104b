import { mkdir, readdir, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type ContainerDefinition } from '../../core/requests/create-model';
import { FileRefused, lookGuarded } from '../../store/guarded-file';
import { type ObjectStore } from '../../store/object-store';
import { asideFolders, containerMounts } from '../container/container-folder';
import { type MountPlan, seenAt } from '../container/private-mounts';
import { listObjects, pathOfKey } from '../container/object-listing';
import { removeTree } from '../container/remove-tree';
import { asFolder, parseS3Uri } from '../../core/s3-uri';
import { unpackTarGz } from '../container/tar-archive';
import { findPython } from '../container/training-program';
import { readFrameworkImage } from '../container/framework-image';
import { ClientError } from '../../core/job-failure';
import { pythonPath } from '../stand-in/stand-ins';

/**
 * The folder of an endpoint's container. It is built beside its place and renamed into it, so that a folder in
 * place is whole and serves again after a restart, even when the model's archive is gone by then.
 */
export interface EndpointFolder {
  root: string;
  /** What stands for /opt/ml. */
  base: string;
  model: string;
  code: string;
  home: string;
  temporary: string;
}

const containerBase = '/opt/ml';

export const endpointFolder = (folder: string, endpointName: string): EndpointFolder => {
  const root = path.join(folder, endpointName);
  const base = path.join(root, 'opt', 'ml');
  return {
    root,
    base,
    model: path.join(base, 'model'),
    code: path.join(base, 'code'),
    ...asideFolders(root),
  };
};

/** How the program sees its folders: at the container's own places, or mapped to where they lie on this machine. */
export interface ServingView {
  /** A path of this machine, as the program sees it. */
  see(file: string): string;
  /** A path of the container, and nothing else, as the program must be given it. */
  map(value: string): string;
  plan?: MountPlan;
}

export const servingView = (
  { root, base }: EndpointFolder,
  nodeModulesDir: string,
  paths: 'mounted' | 'mapped',
): ServingView => {
  const below = (text: string, folder: string) => text === folder || text.startsWith(`${folder}/`);
  if (paths === 'mapped') {
    const map = (value: string) =>
      below(value, containerBase) ? base + value.slice(containerBase.length) : value;
    return { see: (file) => file, map };
  }
  const mounts = containerMounts(root, nodeModulesDir);
  return {
    see: (file) => seenAt(mounts, file),
    map: (value) => value,
    plan: { mounts, hidden: [path.dirname(root)], stage: path.join(root, 'stage') },
  };
};

export interface FolderParts {
  objects: ObjectStore;
  /** Folder of the endpoints' folders, absolute. */
  folder: string;
  /** Node packages that stand for what a framework image has installed. */
  nodeModulesDir: string;
}

/** @throws ClientError for a model that cannot be fetched or unpacked. */
export const prepareEndpointFolder = async (
  { objects, folder, nodeModulesDir }: FolderParts,
  endpointName: string,
  container: ContainerDefinition,
): Promise<EndpointFolder> => {
  const place = endpointFolder(folder, endpointName);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).includes(endpointName)) {
    // An earlier Spotdeck made none.
    for (const one of [place.home, place.temporary]) await mkdir(one, { recursive: true });
    return place;
  }
  const partial = endpointFolder(folder, partialName(endpointName));
  await removeTree(partial.root);
  try {
    await fillFolder(partial, { objects, folder, nodeModulesDir }, container);
  } catch (error) {
    // What was unpacked of a model that cannot be served would lie there until the endpoint is deleted.
    if (error instanceof ClientError) await removeTree(partial.root);
    throw error;
  }
  await rename(partial.root, place.root);
  return place;
};

/** Of the folder that is being made. */
export const partialName = (endpointName: string): string => `${endpointName}.partial`;

const fillFolder = async (
  partial: EndpointFolder,
  { objects, nodeModulesDir }: FolderParts,
  container: ContainerDefinition,
): Promise<void> => {
  await mkdir(partial.root, { recursive: true, mode: 0o700 });
  for (const one of [partial.model, partial.code, partial.home, partial.temporary])
    await mkdir(one, { recursive: true });
  await fetchModel(objects, container, partial.model);
  const source = container.Environment?.SAGEMAKER_SUBMIT_DIRECTORY;
  if (source?.startsWith('s3://'))
    await fetchArchive(objects, source, partial.code, 'SAGEMAKER_SUBMIT_DIRECTORY');
  await symlink(nodeModulesDir, path.join(partial.root, 'node_modules'), 'dir');
};

/** Where a deployment of an endpoint lies below the folder of all: `<endpoint>.<deployment>`; names have no dots. */
export const deploymentFolder = (folder: string, endpointName: string, deployment: string): string =>
  path.join(folder, `${endpointName}.${deployment}`);

/** Removes what lies below the folder of all and belongs to none of the endpoints, or to an old deployment. */
export const removeOtherFolders = async (
  folder: string,
  endpoints: readonly { name: string; deployments: readonly string[] }[],
): Promise<void> => {
  const wanted = new Set(
    endpoints.flatMap(({ name, deployments }) => [
      name,
      ...deployments.map((one) => path.basename(deploymentFolder(folder, name, one))),
    ]),
  );
  for (const entry of await readdir(folder)) {
    if (!wanted.has(entry)) await removeFolder(path.join(folder, entry));
  }
};

export const removeFolder = async (folder: string): Promise<void> => {
  await removeTree(folder);
};

/** Removes all that was ever deployed under the endpoint's name. */
export const removeEndpointFolders = async (folder: string, endpointName: string): Promise<void> => {
  const isOwn = (entry: string) => entry === endpointName || entry.startsWith(`${endpointName}.`);
  for (const entry of (await readdir(folder)).filter(isOwn)) await removeFolder(path.join(folder, entry));
};

const fetchModel = async (objects: ObjectStore, container: ContainerDefinition, target: string) => {
  const source = container.ModelDataSource?.S3DataSource;
  if (container.ModelDataUrl !== undefined) {
    await fetchArchive(objects, container.ModelDataUrl, target, 'ModelDataUrl');
  } else if (source?.CompressionType === 'Gzip') {
    await fetchArchive(objects, source.S3Uri, target, 'ModelDataSource');
  } else if (source) {
    await fetchPrefix(objects, source.S3Uri, target);
  }
};

const fetchArchive = async (objects: ObjectStore, uri: string, target: string, member: string) => {
  const { bucket, key } = parseS3Uri(uri, member);
  await unpackTarGz(objects.read(bucket, key).body, target, `${member} ${uri}`);
};

const fetchPrefix = async (objects: ObjectStore, uri: string, target: string) => {
  const { bucket, key } = parseS3Uri(uri, 'ModelDataSource');
  const prefix = asFolder(key);
  for (const object of listObjects(objects, { bucket, key: prefix })) {
    const file = pathOfKey(target, object.key.slice(prefix.length));
    if (file) await objects.download(bucket, object.key, file);
  }
};

const defaultPrograms = [
  'serve.mjs',
  'serve.js',
  'serve.py',
  'inference.mjs',
  'inference.js',
  'inference.py',
];

export interface ServingCommand {
  /** The program stands in for an image's own: what it is told, and where its modules are. */
  env?: Record<string, string>;
  program: string;
  args: string[];
  cwd: string;
}

/** @throws ClientError if there is no program that this machine can run. */
export const servingCommand = async (
  folder: EndpointFolder,
  container: ContainerDefinition,
  searchPath: string,
  { see }: ServingView,
  modules?: string,
): Promise<ServingCommand> => {
  const environment = container.Environment ?? {};
  const source = environment.SAGEMAKER_SUBMIT_DIRECTORY;
  const inContainer = source?.startsWith('/')
    ? path.join(folder.root, path.posix.normalize(source))
    : path.join(folder.model, 'code');
  const cwd = source?.startsWith('s3://') ? folder.code : inContainer;
  const has = (name: string) =>
    isFile(folder.root, `${cwd.slice(folder.root.length + 1)}/${path.normalize(name)}`);
  const wanted = environment.SAGEMAKER_PROGRAM;
  const script = wanted ?? defaultPrograms.find(has);
  const framework = readFrameworkImage(container.Image ?? '')?.framework;
  if (
    modules !== undefined &&
    framework !== undefined &&
    isForImage(script) &&
    (script === undefined || has(script))
  ) {
    return {
      program: await findPython(searchPath),
      args: ['-m', 'stand_in_serving', ...(script === undefined ? [] : [script])],
      cwd: see(script === undefined ? folder.model : cwd),
      env: { STAND_IN_FRAMEWORK: framework, PYTHONPATH: pythonPath(modules, []) },
    };
  }
  if (script === undefined || !has(script)) {
    throw new ClientError(
      wanted === undefined
        ? `The model has no serving program: none of ${defaultPrograms.join(', ')} is in its code folder.`
        : `The serving program ${wanted} (SAGEMAKER_PROGRAM) is not in the model's code folder.`,
    );
  }
  const extension = path.extname(script);
  if (extension === '.py')
    return { program: await findPython(searchPath), args: [script, 'serve'], cwd: see(cwd) };
  if (['.mjs', '.js', '.cjs'].includes(extension))
    return { program: process.execPath, args: [script, 'serve'], cwd: see(cwd) };
  throw new ClientError(
    `The local backend serves with Node.js and Python programs, and ${script} is neither.`,
  );
};

/** What a framework image serves by itself: a model without a script, or one with a script of handlers. */
const isForImage = (script: string | undefined): boolean =>
  script === undefined || (script.endsWith('.py') && script !== 'serve.py');

/** Whether a container needs the Python of its image: all but Node's programs do. */
export const needsImage = (folder: EndpointFolder, { Environment }: ContainerDefinition): boolean => {
  const name = Environment?.SAGEMAKER_PROGRAM;
  if (name !== undefined) return name.endsWith('.py');
  return ![folder.code, path.join(folder.model, 'code')].some((code) =>
    ['serve.mjs', 'serve.js', 'inference.mjs', 'inference.js'].some((program) =>
      isFile(folder.root, `${code.slice(folder.root.length + 1)}/${program}`),
    ),
  );
};

/** Whether there is a regular file; the program may have changed its folder in an earlier life. */
const isFile = (root: string, name: string): boolean => {
  try {
    return lookGuarded(root, name).isFile();
  } catch (error) {
    if (error instanceof FileRefused) return false;
    throw error;
  }
};
