import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { FileRefused, lookGuarded, openGuarded } from '../../../store/guarded-file';
import { type ContainerFolder } from '../../container/container-folder';
import { unpackTarGz } from '../../container/tar-archive';
import { type TrainingProgram } from '../../container/training-program';
import { type ObjectStore } from '../../../store/object-store';

/**
 * Brings the code of a script, which is in S3 or comes with the container's channels.
 * @returns its folder, absolute; of an algorithm the empty one
 */
export const fetchCode = async (
  objects: ObjectStore,
  folder: ContainerFolder,
  program: TrainingProgram,
): Promise<string> => {
  if (program.kind !== 'script') return folder.code;
  if ('containerPath' in program.source) return codeInContainer(folder, program.source.containerPath);
  const { bucket, key } = program.source;
  await unpackTarGz(objects.read(bucket, key).body, folder.code, `s3://${bucket}/${key}`);
  return folder.code;
};

/**
 * The folder of the submitted code where a path of the container names it, as the training toolkit does
 * (sagemaker_training/files.py, download_and_extract): a folder is used where it is; an archive, as SageMaker's SDK
 * sends it in the channel `code` of a job with network isolation, is unpacked to /opt/ml/code; another file is
 * copied there.
 * @returns absolute path.
 * @throws FileRefused, and ClientError for an archive that is none
 */
const codeInContainer = async (folder: ContainerFolder, containerPath: string): Promise<string> => {
  const { root, name } = folder.place(containerPath);
  const seen = path.posix.normalize(`/${containerPath}`);
  const file = path.join(root, name);
  const stats = inWordsOf(seen, () => lookGuarded(root, name));
  if (stats.isDirectory()) return file;
  if (!/\.(tar\.gz|tgz)$/.test(name)) {
    if (!stats.isFile()) throw new FileRefused('not-regular', seen.slice(1));
    await copyFile(file, path.join(folder.code, path.basename(file)));
    return folder.code;
  }
  const { handle } = await openGuarded(root, name);
  await unpackTarGz(handle.createReadStream(), folder.code, seen);
  return folder.code;
};

/** What is refused is named as the container has it. */
const inWordsOf = <Value>(seen: string, look: () => Value): Value => {
  try {
    return look();
  } catch (error) {
    throw error instanceof FileRefused ? new FileRefused(error.refusal, seen.slice(1)) : error;
  }
};
