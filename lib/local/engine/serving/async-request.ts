import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import { asFolder, parseS3Uri } from '../../core/s3-uri';
import { type AsyncInferenceConfig } from '../../core/requests/create-endpoint-config';
import { type AsyncRequest, type S3Place } from '../../store/hosting-store';
import { type AsyncInvocation } from './serving-engine';

/** Where the answer of an invocation will be, and what has to be remembered until it is there. */
export const newAsyncRequest = (
  { OutputConfig: { S3OutputPath, S3FailurePath } }: AsyncInferenceConfig,
  { maxAgeMs, pathExtension, fileName, ...invocation }: AsyncInvocation,
  acceptedAt: number,
): AsyncRequest => {
  // Never by the caller's id: two requests of one id would have one answer.
  const id = randomUUID();
  const place = (uri: string, member: string, name: string): S3Place => {
    const { bucket, key } = parseS3Uri(uri, member);
    const place = { bucket, key: asFolder(key) + asFolder(pathExtension ?? '') + name };
    if (Buffer.byteLength(place.key) <= maxKeyBytes) return place;
    throw new AwsError('ValidationError', `The key of the answer would be longer than ${maxKeyBytes} bytes.`);
  };
  return {
    ...invocation,
    output: place(S3OutputPath, 'S3OutputPath', fileName ?? `${id}.out`),
    ...(S3FailurePath !== undefined && {
      failure: place(S3FailurePath, 'S3FailurePath', `${id}-error.out`),
    }),
    acceptedAt,
    expiresAt: acceptedAt + maxAgeMs,
  };
};

const maxKeyBytes = 1024;
