/** The jobs that share a checkpoint prefix, and so go on from each other's checkpoints. */
import { type TrainingJob } from './training-job';

type Member = Pick<TrainingJob, 'name' | 'createdAt' | 'checkpoint'>;

/**
 * In order of creation, the job itself among them; empty for a job without checkpoints.
 * @param jobs where to look; the job itself need not be among them
 */
export const lineageOf = <Job extends Member>(job: Job, jobs: readonly Job[]): Job[] => {
  const uri = job.checkpoint && sameFolder(job.checkpoint.s3Uri);
  if (uri === undefined) return [];
  const others = jobs.filter(
    (other) =>
      other.name !== job.name && other.checkpoint !== undefined && sameFolder(other.checkpoint.s3Uri) === uri,
  );
  return [...others, job].sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
};

/** A slash at the end names the same folder. */
const sameFolder = (s3Uri: string) => s3Uri.replace(/\/+$/, '');
