import 'server-only';
import { type Backend } from './backends';
import { callerIdentity } from './identity';
import { bucketExists, createBucket } from './objects';

/** The bucket SageMaker's own SDK uses by default: `sagemaker-<region>-<account>`. It may not exist yet. */
export const defaultBucket = async (backend: Backend): Promise<string> =>
  `sagemaker-${backend.region}-${(await callerIdentity(backend)).accountId}`;

/** The default bucket, made if it is not there. */
export const ensureDefaultBucket = async (backend: Backend): Promise<string> => {
  const bucket = await defaultBucket(backend);
  if (!(await bucketExists(backend, bucket))) await createBucket(backend, bucket);
  return bucket;
};
