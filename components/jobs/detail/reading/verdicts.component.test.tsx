import { render, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { sampleModel } from '@/testing/training/sample-reading';
import { resumeVerdicts } from '@/lib/training/resume-verdict';
import { Verdicts } from './verdicts';

const attempts = [
  { attempt: 1, epochs: [{ number: 1, from: 0, to: 1 }], reached: 1 },
  { attempt: 2, epochs: [{ number: 2, from: 2, to: 3 }], from: 1, reached: 2 },
];

const show = (resume: NonNullable<Parameters<typeof sampleModel>[1]>[number]) => {
  const shownLines: number[] = [];
  const { container } = render(
    <Verdicts
      verdicts={resumeVerdicts(sampleModel(attempts, [resume]))}
      onShowLine={(line) => shownLines.push(line)}
    />,
  );
  return { shown: within(container), shownLines };
};

describe('the verdict on a restart', () => {
  it('is a quiet line where the script resumed', () => {
    const { shown } = show({ attempt: 2, at: 1, from: 'checkpoint-1.json', lost: 0 });
    expect(
      shown.getByText('Attempt 2 resumed at epoch 2 from checkpoint-1.json: no finished epoch was lost.'),
    ).toBeDefined();
    expect(shown.queryByText(/Training started from scratch/)).toBeNull();
  });

  it.each([
    [
      { verdict: 'from-scratch', newest: 'checkpoint-9.json' },
      'Training started from scratch',
      /checkpoint-9\.json was in S3/,
    ],
    [
      { older: true, at: 1, from: 'checkpoint-9.json', newest: 'checkpoint-10.json' },
      'An older checkpoint was loaded',
      /though checkpoint-10\.json was there/,
    ],
    [{ verdict: 'nothing-to-resume' }, 'There was nothing to resume', /no checkpoint had reached S3/],
  ] as const)('stands out where it cost money: %j', (resume, header, sentence) => {
    const { shown } = show({ attempt: 2, ...resume });
    expect(shown.getByText(header)).toBeDefined();
    expect(shown.getByText(sentence)).toBeDefined();
  });

  it('says what would tell where nothing does', () => {
    const { shown } = show({
      attempt: 2,
      verdict: 'cannot-tell',
      wouldTell: ['say-checkpoint'],
    });
    expect(shown.getByText('Whether it resumed cannot be told')).toBeDefined();
    expect(shown.getByText(/^What would tell: \S/)).toBeDefined();
  });

  it('leads to the line of the log that shows it, without leaving the page', async () => {
    const { shown, shownLines } = show({
      attempt: 2,
      at: 1,
      evidence: [{ kind: 'says-resumed', line: 41, at: 0, text: 'Resuming training from epoch: 2' }],
    });
    await userEvent.click(shown.getByText('What shows it for attempt 2'));
    await userEvent.click(shown.getByRole('link', { name: 'Resuming training from epoch: 2' }));
    expect(shownLines).toEqual([41]);
  });

  it('is not there for a job that was never interrupted', () => {
    const { container } = render(<Verdicts verdicts={[]} onShowLine={() => {}} />);
    expect(container.childElementCount).toBe(0);
  });
});
