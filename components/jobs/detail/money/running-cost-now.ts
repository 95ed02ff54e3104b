import { type OnDemandPrice } from '@/lib/training/money/price';
import { type RunningCost, runningCostOf, type SpotBilling } from '@/lib/training/money/running-cost';
import { jobFactsOf } from '@/lib/training/report/job-facts';
import { type TrainingJob } from '@/lib/training/training-job';
import { type JobFacts } from '../stream/use-job-facts';

/** What a running job costs at the moment that the page shows. */
export const runningCostNow = (
  job: TrainingJob,
  { until, progress, timeline }: Pick<JobFacts, 'until' | 'progress' | 'timeline'>,
  price: OnDemandPrice | undefined,
  billing: SpotBilling | undefined,
): RunningCost => {
  const kind = timeline.at(-1)?.kind;
  const { instanceCount, maxRuntimeSeconds, spot } = job;
  const { secondsLeft } = progress;
  return runningCostOf(
    {
      spot,
      ...(instanceCount !== undefined && { instanceCount }),
      heldSeconds: jobFactsOf(job, until).heldSeconds,
      onInstance: kind === 'downloading' || kind === 'training' || kind === 'uploading',
      ...(secondsLeft !== undefined && { secondsLeft }),
      ...(maxRuntimeSeconds !== undefined && { maxRuntimeSeconds }),
    },
    price?.usdPerHour,
    billing,
  );
};
