import { AwsError } from '../../core/aws-error';
import type { S3Request } from './s3-request';

/** An object of a bucket without versions has the version `null`. @throws AwsError InvalidArgument for another */
export const checkNullVersion = ({ parameter }: S3Request): void => {
  const version = parameter('versionId');
  if (version === undefined || version === '' || version === 'null') return;
  throw new AwsError('InvalidArgument', 'Invalid version id specified', {
    ArgumentName: 'versionId',
    ArgumentValue: version,
  });
};
