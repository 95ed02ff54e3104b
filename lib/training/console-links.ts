/** Where AWS's console shows a thing: each partition has a console of its own, and what it has no page for has no link. */
import { partitionOf } from './aws-partitions';
import { type Launcher, type LauncherKind } from './launched-by';
import { type TrainingJob } from './training-job';

/**
 * Behind the Region. Autopilot jobs, pipelines and Studio's users have their pages in Studio, whose addresses hold a domain
 * that no job tells; of Batch a job tells neither id nor queue.
 */
const pages: Partial<Record<LauncherKind, { app: string; place: string }>> = {
  tuning: { app: 'home', place: 'hyper-tuning-jobs' },
  labeling: { app: 'groundtruth', place: 'labeling-jobs/details' },
};

export const consoleUrlOf = ({ kind, arn, name }: Launcher): string | undefined => {
  const page = pages[kind];
  return page === undefined || name === undefined ? undefined : urlOf(arn, page, name);
};

/** The job's own page: its name, since an ARN has it in lower case. */
export const jobConsoleUrl = ({ arn, name }: Pick<TrainingJob, 'arn' | 'name'>): string | undefined =>
  urlOf(arn, { app: 'home', place: 'jobs' }, name);

const urlOf = (
  arn: string | undefined,
  { app, place }: { app: string; place: string },
  name: string,
): string | undefined => {
  const [, partition, , region = ''] = (arn ?? '').split(':');
  const { id, console: shared } = partitionOf(region);
  // Another partition's Region is of no console that is known here.
  if (id !== partition || !/^[a-z0-9-]+$/.test(region)) return undefined;
  const origin = id === 'aws' ? `https://${region}.console.aws.amazon.com` : shared;
  return `${origin}/sagemaker/${app}?region=${region}#/${place}/${encodeURIComponent(name)}`;
};
