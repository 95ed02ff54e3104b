/** How it stands with the parts of a job page: what was never read is not called empty. */
import { type JobSnapshot, type SnapshotPart } from './job-snapshot';

export type PartReading =
  | { is: 'read' }
  | { is: 'reading' }
  /** @property nextTryAt ms since the epoch; absent where nothing tries again by itself */
  | { is: 'failed'; message: string; nextTryAt?: number };

/** How the page hears of the job. */
export interface PageLink {
  isLost: boolean;
  /** The job is not there any more, and nothing more is heard. */
  isGone: boolean;
}

export const partNames: Record<SnapshotPart, string> = {
  job: 'the job',
  log: 'the log',
  metrics: 'the metrics',
  hosts: 'the instance metrics',
  checkpoints: 'the checkpoints',
  price: 'the price',
};

/** @param isHeard the page was told of the part, as of the log's lines, which come apart */
export const partReading = (
  { unread = [], problems }: Pick<JobSnapshot, 'unread' | 'problems'>,
  part: SnapshotPart,
  { isLost, isGone }: PageLink,
  isHeard = true,
): PartReading => {
  if (isHeard && !unread.includes(part)) return { is: 'read' };
  if (isGone) return { is: 'failed', message: 'The job was gone before.' };
  if (isLost) return { is: 'failed', message: 'The connection is lost. It is tried again once it is back.' };
  const problem = problems.find((each) => each.part === part);
  return problem === undefined
    ? { is: 'reading' }
    : { is: 'failed', message: problem.message, nextTryAt: problem.nextTryAt };
};
