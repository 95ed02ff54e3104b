/** Generated jobs and their prices as the local backend would tell them, for measurements that it takes no part in. */
import { generateJobs, type GenerateOptions } from './seed/generate-jobs';
import { searchableTrainingJob } from './services/sagemaker/describe-training-job';
import { priceTable } from './store/price-table';

/** As Search answers, oldest end first; the same options give the same jobs as in a backend. */
export function* generatedAnswers(options: GenerateOptions): Generator<Record<string, unknown>> {
  for (const job of generateJobs(options)) yield searchableTrainingJob(job);
}

/** USD an hour of training, by instance type. */
export const generatedPrices = (): { instanceType: string; region: string; usdPerHour: number }[] =>
  priceTable
    .filter(({ component }) => component === 'Training')
    .map(({ instanceType, region, usdPerHour }) => ({ instanceType, region, usdPerHour }));
