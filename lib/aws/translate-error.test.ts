import { DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { SpotdeckError } from '../errors/spotdeck-error';
import { answering } from '../../testing/aws/samples';
import { translateAwsError } from './translate-error';

const aws = { region: 'eu-west-1' };
const local = { region: 'us-east-1', endpoint: 'http://127.0.0.1:9010' };

/** The error as the SDK throws it for a recorded reply. */
const thrown = async (type: string, message: string, status = 400): Promise<unknown> => {
  const client = new SageMakerClient({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: answering(JSON.stringify({ __type: type, Message: message }), status),
  });
  return client
    .send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }))
    .catch((error: unknown) => error);
};
const translated = async (type: string, message: string, status?: number) =>
  translateAwsError(await thrown(type, message, status), aws, 'describe training job a');

describe('translateAwsError', () => {
  it.each([
    ['ValidationException', 'Requested resource not found.', 'not-found'],
    ['ResourceNotFound', 'Requested resource not found.', 'not-found'],
    ['ValidationException', 'Could not find endpoint "arn:aws:sagemaker:…".', 'not-found'],
    [
      'ResourceInUse',
      'Training job names must be unique within an AWS account and region, and a training job with this name already exists (arn)',
      'name-taken',
    ],
    ['ValidationException', 'Cannot create already existing endpoint "arn:…".', 'name-taken'],
    [
      'ValidationException',
      'The request was rejected because the training job is in status Failed',
      'conflict',
    ],
    ['ResourceInUse', 'The training job is not in a terminal state.', 'conflict'],
    [
      'ResourceLimitExceeded',
      "The account-level service limit 'ml.p3.2xlarge for spot training job usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.",
      'quota',
    ],
    ['ThrottlingException', 'Rate exceeded', 'throttled'],
    ['ValidationException', 'Could not assume role arn:aws:iam::1:role/x. Please ensure …', 'invalid-input'],
    [
      'ValidationException',
      '1 validation error detected: Value … failed to satisfy constraint',
      'invalid-input',
    ],
    [
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      'no-credentials',
    ],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'no-credentials'],
    [
      'InvalidSignatureException',
      'Signature expired: 20261127T000000Z is now earlier than 20261127T003000Z (20261127T003500Z - 5 min.)',
      'clock-skew',
    ],
    [
      'SignatureDoesNotMatch',
      'Signature not yet current: 20261127T010000Z is still later than …',
      'clock-skew',
    ],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      'clock-skew',
      403,
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      'no-credentials',
      403,
    ],
    ['UnknownOperationException', 'The operation Foo is not supported.', 'unsupported'],
    ['InternalFailure', 'boom', 'service-fault', 500],
  ])('%s "%s" is %s', async (type, message, code, status?: number) => {
    expect((await translated(type, message, status)).code).toBe(code);
  });

  it('says what failed and names the permission that is missing', async () => {
    const { code, message } = await translated(
      'AccessDeniedException',
      'User: arn:aws:iam::1:user/me is not authorized to perform: sagemaker:DescribeTrainingJob on resource: arn',
    );
    expect(code).toBe('access-denied');
    expect(message).toMatch(/^Could not describe training job a: /);
    expect(message).toMatch(/Allow sagemaker:DescribeTrainingJob/);
  });

  it('keeps unknown detail out of what the reader sees, and in what the log shows', async () => {
    const error = await translated('InternalFailure', 'secret stack at 10.0.0.7', 500);
    expect(error.message).not.toContain('secret');
    expect((error.cause as Error).message).toContain('secret');
  });

  it('quotes nothing where S3 said nothing: the answer to a HEAD has no body', () => {
    const answer = { $metadata: { httpStatusCode: 404 } };
    const error = Object.assign(new Error('UnknownError'), { name: 'NotFound', ...answer });
    expect(translateAwsError(error, aws, 'read s3://bucket/none.npy')).toMatchObject({
      code: 'not-found',
      message: 'Could not read s3://bucket/none.npy: it does not exist.',
    });
  });

  it('says how to start a local backend that does not answer', async () => {
    const client = new SageMakerClient({
      ...local,
      endpoint: 'http://127.0.0.1:9',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const refused: unknown = await client
      .send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }))
      .catch((error: unknown) => error);
    expect(translateAwsError(refused, local, 'describe training job a')).toMatchObject({
      code: 'unreachable',
      message:
        'The local backend at http://127.0.0.1:9010 does not answer. Start it with npm start or npx spotdeck.',
    });
    expect(translateAwsError(refused, aws, 'x').message).toMatch(/AWS in eu-west-1 does not answer/);
  });

  it('leaves an error alone that is already in words', () => {
    const error = new SpotdeckError('conflict', 'It has ended.');
    expect(translateAwsError(error, aws, 'x')).toBe(error);
  });
});
