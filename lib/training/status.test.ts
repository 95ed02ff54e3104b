import { describe, expect, it } from 'vitest';
import { describeStatus, isTerminal, labelOf, TERMINAL_OUTCOMES } from './status';

const stopped = (secondaryStatus: string) => describeStatus({ status: 'Stopped', secondaryStatus });
const running = (secondaryStatus: string) => describeStatus({ status: 'InProgress', secondaryStatus });

describe('describeStatus', () => {
  it('gives the five ends five outcomes, words and looks', () => {
    const ends = [
      describeStatus({ status: 'Completed', secondaryStatus: 'Completed' }),
      describeStatus({ status: 'Failed', secondaryStatus: 'Failed' }),
      stopped('Stopped'),
      stopped('MaxRuntimeExceeded'),
      stopped('MaxWaitTimeExceeded'),
    ];
    expect(ends.map(({ outcome }) => outcome)).toEqual([
      'completed',
      'failed',
      'stopped',
      'max-runtime-exceeded',
      'max-wait-exceeded',
    ]);
    expect(new Set(ends.map(({ label }) => label)).size).toBe(5);
    expect(new Set(ends.map(({ indicator }) => indicator)).size).toBe(5);
    expect(ends.every(({ terminal }) => terminal)).toBe(true);
    expect(new Set(TERMINAL_OUTCOMES)).toEqual(new Set(ends.map(({ outcome }) => outcome)));
  });

  it('never makes an end of what goes on, nor gives it the look of an end that may not be mistaken', () => {
    const active = [
      'Starting',
      'Pending',
      'Downloading',
      'Training',
      'Interrupted',
      'Uploading',
      'Restarting',
    ];
    const looks = active.map(running);
    expect(looks.some(({ terminal }) => terminal)).toBe(false);
    expect(looks.some(({ outcome }) => TERMINAL_OUTCOMES.includes(outcome))).toBe(false);
    expect(looks.every(({ indicator }) => indicator === 'pending' || indicator === 'in-progress')).toBe(true);
  });

  it('shows a status of the future as it came, and calls it no end', () => {
    expect(running('Defragmenting')).toEqual({
      outcome: 'unknown',
      label: 'InProgress: Defragmenting',
      indicator: 'info',
      terminal: false,
    });
    expect(describeStatus({ status: 'Paused', secondaryStatus: 'Paused' }).label).toBe('Paused');
    expect(describeStatus({ status: 'Paused', secondaryStatus: '' }).label).toBe('Paused');
    expect(labelOf('Defragmenting')).toBe('Defragmenting');
  });

  it('keeps a known end with an unknown reason an end, and says the reason', () => {
    expect(stopped('BudgetExceeded')).toMatchObject({
      outcome: 'stopped',
      label: 'Stopped (BudgetExceeded)',
      terminal: true,
    });
  });

  it('lets the primary status decide where the two disagree', () => {
    expect(describeStatus({ status: 'Completed', secondaryStatus: 'Uploading' }).outcome).toBe('completed');
    expect(describeStatus({ status: 'Stopping', secondaryStatus: 'Uploading' }).outcome).toBe('stopping');
    expect(describeStatus({ status: 'Deleting', secondaryStatus: 'Completed' }).outcome).toBe('deleting');
    expect(running('Completed').terminal).toBe(false);
  });

  it('is not fooled by names that every object has', () => {
    expect(running('constructor').outcome).toBe('unknown');
    expect(isTerminal('toString')).toBe(false);
  });

  it('knows which primary statuses are final', () => {
    const statuses = ['Completed', 'Failed', 'Stopped', 'InProgress', 'Stopping', 'Deleting', 'Paused'];
    expect(statuses.filter(isTerminal)).toEqual(['Completed', 'Failed', 'Stopped']);
  });
});
