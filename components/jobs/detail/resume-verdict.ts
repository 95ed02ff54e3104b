/**
 * Judges every restart of a job: did it go on from a checkpoint, or did it lose what it had? A job that trains
 * from scratch after each interruption looks healthy in every status, and pays twice: so it is said aloud.
 */
import { type EpochRecord } from '@/lib/training/epochs';
import { type ResumePoint } from '@/lib/training/epoch-series';

export interface ResumeVerdict {
  attempt: number;
  kind: 'from-checkpoint' | 'from-scratch' | 'nothing-to-resume' | 'skipped-epochs';
  /** Epochs that were trained before and again in this attempt. */
  recomputed: number;
  sentence: string;
}

export const resumeVerdicts = (
  records: readonly EpochRecord[],
  resumePoints: readonly ResumePoint[],
): ResumeVerdict[] =>
  resumePoints.map((point) => {
    const { attempt, epoch, checkpoint } = point;
    const trained = records
      .filter((record) => record.attempt < attempt && Object.keys(record.metrics).length > 0)
      .map((record) => record.epoch);
    const furthest = trained.length > 0 ? Math.max(...trained) : undefined;
    const recomputed = furthest === undefined ? 0 : Math.max(0, furthest - epoch + 1);
    const from = checkpoint === undefined ? '' : ` from ${checkpoint}`;
    if (point.resumed === undefined) {
      const sentence = `Attempt ${attempt} began at epoch ${epoch}: there was nothing to resume from.`;
      return { attempt, kind: 'nothing-to-resume', recomputed, sentence };
    }
    if (point.resumed === 'from-scratch') {
      const ignored = point.ignoredCheckpoint;
      const sentence =
        `Attempt ${attempt} began at epoch ${epoch} again` +
        (ignored === undefined ? '. ' : `, though ${ignored} was in S3. `) +
        (recomputed === 0 ? '' : `${capital(count(recomputed))} trained twice. `) +
        (ignored === undefined
          ? 'Check that the script saves to the checkpoint path after every epoch.'
          : 'Check that the script loads the newest checkpoint when it starts.');
      return { attempt, kind: 'from-scratch', recomputed, sentence };
    }
    if (furthest !== undefined && epoch > furthest + 1) {
      const sentence = `Attempt ${attempt} went on at epoch ${epoch}${from}, but the log ended at epoch ${furthest}.`;
      return { attempt, kind: 'skipped-epochs', recomputed, sentence };
    }
    const lost = recomputed === 0 ? 'no finished epoch was lost' : `${count(recomputed)} trained again`;
    const sentence = `Attempt ${attempt} resumed at epoch ${epoch}${from}: ${lost}.`;
    return { attempt, kind: 'from-checkpoint', recomputed, sentence };
  });

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const count = (epochs: number) => (epochs === 1 ? '1 epoch was' : `${epochs} epochs were`);
