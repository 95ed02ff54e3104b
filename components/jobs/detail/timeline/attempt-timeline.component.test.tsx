import { render, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '@/lib/training/attempts';
import { noReading } from '@/lib/training/position';
import { sampleJob } from '@/testing/training/read-sample';
import { timelineOf } from '@/lib/training/timeline';
import { AttemptTimeline } from './attempt-timeline';

const job = sampleJob('one-interruption');
const now = Math.max(...job.transitions.map(({ endedAt, startedAt }) => endedAt ?? startedAt));

const show = (simulatedWaits = false) => {
  const segments = timelineOf(job, now);
  const { container } = render(
    <AttemptTimeline
      segments={segments}
      attempts={attemptsOf(job, now)}
      reading={noReading}
      now={now}
      simulatedWaits={simulatedWaits}
    />,
  );
  const shown = within(container);
  const bar = within(shown.getByRole('list', { name: 'Timeline of the job' }));
  return { shown, buttons: bar.getAllByRole('button'), segments };
};

describe('the timeline of a job', () => {
  it('has a part for each stretch of its life, named with its length and attempt', () => {
    const { buttons, segments } = show();
    expect(buttons).toHaveLength(segments.length);
    const names = buttons.map((button) => button.getAttribute('aria-label') ?? '');
    expect(names.filter((name) => /^Training .*, attempt 1$/.test(name))).toHaveLength(1);
    expect(names.filter((name) => /^Training .*, attempt 2$/.test(name))).toHaveLength(1);
    expect(names.some((name) => /^Interrupted /.test(name))).toBe(true);
  });

  it('is one stop of the Tab key, and the arrows go along it and stop at its ends', async () => {
    const { buttons } = show();
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toEqual([buttons[0]]);
    await userEvent.tab();
    expect(document.activeElement).toBe(buttons[0]);
    await userEvent.keyboard('{ArrowLeft}');
    expect(document.activeElement).toBe(buttons[0]);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement).toBe(buttons[2]);
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toEqual([buttons[2]]);
    await userEvent.keyboard('{ArrowRight}'.repeat(buttons.length));
    expect(document.activeElement).toBe(buttons.at(-1));
  });

  it('says of a part what it was, until Escape or until the pointer leaves it', async () => {
    const { shown, buttons } = show();
    expect(shown.queryByRole('status')).toBeNull();
    await userEvent.hover(buttons[0]!);
    expect(shown.getByRole('status').textContent).toMatch(/, attempt 1 · /);
    await userEvent.unhover(buttons[0]!);
    expect(shown.queryByRole('status')).toBeNull();
    await userEvent.tab();
    expect(shown.getByRole('status')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    expect(shown.queryByRole('status')).toBeNull();
  });

  it('marks waits that are simulated, and no training', () => {
    const legend = within(show(true).shown.getByRole('list', { name: 'Time spent' }));
    const items = legend.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');
    expect(items.filter((text) => text.includes('(simulated wait)')).length).toBeGreaterThan(0);
    expect(items.find((text) => text.startsWith('Training'))).not.toContain('simulated');
  });

  it('is there as a table, too', async () => {
    const { shown, segments } = show();
    await userEvent.click(shown.getByText('Timeline as a table'));
    const table = await shown.findByRole('grid', { name: 'Timeline of the job' });
    expect(within(table).getAllByRole('row')).toHaveLength(segments.length + 1);
  });
});
