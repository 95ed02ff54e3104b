/**
 * Finds runs of the same script on spot and on demand: same entry point, image, hyperparameters, data and
 * instances. The archive of the code is not compared, since each launch packs its own.
 */
import { type TrainingJob } from '../training-job';

/** Hyperparameters that the SDK adds and that differ between launches of one script. */
const ownOfALaunch = new Set([
  'sagemaker_submit_directory',
  'sagemaker_job_name',
  'sagemaker_region',
  'sagemaker_container_log_level',
  'sagemaker_s3_output',
  'sagemaker_enable_cloudwatch_metrics',
  'model_dir',
]);

/** Equal for jobs that are runs of the same script, and for no others. */
export const matchKeyOf = (job: TrainingJob): string =>
  JSON.stringify([
    job.trainingImage ?? job.algorithmName ?? '',
    Object.entries(job.hyperparameters)
      .filter(([name]) => !ownOfALaunch.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    job.channels.map(({ name, s3Uri }) => [name, s3Uri ?? '']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    job.instanceType ?? '',
    job.instanceCount ?? 0,
  ]);

/** The entry point's file, or the image where the job names none. */
export const entryPointOf = (
  job: Pick<TrainingJob, 'hyperparameters' | 'trainingImage' | 'algorithmName'>,
): string => {
  const program = job.hyperparameters.sagemaker_program;
  if (program !== undefined) return program.replace(/^"|"$/g, '');
  return job.algorithmName ?? job.trainingImage?.split('/').at(-1) ?? 'unknown script';
};
