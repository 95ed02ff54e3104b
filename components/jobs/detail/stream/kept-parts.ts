import { type JobSnapshot, type SnapshotPart as Part } from '@/lib/training/job-snapshot';

/** Of the parts that could not be read: those with older values, and those of which nothing was ever read. */
export const keptParts = (snapshot: JobSnapshot): { kept: Part[]; empty: Part[] } => {
  const { problems, unread, reading, metrics, hosts, checkpoints, price } = snapshot;
  const has: Record<Part, boolean> = {
    job: true,
    log: reading.attempts.length > 0,
    metrics: metrics.some(({ points }) => points.length > 0),
    hosts: hosts !== undefined,
    checkpoints: checkpoints !== undefined,
    price: price !== undefined,
  };
  const parts = problems.map(({ part }) => part);
  // That there is nothing was read, too.
  const isKept = (part: Part) => has[part] || unread?.includes(part) === false;
  return { kept: parts.filter(isKept), empty: parts.filter((part) => !isKept(part)) };
};
