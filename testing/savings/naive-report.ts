/** Jobs of all kinds, and what a report of them comes to when it is added up one by one. */
import { type Period } from '../../lib/training/report/period';
import { type TrainingJob } from '../../lib/training/training-job';
import { generateJobs } from '../dashboard/generate-jobs';

export const usdPerHour: Record<string, number> = {
  'ml.m5.xlarge': 0.23,
  'ml.c5.2xlarge': 0.408,
  'ml.g4dn.xlarge': 0.7364,
  'ml.g5.2xlarge': 1.515,
};

/** Jobs as an account has them, and some as it seldom has them. */
export const oddJobs = (seed: number, count: number): TrainingJob[] =>
  [...generateJobs(count, { seed, every: 3_600_000, running: 5 })].map((job, index) => {
    const { tags: _, trainingSeconds: __, billableSeconds: ___, ...bare } = job;
    switch ((index * 7 + seed) % 23) {
      case 0:
        return { ...job, instanceCount: 1 + (index % 8) };
      case 1:
        return { ...bare, tags: job.tags };
      case 2:
        return { ...job, trainingSeconds: 0, billableSeconds: 0 };
      case 3:
        return { ...bare, trainingSeconds: job.trainingSeconds, billableSeconds: job.billableSeconds };
      case 4:
        return { ...job, instanceType: undefined };
      case 5:
        return { ...job, instanceCount: undefined };
      case 6:
        return { ...job, name: job.name.split('-').join('') };
      case 7:
        return { ...job, checkpoint: undefined };
      case 8:
        return { ...job, status: 'Unheard', secondaryStatus: 'Of' };
      default:
        return job;
    }
  });

/** What the log of some interrupted jobs told: every other one's was read, every third of those not to the full. */
export const lossOf = (
  { transitions }: TrainingJob,
  index: number,
): { seconds: number; exact: boolean } | undefined =>
  index % 2 === 1 || !transitions.some(({ status }) => status === 'Interrupted')
    ? undefined
    : { seconds: index % 50, exact: index % 3 !== 0 };

const ended = ['Completed', 'Failed', 'Stopped'];
const endOf = (job: TrainingJob): number =>
  job.trainingEndedAt ?? job.transitions.at(-1)?.endedAt ?? job.lastModifiedAt ?? job.createdAt;

/** Seconds that an on-demand job would have taken, read off the transitions, which are whole here. */
const usefulOf = (job: TrainingJob, index: number): { seconds: number; exact: boolean } => {
  const { transitions, trainingSeconds = 0, trainingStartedAt = 0 } = job;
  if (!transitions.some(({ status }) => status === 'Interrupted')) {
    return { seconds: trainingSeconds, exact: true };
  }
  const spans = (status: string) => transitions.filter((one) => one.status === status);
  const length = ({ startedAt, endedAt = endOf(job) }: TrainingJob['transitions'][number]) =>
    Math.max(0, Math.min(endedAt, endOf(job)) - startedAt) / 1000;
  const sum = (status: string) => spans(status).reduce((total, one) => total + length(one), 0);
  const [loaded] = spans('Downloading');
  const starting = loaded ? Math.max(0, loaded.startedAt - trainingStartedAt) / 1000 : 0;
  const once = starting + (loaded ? length(loaded) : 0);
  const most = Math.min(trainingSeconds, Math.round(once + sum('Training') + sum('Uploading')));
  const lost = lossOf(job, index);
  return { seconds: most - (lost?.exact ? lost.seconds : 0), exact: lost?.exact ?? false };
};

/** What Describe and the logs say of each job, added up one by one. */
export const naiveSum = (jobs: readonly TrainingJob[], from: number, before: number, prefix = '') => {
  const sum = { jobs: 0, spotJobs: 0, failed: 0, unbilled: 0, unpriced: 0, atMost: 0 };
  const usd = { hours: 0, onDemand: 0, paid: 0, paidOnDemand: 0, unpricedHours: 0 };
  jobs.forEach((job, index) => {
    if (!ended.includes(job.status) || endOf(job) < from || endOf(job) >= before) return;
    if (!job.name.toLowerCase().startsWith(prefix.toLowerCase())) return;
    const { trainingSeconds, billableSeconds, instanceCount, instanceType } = job;
    const price = usdPerHour[instanceType ?? ''];
    if (job.status === 'Failed') sum.failed += 1;
    else if (trainingSeconds === undefined || billableSeconds === undefined || instanceCount === undefined) {
      sum.unbilled += 1;
    } else if (price === undefined) {
      sum.unpriced += 1;
      usd.unpricedHours += (trainingSeconds * instanceCount) / 3600;
    } else {
      const useful = usefulOf(job, index);
      const paid = (billableSeconds * instanceCount * price) / 3600;
      sum.jobs += 1;
      usd.hours += (trainingSeconds * instanceCount) / 3600;
      if (!job.spot) usd.paidOnDemand += paid;
      else {
        sum.spotJobs += 1;
        sum.atMost += useful.exact ? 0 : 1;
        usd.paid += paid;
        usd.onDemand += (useful.seconds * instanceCount * price) / 3600;
      }
    }
  });
  return { ...sum, ...usd };
};

/** What failed jobs lost on spot, in the money of the report. */
export const naiveFailed = (jobs: readonly TrainingJob[], { from, before }: Period, prefix = '') => {
  let usdLost = 0;
  jobs.forEach((job, index) => {
    if (job.status !== 'Failed' || endOf(job) < from || endOf(job) >= before || !job.spot) return;
    if (!job.name.toLowerCase().startsWith(prefix.toLowerCase())) return;
    const { trainingSeconds = 0, billableSeconds, instanceCount, instanceType } = job;
    const lost = lossOf(job, index);
    if (!lost || billableSeconds === undefined || instanceCount === undefined || trainingSeconds <= 0) return;
    const seconds = (lost.seconds * instanceCount * billableSeconds) / trainingSeconds;
    usdLost += (seconds * (usdPerHour[instanceType ?? ''] ?? 0)) / 3600;
  });
  return { usdLost };
};
