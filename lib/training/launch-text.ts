/** Rules of text that several fields of a launch share. */
import { z } from 'zod';
import { readDuration } from './duration-text';
import { formatDuration } from './format';
import { s3UriSchema } from './s3-uri';

/** SageMaker's patterns are of one line where they are of anything. */
export const oneLine = /^[^\n\r\u0085\u2028\u2029]*$/;

export const atMost = (characters: number) =>
  `This is longer than the ${characters} characters that SageMaker takes.`;
export const onOneLine = 'Write it on one line: SageMaker takes no line breaks here.';

export const s3UriField = s3UriSchema('Give an S3 URI such as s3://bucket/prefix/.')
  .max(1024, atMost(1024))
  .regex(oneLine, onOneLine);

/** Seconds, as a number or as people type them. @param maxSeconds in seconds @param tooLong what is said of more */
export const duration = (
  maxSeconds: number,
  tooLong = `Give ${formatDuration(maxSeconds)} at most: SageMaker lets no job run longer.`,
) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? (readDuration(value) ?? value) : value),
    z
      .number('Give a time such as 2h, 90 min or 5400 seconds.')
      .int('Give whole seconds.')
      .min(1, 'Give a second or more.')
      .max(maxSeconds, tooLong),
  );
