/**
 * What a person asks for when launching a training job: the one schema of the launch form, of its server action
 * and of the use case. Patterns and limits are CreateTrainingJob's (SageMaker service model, August 2026). Rules
 * between fields, which have a remedy to offer, are in preflight.ts. What is refused is told by whole sentences, which
 * the form, the action and any other caller show as they are.
 */
import { z } from 'zod';
import { areUnique } from './are-unique';
import { channelsSchema, fileSystemsSchema } from './channel-input';
import { frameworkNames } from './training-images';
import { tagKeySchema, tagValueSchema } from './job-tag-schemas';
import { maxFurtherLength, readFurther } from './further-settings';
import { surroundingsShape } from './job-surroundings';
import { atMost, duration, onOneLine, oneLine, s3UriField } from './launch-text';
import { compileMetricRegex } from './metric-regex';

const wholeNumber = (min: number, max: number, unit = '') =>
  z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(min, `Give ${min}${unit} or more.`)
    .max(max, `Give ${max}${unit} at most.`);

export const daySeconds = 86_400;

export const trainingJobName = z
  .string()
  .trim()
  .min(1, 'Give the job a name.')
  .max(63, 'A job’s name has 63 characters at most.')
  .regex(
    /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    'Use letters, digits and hyphens; begin and end with a letter or digit.',
  );

/** Where the training script comes from. */
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('example'),
    example: z
      .string()
      .max(100, 'Choose an example of the list.')
      .regex(/^[a-z0-9-]+$/, 'Choose an example of the list.'),
  }),
  z.strictObject({ kind: z.literal('upload') }),
  z.strictObject({
    kind: z.literal('s3'),
    s3Uri: s3UriField.refine((uri) => uri.endsWith('.tar.gz'), 'Give a .tar.gz archive in S3.'),
  }),
  /** No script: the image's own algorithm, or its own entry point. */
  z.strictObject({ kind: z.literal('image') }),
]);

const imageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('framework'),
    framework: z.enum(frameworkNames),
    version: z.string().min(1, 'Choose a version.').max(64, atMost(64)),
  }),
  z.strictObject({
    kind: z.literal('custom'),
    /** Empty where the further settings name an algorithm instead. */
    uri: z.string().trim().max(255, atMost(255)).regex(/^\S*$/, 'An image’s URI has no spaces.'),
  }),
]);

export const launchInputSchema = z.strictObject({
  name: trainingJobName,
  source: sourceSchema,
  /** Path within the source; empty for `image`. */
  entryPoint: z
    .string()
    .trim()
    .max(256, atMost(256))
    .regex(/^[^\0]*$/, 'A path has no null characters.')
    .refine(
      (file) => !file.startsWith('/') && !file.split('/').includes('..'),
      'Give a path within the source folder.',
    ),
  image: imageSchema,
  /** Empty where the further settings have groups of instances, or none at all. */
  instanceType: z
    .string()
    .trim()
    .max(64, atMost(64))
    .regex(/^(ml\.[a-z0-9-]+\.[a-z0-9-]+)?$/, 'Give an instance type such as ml.g5.xlarge.'),
  instanceCount: wholeNumber(1, 100),
  volumeSizeGb: wholeNumber(1, 16_384, ' GB'),
  channels: channelsSchema,
  /** Channels that are no S3 prefixes but file systems. */
  fileSystems: fileSystemsSchema.optional(),
  hyperparameters: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'Give the hyperparameter a name.')
          .max(256, atMost(256))
          .regex(oneLine, onOneLine)
          .refine(
            (name) => !name.startsWith('sagemaker_'),
            'Names that begin with sagemaker_ are SageMaker’s own.',
          ),
        value: z
          .string()
          .max(2400, 'A value has 2400 characters at most.')
          .refine(
            (value) => JSON.stringify(value).length <= 2500,
            'As JSON, in which quotes and line breaks count twice, a value has 2500 characters at most.',
          ),
      }),
    )
    .max(90, 'There is room for 90 hyperparameters: SageMaker takes 100, and some are its own.')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'Two hyperparameters have the same name.'),
  environment: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'Give the variable a name.')
          .max(512, atMost(512))
          .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'Use letters, digits and _; do not begin with a digit.'),
        value: z.string().max(512, atMost(512)),
      }),
    )
    .max(100, 'SageMaker takes 100 variables at most.')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'Two variables have the same name.')
    .default([]),
  metricDefinitions: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .min(1, 'Give the metric a name.')
          .max(255, atMost(255))
          .regex(oneLine, onOneLine),
        regex: z
          .string()
          .min(1, 'Give a pattern such as loss: ([0-9.]+).')
          .max(500, atMost(500))
          .regex(oneLine, onOneLine)
          .superRefine((regex, context) => {
            const compiled = compileMetricRegex(regex);
            if (!compiled.ok) context.addIssue({ code: 'custom', message: compiled.message });
          }),
      }),
    )
    .max(40, 'SageMaker takes 40 metrics at most.')
    .refine((items) => areUnique(items.map(({ name }) => name)), 'Two metrics have the same name.'),
  spot: z.boolean(),
  maxRuntimeSeconds: duration(28 * daySeconds),
  /** Waiting and running together; spot only. */
  maxWaitSeconds: duration(30 * daySeconds).optional(),
  checkpoint: z
    .strictObject({
      s3Uri: s3UriField,
      localPath: z
        .string()
        .trim()
        .max(4096, atMost(4096))
        .regex(/^\/.+$/, 'Give an absolute path such as /opt/ml/checkpoints.')
        .regex(oneLine, onOneLine)
        .optional(),
    })
    .optional(),
  outputS3Uri: s3UriField,
  roleArn: z
    .string()
    .trim()
    .max(2048, atMost(2048))
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
      'Give the ARN of a role, such as arn:aws:iam::123456789012:role/SageMakerRole.',
    ),
  tags: z
    .array(
      z.strictObject({
        key: tagKeySchema,
        value: tagValueSchema,
      }),
    )
    .max(45, 'There is room for 45 tags: AWS takes 50, and some are this form’s own.')
    .refine((items) => areUnique(items.map(({ key }) => key)), 'Two tags have the same key.'),
  ...surroundingsShape,
  /** JSON: what CreateTrainingJob takes beyond these fields. */
  further: z
    .string()
    .max(maxFurtherLength, atMost(maxFurtherLength))
    .superRefine((text, context) => {
      const { problem } = readFurther(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .optional(),
});

/** A launch as the schema gives it. */
export type LaunchInput = z.output<typeof launchInputSchema>;
