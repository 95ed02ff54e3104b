import { describe, expect, it } from 'vitest';
import { resumeVerdicts } from './resume-verdict';

const records = (...epochs: [attempt: number, epoch: number][]) =>
  epochs.map(([attempt, epoch]) => ({ attempt, epoch, metrics: { loss: 1 }, startedAt: epoch }));
describe('the verdict on a restart', () => {
  it('is good when training goes on at the next epoch', () => {
    const point = {
      attempt: 2,
      epoch: 3,
      at: 0,
      checkpoint: 'ckpt-2.pt',
      resumed: 'from-checkpoint' as const,
    };
    expect(resumeVerdicts(records([1, 1], [1, 2], [2, 3]), [point])).toEqual([
      {
        attempt: 2,
        kind: 'from-checkpoint',
        recomputed: 0,
        sentence: 'Attempt 2 resumed at epoch 3 from ckpt-2.pt: no finished epoch was lost.',
      },
    ]);
  });

  it('counts what had to be trained again, but no epoch that had only begun', () => {
    const point = { attempt: 2, epoch: 2, at: 0, resumed: 'from-checkpoint' as const };
    const begun = { attempt: 1, epoch: 4, metrics: {}, startedAt: 4 };
    const [verdict] = resumeVerdicts(
      [...records([1, 1], [1, 2], [1, 3]), begun, ...records([2, 2])],
      [point],
    );
    expect(verdict).toMatchObject({ kind: 'from-checkpoint', recomputed: 2 });
    expect(verdict?.sentence).toContain('2 epochs were trained again');
  });

  it('is an error when a job began from scratch, and names the checkpoint that was not loaded', () => {
    const point = { attempt: 2, epoch: 1, at: 0, resumed: 'from-scratch' as const };
    const trained = records([1, 1], [1, 2], [2, 1]);
    const [silent] = resumeVerdicts(trained, [point]);
    expect(silent).toMatchObject({ kind: 'from-scratch', recomputed: 2 });
    expect(silent?.sentence).toContain('saves to the checkpoint path');
    const [ignoring] = resumeVerdicts(trained, [{ ...point, ignoredCheckpoint: 'ckpt-2.pt' }]);
    expect(ignoring?.sentence).toContain('though ckpt-2.pt was in S3');
  });

  it('finds no fault where there was nothing to resume from', () => {
    const [verdict] = resumeVerdicts(records([2, 1]), [{ attempt: 2, epoch: 1, at: 0 }]);
    expect(verdict?.kind).toBe('nothing-to-resume');
  });

  it('notices epochs that were never seen', () => {
    const point = { attempt: 2, epoch: 5, at: 0, resumed: 'from-checkpoint' as const };
    expect(resumeVerdicts(records([1, 1], [2, 5]), [point])[0]?.kind).toBe('skipped-epochs');
  });
});
