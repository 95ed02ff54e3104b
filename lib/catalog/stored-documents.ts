/**
 * Reads the JSON documents of the catalog's rows. Another version, a hand or a broken disk may have written them: what
 * is none is as good as absent, since SageMaker and the log tell it again, stays in its row until then, and is logged.
 */
import { z } from 'zod';
import { parseJson } from '../training/json-text';
import { type TrainingJob } from '../training/training-job';
import { backfillFrom } from './old-reading';
import { type Backfill } from './job-store';

const texts = z.record(z.string(), z.string());
const objects = z.array(z.looseObject({}));

/** What every reader goes through; members that are absent are unknown to all of them. */
const jobShape = z.looseObject({
  name: z.string().min(1),
  arn: z.string(),
  status: z.string(),
  secondaryStatus: z.string(),
  createdAt: z.number(),
  transitions: z.array(z.looseObject({ status: z.string(), startedAt: z.number() })),
  spot: z.boolean(),
  hyperparameters: texts,
  environment: texts,
  channels: objects,
  metricDefinitions: objects,
  finalMetrics: objects,
  tags: texts.optional(),
  tuningJobArn: z.string().optional(),
  autoMlJobArn: z.string().optional(),
  labelingJobArn: z.string().optional(),
  serverless: z.looseObject({}).optional(),
  goneAt: z.number().optional(),
});
const jobSchema = z.custom<TrainingJob>((value) => jobShape.safeParse(value).success, 'no training job');

const attempts = z.array(z.looseObject({ attempt: z.number(), series: objects }));
const points = z.array(z.looseObject({ attempt: z.number(), epoch: z.number(), startedAt: z.number() }));
const backfillShape = z.looseObject({
  reading: z.looseObject({ counts: z.string().nullable(), attempts, resumes: objects }).optional(),
  metrics: objects.optional(),
  /** Of the reader of before. */
  epochs: points.optional(),
  resumeNotices: objects.optional(),
});
const backfillSchema = z
  .custom<Parameters<typeof backfillFrom>[0]>((value) => backfillShape.safeParse(value).success, 'no reading')
  .transform(backfillFrom);

/** The catalog is asked again and again: each document is logged once. */
const logged = new Set<string>();
const maxLogged = 1_000;

const readDocument = <Read>(schema: z.ZodType<Read>, title: string, text: string): Read | undefined => {
  const read = schema.safeParse(parseJson(text));
  if (read.success) return read.data;
  if (logged.size < maxLogged && !logged.has(title)) {
    logged.add(title);
    console.error(`The catalog's ${title} cannot be read and is looked up anew.`);
  }
  return undefined;
};

export const readJobDocument = (name: string, text: string): TrainingJob | undefined =>
  readDocument(jobSchema, `record of job ${name}`, text);

export const readBackfillDocument = (name: string, text: string): Backfill | undefined =>
  readDocument(backfillSchema, `reading of the log of job ${name}`, text);
