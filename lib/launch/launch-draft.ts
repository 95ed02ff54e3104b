import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { callerIdentity } from '../aws/identity';
import { describeTrainingJob, listTags, searchTrainingJobs } from '../aws/training-jobs';
import {
  blankDraft,
  defaultCheckpointUri,
  draftFromJob,
  type DraftDefaults,
  draftPurposes,
  type LaunchDraft,
} from '../training/launch-draft';
import { type Example, listExamples, readExample } from '../source/list-examples';
import { placeExample } from '../source/place-example';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, nothing } from '../use-cases/name-inputs';

/** Where a launch form begins. */
export const draftOriginSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scratch') }),
  z.strictObject({ kind: z.literal('example'), example: addressText }),
  z.strictObject({ kind: z.literal('job'), job: addressText, purpose: z.literal(draftPurposes) }),
]);
export type DraftOrigin = z.output<typeof draftOriginSchema>;

/** The values that a launch form opens with. @throws {SpotdeckError} not-found, for a job or example that is not there */
export const launchDraft = defineUseCase({
  name: 'launch-draft',
  input: draftOriginSchema,
  access: 'watch',
  changes: false,
  run: ({ backend }, origin) => draftFrom(backend, origin),
});

export const draftFrom = async (backend: Backend, origin: DraftOrigin): Promise<LaunchDraft> => {
  const defaults = await draftDefaults(backend);
  switch (origin.kind) {
    case 'scratch':
      return blankDraft(stamped('job'), defaults);
    case 'example':
      return draftFromExample(await readExample(origin.example), defaults, backend.region);
    case 'job': {
      const job = await describeTrainingJob(backend, origin.job);
      const tags = await listTags(backend, job.arn);
      return draftFromJob({ ...job, tags }, origin.purpose, stamped(baseName(job.name)), defaults);
    }
  }
};

/** The examples to choose from. */
export const exampleChoices = defineUseCase({
  name: 'example-choices',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async (): Promise<{ name: string; title: string; description: string }[]> =>
    (await listExamples()).map(({ name, title, description }) => ({ name, title, description })),
});

const draftFromExample = (template: Example, defaults: DraftDefaults, region: string): LaunchDraft => {
  const example = placeExample(template, { bucket: defaults.bucket, region, size: 'full' });
  const name = stamped(example.name.slice(0, 40));
  return {
    ...blankDraft(name, defaults),
    ...(example.entryPoint === undefined
      ? { source: { kind: 'image' }, entryPoint: '' }
      : { source: { kind: 'example', example: example.name }, entryPoint: example.entryPoint }),
    image: { kind: 'framework', framework: example.framework, version: example.frameworkVersion },
    instanceType: example.instanceType,
    instanceCount: String(example.instanceCount),
    volumeSizeGb: String(example.volumeSizeGb),
    channels: example.channels.map((channel) => ({ ...channel, inputMode: 'File' })),
    hyperparameters: Object.entries(example.hyperparameters).map(([key, value]) => ({
      name: key,
      value: String(value),
    })),
    metricDefinitions: example.metricDefinitions,
    maxRuntimeSeconds: String(example.maxRuntimeSeconds),
    maxWaitSeconds: String(example.maxWaitSeconds),
    checkpoint: { s3Uri: defaultCheckpointUri(defaults.bucket, name) },
  };
};

/** The role of the newest job, since an account mostly trains with one; else the name AWS's console gives it. */
const draftDefaults = async (backend: Backend): Promise<DraftDefaults> => {
  const [bucket, newest, { accountId }] = await Promise.all([
    defaultBucket(backend),
    searchTrainingJobs(backend, { sortBy: 'CreationTime', sortOrder: 'Descending', pageSize: 1 }),
    callerIdentity(backend),
  ]);
  return {
    bucket,
    roleArn:
      newest.jobs[0]?.roleArn ?? `arn:aws:iam::${accountId}:role/service-role/AmazonSageMaker-ExecutionRole`,
  };
};

/** `mnist-1123-204512`: unique enough to be taken by nobody, and readable. */
const stamped = (base: string): string => {
  const [date = '', time = ''] = new Date().toISOString().split('T');
  return `${base}-${date.slice(5).replace('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
};

/** The name without an earlier stamp, and short enough for a new one. */
const baseName = (name: string): string => name.replace(/-\d{4}-\d{6}$/, '').slice(0, 50);
