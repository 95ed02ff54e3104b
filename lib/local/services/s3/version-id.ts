import { refusal } from './refusals';
import type { S3Request } from './s3-request';

/** An object without versions has the version `null`. @throws AwsError NotImplemented for any other */
export const checkNullVersion = ({ parameter }: S3Request): void => {
  const version = parameter('versionId');
  if (version !== undefined && version !== '' && version !== 'null') {
    throw refusal('versionId', 'S3', version);
  }
};
