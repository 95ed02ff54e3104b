import { type JobSnapshot, type SnapshotProblem } from '@/lib/training/job-snapshot';

type Part = SnapshotProblem['part'];

/** Of the parts that could not be read: those with older values, and those of which nothing was ever read. */
export const keptParts = (snapshot: JobSnapshot): { kept: Part[]; empty: Part[] } => {
  const { problems, reading, metrics, hosts, checkpoints, price } = snapshot;
  const has: Record<Part, boolean> = {
    job: true,
    log: reading.attempts.length > 0,
    metrics: metrics.some(({ points }) => points.length > 0),
    hosts: hosts !== undefined,
    checkpoints: checkpoints !== undefined,
    price: price !== undefined,
  };
  const parts = problems.map(({ part }) => part);
  return { kept: parts.filter((part) => has[part]), empty: parts.filter((part) => !has[part]) };
};
