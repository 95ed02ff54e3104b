/** Where each attempt after the first took training up again, from which checkpoint, and what it passed over. */
import { type Attempt } from './attempts';
import { type Checkpoint, newestCheckpoint } from './checkpoints';
import { type EpochRecord, type ResumeNotice } from './epochs';

export interface ResumePoint {
  attempt: number;
  /** The first epoch of the attempt, as the script numbers it. */
  epoch: number;
  /** File the attempt started from: as its log says, else the newest one of an epoch before. */
  checkpoint?: string;
  /** When that epoch began, or the log announced it; ms since the epoch. */
  at: number;
  /**
   * `from-scratch`: it began at the first epoch again, though an attempt before had come further. Absent where
   * there was nothing to resume.
   */
  resumed?: 'from-checkpoint' | 'from-scratch';
  /** From scratch, though this checkpoint was there: the script does not resume. */
  ignoredCheckpoint?: string;
}

export interface ResumeEvidence {
  notices?: readonly ResumeNotice[];
  checkpoints?: readonly Checkpoint[];
}

/**
 * In order of attempt; an attempt whose log has named no epoch yet has none.
 * @param evidence the checkpoints in S3, with or without what the log said
 */
export const resumePoints = (
  records: readonly EpochRecord[],
  evidence: ResumeEvidence | readonly Checkpoint[] = {},
  attempts: readonly Attempt[] = [],
): ResumePoint[] => {
  const known = new Set(attempts.map(({ number }) => number));
  const { notices = [], checkpoints = [] } = isList(evidence) ? { checkpoints: evidence } : evidence;
  const numbers = new Set([
    ...records.map(({ attempt }) => attempt),
    ...notices.map(({ attempt }) => attempt),
  ]);
  return [...numbers]
    .filter((attempt) => attempt > 1 && (known.size === 0 || known.has(attempt)))
    .sort((a, b) => a - b)
    .flatMap((attempt) => resumePointOf(attempt, records, notices, checkpoints) ?? []);
};

const isList = (evidence: ResumeEvidence | readonly Checkpoint[]): evidence is readonly Checkpoint[] =>
  Array.isArray(evidence);

const resumePointOf = (
  attempt: number,
  records: readonly EpochRecord[],
  notices: readonly ResumeNotice[],
  checkpoints: readonly Checkpoint[],
): ResumePoint | undefined => {
  const notice = notices.find((candidate) => candidate.attempt === attempt);
  const first = firstOf(records.filter((record) => record.attempt === attempt));
  const epoch = first?.epoch ?? notice?.epoch;
  const at = first?.startedAt ?? notice?.at;
  if (epoch === undefined || at === undefined) return undefined;

  const before = records.filter((record) => record.attempt < attempt);
  const start = firstOf(before)?.epoch;
  const trained = before.filter(({ metrics }) => Object.keys(metrics).length > 0);
  const isAgainFirst = start !== undefined && epoch <= start && notice?.checkpoint === undefined;
  if (isAgainFirst) {
    const ignored = newestCheckpoint(checkpoints.filter(({ modifiedAt }) => modifiedAt < at));
    return {
      attempt,
      epoch,
      at,
      ...((trained.length > 0 || ignored) && { resumed: 'from-scratch' as const }),
      ...(ignored && { ignoredCheckpoint: ignored.file }),
    };
  }
  const checkpoint = notice?.checkpoint ?? checkpointBefore(epoch, start === 0, checkpoints)?.file;
  const hasResumed = checkpoint !== undefined || (start !== undefined && epoch > start);
  return {
    attempt,
    epoch,
    at,
    ...(checkpoint !== undefined && { checkpoint }),
    ...(hasResumed && { resumed: 'from-checkpoint' as const }),
  };
};

const firstOf = (records: readonly EpochRecord[]): EpochRecord | undefined =>
  records.reduce<EpochRecord | undefined>(
    (first, record) => (first === undefined || record.epoch < first.epoch ? record : first),
    undefined,
  );

/**
 * The newest checkpoint that can have led to an epoch. MXNet numbers its files by epochs done but its epochs from
 * 0, so that `mnist-0005.params` leads to epoch 5.
 */
const checkpointBefore = (epoch: number, countsFromZero: boolean, checkpoints: readonly Checkpoint[]) =>
  newestCheckpoint(
    checkpoints.filter(
      ({ epoch: saved, file }) =>
        saved !== undefined &&
        (saved < epoch || (saved === epoch && countsFromZero && file.endsWith('.params'))),
    ),
  );
