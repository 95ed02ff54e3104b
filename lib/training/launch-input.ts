/**
 * What a person asks for when launching a training job: the one schema of the launch form, of its server action
 * and of the use case. Patterns and limits are CreateTrainingJob's (SageMaker service model, August 2026). Rules
 * between fields, which have a remedy to offer, are in preflight.ts.
 */
import { z } from 'zod';
import { compileMetricRegex } from './metric-regex';

/** SageMaker's patterns are of one line where they are of anything. */
export const oneLine = /^[^\n\r\u0085\u2028\u2029]*$/;

const s3Uri = z
  .string()
  .trim()
  .max(1024, 'at most 1024 characters')
  .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/, 'an S3 URI such as s3://bucket/prefix/')
  .regex(oneLine, 'one line');

const wholeNumber = (least: number, most: number, unit = '') =>
  z.coerce
    .number('a whole number')
    .int('a whole number')
    .min(least, `at least ${least}${unit}`)
    .max(most, `at most ${most}${unit}`);

export const daySeconds = 86_400;

export const trainingJobName = z
  .string()
  .trim()
  .min(1, 'a name')
  .max(63, 'at most 63 characters')
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, 'letters, digits and hyphens, not first or last a hyphen');

/** Where the training script comes from. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('example'),
    example: z
      .string()
      .max(100, 'an example of the list')
      .regex(/^[a-z0-9-]+$/, 'an example of the list'),
  }),
  z.strictObject({ kind: z.literal('upload') }),
  z.strictObject({
    kind: z.literal('s3'),
    s3Uri: s3Uri.refine((uri) => uri.endsWith('.tar.gz'), 'a .tar.gz archive in S3'),
  }),
  /** No script: the image's own algorithm, or its own entry point. */
  z.strictObject({ kind: z.literal('image') }),
]);

const imageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('framework'),
    framework: z.enum(['tensorflow', 'pytorch', 'huggingface', 'mxnet', 'xgboost', 'scikit-learn']),
    version: z.string().min(1, 'a version').max(64, 'at most 64 characters'),
  }),
  z.strictObject({
    kind: z.literal('custom'),
    uri: z
      .string()
      .trim()
      .min(1, 'an image URI')
      .max(255, 'at most 255 characters')
      .regex(/^\S+$/, 'no spaces'),
  }),
]);

const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagWords = 'letters, digits, blanks and _ . : / = + - @';

const areUnique = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;

export const launchInputSchema = z.strictObject({
  name: trainingJobName,
  source: sourceSchema,
  /** Path within the source; empty for `image`. */
  entryPoint: z
    .string()
    .trim()
    .max(256, 'at most 256 characters')
    .regex(/^[^\0]*$/)
    .refine(
      (file) => !file.startsWith('/') && !file.split('/').includes('..'),
      'a path within the source folder',
    ),
  image: imageSchema,
  instanceType: z
    .string()
    .trim()
    .max(64, 'at most 64 characters')
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/, 'an instance type such as ml.g5.xlarge'),
  instanceCount: wholeNumber(1, 100),
  volumeSizeGb: wholeNumber(1, 16_384, ' GB'),
  channels: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'a name')
          .max(64, 'at most 64 characters')
          .regex(/^[A-Za-z0-9.\-_]+$/, 'letters, digits, . - _'),
        s3Uri,
        inputMode: z.enum(['File', 'FastFile']).default('File'),
      }),
    )
    .max(20, 'at most 20 channels')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'two channels have the same name'),
  hyperparameters: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'a name')
          .max(256, 'at most 256 characters')
          .regex(oneLine, 'one line')
          .refine(
            (name) => !name.startsWith('sagemaker_'),
            'names that begin with sagemaker_ are SageMaker’s own',
          ),
        value: z
          .string()
          .max(2400, 'at most 2400 characters')
          .refine(
            (value) => JSON.stringify(value).length <= 2500,
            'at most 2500 characters as JSON, in which quotes and line breaks count twice',
          ),
      }),
    )
    .max(90, 'at most 90 hyperparameters')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'two hyperparameters have the same name'),
  environment: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .max(512)
          .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'letters, digits, _, no digit first'),
        value: z.string().max(512, 'at most 512 characters'),
      }),
    )
    .max(100, 'at most 100 variables')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'two variables have the same name')
    .default([]),
  metricDefinitions: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'a name')
          .max(255, 'at most 255 characters')
          .regex(oneLine, 'one line'),
        regex: z
          .string()
          .min(1, 'a pattern')
          .max(500, 'at most 500 characters')
          .regex(oneLine, 'one line')
          .superRefine((regex, context) => {
            const compiled = compileMetricRegex(regex);
            if (!compiled.ok) context.addIssue({ code: 'custom', message: compiled.message });
          }),
      }),
    )
    .max(40, 'at most 40 metrics')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'two metrics have the same name'),
  spot: z.boolean(),
  maxRuntimeSeconds: wholeNumber(1, 28 * daySeconds, ' s'),
  /** Waiting and running together; spot only. */
  maxWaitSeconds: wholeNumber(1, 30 * daySeconds, ' s').optional(),
  checkpoint: z
    .strictObject({
      s3Uri,
      localPath: z
        .string()
        .trim()
        .max(4096)
        .regex(/^\/.+$/, 'an absolute path')
        .regex(oneLine, 'one line')
        .optional(),
    })
    .optional(),
  outputS3Uri: s3Uri,
  roleArn: z
    .string()
    .trim()
    .max(2048)
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
      'the ARN of a role, such as arn:aws:iam::123456789012:role/SageMakerRole',
    ),
  tags: z
    .array(
      z.strictObject({
        key: z
          .string()
          .trim()
          .min(1, 'a key')
          .max(128, 'at most 128 characters')
          .regex(tagText, tagWords)
          .refine((key) => !/^aws:/i.test(key), 'keys that begin with aws: are AWS’s own'),
        value: z.string().max(256, 'at most 256 characters').regex(tagText, tagWords),
      }),
    )
    .max(45, 'at most 45 tags')
    .refine((items) => areUnique(items.map(({ key }) => key)), 'two tags have the same key'),
});

/** A launch as the schema gives it. */
export type LaunchInput = z.output<typeof launchInputSchema>;
