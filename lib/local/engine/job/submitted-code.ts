import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { FileRefused, lookGuarded, openGuarded } from '../../store/guarded-file';
import { type ContainerFolder } from '../container/container-folder';
import { unpackTarGz } from '../container/tar-archive';

/**
 * The folder of the submitted code where a path of the container names it, as the training toolkit does
 * (sagemaker_training/files.py, download_and_extract): a folder is used where it is; an archive, as SageMaker's SDK
 * sends it in the channel `code` of a job with network isolation, is unpacked to /opt/ml/code; another file is
 * copied there.
 * @returns absolute path.
 * @throws FileRefused, and ClientError for an archive that is none
 */
export const codeInContainer = async (folder: ContainerFolder, containerPath: string): Promise<string> => {
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
