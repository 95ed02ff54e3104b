import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { listExecutionRoles } from '../aws/roles';
import { listTags } from '../aws/tags';
import { describeWholeTrainingJob, searchTrainingJobs } from '../aws/training-jobs';
import { type Difference, differencesFrom, withAllOf } from '../training/carried-over';
import {
  blankDraft,
  defaultCheckpointUri,
  draftFromJob,
  type DraftDefaults,
  draftPurposes,
  type LaunchDraft,
} from '../training/launch-draft';
import { isNotFound, isSpotdeckError } from '../errors/spotdeck-error';
import { type TrainingJob } from '../training/training-job';
import { type Example, listExamples, readExample } from '../source/list-examples';
import { type ExamplePlace, exampleSizes, placeExample } from '../source/place-example';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, jobNameInput, nothing } from '../use-cases/name-inputs';
import { couldNotRead, readOrElse } from './read-or-else';

/** Where a launch form begins. */
export const draftOriginSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scratch') }),
  z.strictObject({
    kind: z.literal('example'),
    example: addressText,
    size: z.literal(exampleSizes).optional(),
  }),
  z.strictObject({ kind: z.literal('job'), job: jobNameInput, purpose: z.literal(draftPurposes) }),
]);
export type DraftOrigin = z.output<typeof draftOriginSchema>;

/** The values that a launch form opens with. @throws {SpotdeckError} not-found, for a job or example that is not there */
export const launchDraft = defineUseCase({
  name: 'launch-draft',
  input: draftOriginSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, origin) => (await openDraft(backend, origin)).draft,
});

/** A draft, and what could not be read for it, in words: the form opens whatever is denied, down or throttled. */
export interface OpenedDraft {
  draft: LaunchDraft;
  /** Empty where the account is not known. */
  bucket: string;
  recent: RecentJob[];
  /** What is not as in the job that the draft was begun from; empty for other beginnings. */
  differences: Difference[];
  unread: string[];
}

export interface RecentJob {
  name: string;
  instanceType?: string;
}

const recentJobs = 8;

/** @throws {SpotdeckError} not-found, for a job or example that is not there */
export const openDraft = async (backend: Backend, origin: DraftOrigin): Promise<OpenedDraft> => {
  const unread: string[] = [];
  const { recent, ...defaults } = await draftDefaults(backend, unread);
  const begun = await draftFrom(backend, origin, defaults, unread);
  return { differences: [], ...begun, bucket: defaults.bucket, recent, unread };
};

const draftFrom = async (
  backend: Backend,
  origin: DraftOrigin,
  defaults: DraftDefaults,
  unread: string[],
): Promise<{ draft: LaunchDraft; differences?: Difference[] }> => {
  switch (origin.kind) {
    case 'scratch':
      return { draft: blankDraft(stamped('job'), defaults) };
    case 'example':
      return {
        draft: draftFromExample(await readExample(origin.example), {
          ...defaults,
          region: backend.region,
          size: origin.size ?? 'full',
        }),
      };
    case 'job': {
      const { job, described } = await readJob(backend, origin.job, unread);
      const name = stamped(baseName(origin.job));
      if (job === undefined) return { draft: blankDraft(name, defaults) };
      const begun = draftFromJob(job, origin.purpose, name, defaults);
      if (described === undefined) return { draft: begun };
      const draft = withAllOf(described, begun, backend.region);
      return { draft, differences: differencesFrom(described, draft, backend.region) };
    }
  }
};

/** The job with its tags, by Describe, or by Search where that is not to be had. */
const readJob = async (
  backend: Backend,
  name: string,
  unread: string[],
): Promise<{ job?: TrainingJob; described?: Record<string, unknown> }> => {
  try {
    const { job, described } = await describeWholeTrainingJob(backend, name);
    const tags = await orElse(() => listTags(backend, job.arn), {}, unread, `the tags of ${name}`);
    return { job: { ...job, tags }, described };
  } catch (error) {
    if (isNotFound(error)) throw error;
    // Search is a second source: what Describe answered is what is told below.
    const found = await searchTrainingJobs(backend, {
      filters: [{ name: 'TrainingJobName', operator: 'Equals', value: name }],
    }).catch(() => undefined);
    const job = found?.jobs.find((each) => each.name === name);
    unread.push(
      couldNotRead(
        job === undefined ? `the job ${name}` : `what this form has no field for in the job ${name}`,
        error,
      ),
    );
    return job === undefined ? {} : { job };
  }
};

/** What is wrong with the credentials, and what to run, is the same for all that could not be read: said once. */
const orElse = <Value>(
  ask: () => Promise<Value>,
  instead: Value,
  unread: string[],
  what: string,
): Promise<Value> =>
  readOrElse(ask, instead, unread, (error) => {
    const isForAll = isSpotdeckError(error) && error.code === 'no-credentials' && unread.length === 0;
    return isForAll ? error.message : couldNotRead(what, error);
  });

/** The examples to choose from. */
export const exampleChoices = defineUseCase({
  name: 'example-choices',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async (): Promise<{ name: string; title: string; description: string }[]> =>
    (await listExamples()).map(({ name, title, description }) => ({ name, title, description })),
});

const draftFromExample = (template: Example, defaults: DraftDefaults & ExamplePlace): LaunchDraft => {
  const example = placeExample(template, defaults);
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
    channels: example.channels.map((channel) => ({
      ...channel,
      // Without its account's bucket nothing says where the data lie.
      s3Uri: channel.s3Uri.startsWith('s3:///') ? '' : channel.s3Uri,
      inputMode: 'File',
    })),
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

/** The role of the newest job, since an account mostly trains with one; else the only one that there is, or none. */
const draftDefaults = async (
  backend: Backend,
  unread: string[],
): Promise<DraftDefaults & { recent: RecentJob[] }> => {
  const [bucket, newest] = await Promise.all([
    orElse(() => defaultBucket(backend), '', unread, 'which account this is, and so its bucket'),
    orElse(
      () =>
        searchTrainingJobs(backend, {
          sortBy: 'CreationTime',
          sortOrder: 'Descending',
          pageSize: recentJobs,
        }),
      undefined,
      unread,
      'which role the newest job has',
    ),
  ]);
  const used = newest?.jobs[0]?.roleArn;
  return {
    bucket,
    // The jobs that would tell it could not be read: it is not chosen past them.
    roleArn: used ?? (newest === undefined ? '' : await onlyRole(backend)),
    recent: (newest?.jobs ?? []).map(({ name, instanceType }) => ({
      name,
      ...(instanceType !== undefined && { instanceType }),
    })),
  };
};

const onlyRole = async (backend: Backend): Promise<string> => {
  const roles = await listExecutionRoles(backend).catch(() => {
    // The field lists them too, and says why it cannot.
    return [];
  });
  return roles.length === 1 ? (roles[0] ?? '') : '';
};

/** `mnist-1123-204512`: unique enough to be taken by nobody, and readable. */
const stamped = (base: string): string => {
  const [date = '', time = ''] = new Date().toISOString().split('T');
  return `${base}-${date.slice(5).replace('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
};

/** The name without an earlier stamp, and short enough for a new one. */
const baseName = (name: string): string => name.replace(/-\d{4}-\d{6}$/, '').slice(0, 50);
