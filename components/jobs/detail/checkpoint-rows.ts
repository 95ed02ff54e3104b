import { type Checkpoint } from '@/lib/training/checkpoints';
import { type ResumePoint } from '@/lib/training/epoch-series';

export interface CheckpointRow extends Checkpoint {
  /** Attempts of this job that resumed from it. */
  resumedBy: number[];
  newest: boolean;
}

/** The checkpoints of a job with what became of each, and the ones it resumed from that S3 no longer has. */
export const checkpointRows = (
  checkpoints: readonly Checkpoint[],
  resumePoints: readonly ResumePoint[],
): { rows: CheckpointRow[]; gone: { file: string; attempt: number }[] } => {
  const files = new Set(checkpoints.map(({ file }) => file));
  const newest = Math.max(...checkpoints.map(({ modifiedAt }) => modifiedAt));
  return {
    rows: checkpoints.map((checkpoint) => ({
      ...checkpoint,
      newest: checkpoint.modifiedAt === newest,
      resumedBy: resumePoints
        .filter((point) => point.checkpoint === checkpoint.file)
        .map(({ attempt }) => attempt),
    })),
    gone: resumePoints.flatMap(({ checkpoint, attempt }) =>
      checkpoint === undefined || files.has(checkpoint) ? [] : [{ file: checkpoint, attempt }],
    ),
  };
};
