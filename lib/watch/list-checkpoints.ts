import 'server-only';
import { type Backend } from '../aws/backends';
import { folderPrefix, listAllObjects, parseS3Uri } from '../aws/objects';
import { type CheckpointFile, parseCheckpointFile } from '../training/checkpoints';

/**
 * The checkpoint files under a prefix, newest first; SageMaker's own upload markers are left out.
 * @param prefixUri a job's CheckpointConfig.S3Uri
 */
export const listCheckpoints = async (backend: Backend, prefixUri: string): Promise<CheckpointFile[]> => {
  const { bucket, key } = parseS3Uri(prefixUri);
  const location = { bucket, key: folderPrefix(key) };
  const { objects } = await listAllObjects(backend, location);
  return objects
    .flatMap((object) => parseCheckpointFile(object, location.key) ?? [])
    .sort((one, other) => other.modifiedAt - one.modifiedAt);
};
