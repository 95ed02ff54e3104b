/** The jobs of one launcher, as filters of the list: by the tag that SageMaker gave all of them, else by how it names them. */
import { type JobFilters, noFilters } from './job-filters';
import { batchPrefix, type Launcher, pipelineTag, studioTags } from './launched-by';
import { lookUp } from './look-up';
import { type TrainingJob } from './training-job';

export interface LaunchedTogether {
  filters: JobFilters;
  /** What they are, as a link says it. */
  words: string;
}

export const launchedTogether = (
  { kind, arn, name }: Launcher,
  job: Pick<TrainingJob, 'name' | 'tags'>,
): LaunchedTogether | undefined => {
  switch (kind) {
    case 'pipeline':
      return arn === undefined
        ? undefined
        : { filters: tagged(pipelineTag, arn), words: 'jobs of this execution' };
    case 'studio': {
      const key = studioTags.find((tag) => lookUp(job.tags ?? {}, tag) === arn);
      return key === undefined || arn === undefined
        ? undefined
        : { filters: tagged(key, arn), words: 'jobs from there' };
    }
    case 'batch':
      return { filters: named('batch', withoutAttempt(job.name)), words: 'attempts of this name' };
    case 'automl':
    case 'tuning':
      return { filters: named(kind, shared(job.name, name)), words: 'jobs named like it' };
    case 'labeling':
      return undefined;
  }
};

const tagged = (key: string, value: string): JobFilters => ({ ...noFilters, tags: [{ key, value }] });

const named = (kind: Launcher['kind'], namePrefix: string): JobFilters => ({
  ...noFilters,
  launchers: [kind],
  ...(namePrefix !== '' && { namePrefix }),
});

/**
 * Batch makes a training job for each attempt: `AWSBatch<name><32 hexadecimal digits>`
 * (https://docs.aws.amazon.com/batch/latest/userguide/service-jobs.html, its example of an event).
 */
const withoutAttempt = (jobName: string): string =>
  new RegExp(`^(${batchPrefix}.+)[0-9a-f]{32}$`).exec(jobName)?.[1] ?? jobName;

/** Tuning and Autopilot begin their jobs' names with their own, which Autopilot may cut off: `reviews-dpp0-1-…`. */
const shared = (jobName: string, launcher = ''): string => {
  let length = 0;
  while (length < launcher.length && jobName[length] === launcher[length]) length += 1;
  // The whole of it: not that of another one, whose name goes on.
  return jobName.slice(0, length === launcher.length && jobName[length] === '-' ? length + 1 : length);
};
