import { describe, expect, it } from 'vitest';
import { sampleModel } from '@/testing/training/sample-reading';
import { resumeVerdicts } from './resume-verdict';

type Resume = Parameters<typeof sampleModel>[1] extends readonly (infer One)[] | undefined ? One : never;

/** Attempt 1 came to `reached`; attempt 2 is judged as given. */
const judge = (resume: Omit<Resume, 'attempt'>, reached = 2, counts: 'epoch' | 'round' | 'step' = 'epoch') =>
  resumeVerdicts(
    sampleModel(
      [
        { attempt: 1, epochs: [{ number: 1, from: 0, to: 1 }], reached },
        { attempt: 2, epochs: [{ number: 3, from: 60 }] },
      ],
      [{ attempt: 2, ...resume }],
      counts,
    ),
  )[0];

describe('the verdict on a restart', () => {
  it('is good when training goes on after the checkpoint', () => {
    expect(judge({ at: 2, lost: 0, from: 'ckpt-2.pt' })).toMatchObject({
      attempt: 2,
      kind: 'resumed',
      sentence: 'Attempt 2 resumed at epoch 3 from ckpt-2.pt: no finished epoch was lost.',
    });
  });

  it('counts what had to be trained again, parts of an epoch too', () => {
    expect(judge({ at: 1, lost: 2 }, 3)?.sentence).toContain('2 epochs were trained again');
    expect(judge({ at: 0.64, lost: 0.16, from: 'checkpoint-500' }, 0.8)?.sentence).toBe(
      'Attempt 2 resumed at 0.64 epochs from checkpoint-500: 0.16 of an epoch was trained again.',
    );
    expect(judge({ at: 400, lost: 100 }, 500, 'step')?.sentence).toBe(
      'Attempt 2 resumed at step 400: 100 steps were trained again.',
    );
  });

  it('is an error when a job began from scratch, and names the checkpoint that was not loaded', () => {
    const verdict = judge({ verdict: 'from-scratch', at: 0, lost: 2, newest: 'ckpt-2.pt' });
    expect(verdict?.kind).toBe('from-scratch');
    expect(verdict?.sentence).toBe(
      'Attempt 2 began at epoch 1 again, though ckpt-2.pt was in S3. 2 epochs were trained again. ' +
        'Check that the script loads the newest checkpoint when it starts.',
    );
  });

  it('finds no fault with the script where no checkpoint had reached S3, and has other advice', () => {
    const verdict = judge({ verdict: 'nothing-to-resume', at: 0, lost: 2 });
    expect(verdict?.kind).toBe('nothing-to-resume');
    expect(verdict?.sentence).toContain('no checkpoint had reached S3');
    expect(verdict?.sentence).toContain('Save a checkpoint earlier');
  });

  it('says what would tell where nothing does', () => {
    const verdict = judge({ verdict: 'cannot-tell', how: 'unknown', wouldTell: ['say-checkpoint'] });
    expect(verdict?.kind).toBe('cannot-tell');
    expect(verdict?.wouldTell).toHaveLength(1);
  });

  it('names both checkpoints where the older one was loaded', () => {
    const verdict = judge(
      { at: 9, lost: 1, from: 'checkpoint-9.h5', older: true, newest: 'checkpoint-10.h5' },
      10,
    );
    expect(verdict?.kind).toBe('older-checkpoint');
    expect(verdict?.sentence).toContain('checkpoint-9.h5');
    expect(verdict?.sentence).toContain('checkpoint-10.h5 was there');
  });

  it('notices epochs that were never seen', () => {
    expect(judge({ at: 4, lost: 0 }, 1)?.kind).toBe('skipped');
  });
});
