import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../../core/aws-error';
import { type HeaderUse, headerReader } from './invocation-headers';

/** The members of InvokeEndpointAsync that travel as headers, by the header's name. */
export const asyncHeaders: ReadonlyMap<string, HeaderUse> = new Map([
  ['x-amzn-sagemaker-accept', { member: 'Accept' }],
  ['x-amzn-sagemaker-content-type', { member: 'ContentType' }],
  ['x-amzn-sagemaker-custom-attributes', { member: 'CustomAttributes' }],
  ['x-amzn-sagemaker-inference-id', { member: 'InferenceId' }],
  ['x-amzn-sagemaker-inputlocation', { member: 'InputLocation' }],
  ['x-amzn-sagemaker-s3outputpathextension', { member: 'S3OutputPathExtension' }],
  ['x-amzn-sagemaker-filename', { member: 'Filename' }],
  ['x-amzn-sagemaker-requestttlseconds', { member: 'RequestTTLSeconds' }],
  ['x-amzn-sagemaker-invocationtimeoutseconds', { member: 'InvocationTimeoutSeconds' }],
]);

/** What InvokeEndpointAsync says outside of its body. Times in milliseconds. Throws ValidationError. */
export const readAsyncHeaders = (headers: IncomingHttpHeaders) => {
  const read = headerReader(headers, asyncHeaders);
  return {
    accept: read('x-amzn-sagemaker-accept'),
    contentType: read('x-amzn-sagemaker-content-type'),
    customAttributes: read('x-amzn-sagemaker-custom-attributes'),
    inferenceId: within('inferenceId', read('x-amzn-sagemaker-inference-id'), /^[\x20-\x7e]{1,64}$/),
    inputLocation: within('inputLocation', read('x-amzn-sagemaker-inputlocation'), /^(https|s3):\/\/.+$/s),
    pathExtension: within('s3OutputPathExtension', read('x-amzn-sagemaker-s3outputpathextension'), pathParts),
    fileName: within('filename', read('x-amzn-sagemaker-filename'), /^[^/]+$/),
    maxAgeMs:
      1000 * seconds('requestTTLSeconds', read('x-amzn-sagemaker-requestttlseconds'), 60, 21_600, 21_600),
    timeoutMs:
      1000 *
      seconds('invocationTimeoutSeconds', read('x-amzn-sagemaker-invocationtimeoutseconds'), 1, 3600, 900),
  };
};

const pathParts = /^[^/]+(\/[^/]+)*\/?$/;

const within = (member: string, value: string | undefined, pattern: RegExp): string | undefined => {
  if (value === undefined || pattern.test(value)) return value;
  throw refusal(member, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
};

const seconds = (member: string, value: string | undefined, min: number, max: number, without: number) => {
  if (value === undefined) return without;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= min && number <= max) return number;
  throw refusal(member, value, `Member must have value between ${min} and ${max}`);
};

const refusal = (member: string, value: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value.slice(0, 200)}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
