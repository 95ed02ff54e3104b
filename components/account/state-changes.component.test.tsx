import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type AnnouncementsView } from '@/lib/training/announcements-view';
import { StateChanges } from './state-changes';

const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/spotdeck-state-changes';
const shown = (changes: Partial<AnnouncementsView>) =>
  render(<StateChanges changes={{ url, state: 'asked', foreign: 0, unreadable: 0, ...changes }} />);

it.each([
  [{ state: 'untold' }, /told of no change yet: jobs are polled as without it/],
  [{ state: 'trusted', toldAt: 0 }, /polled four times more rarely/],
  [{ state: 'silent', silent: { jobName: 'mnist-1', at: 0 } }, /did not tell of a change of mnist-1/],
  [
    { state: 'failed', problem: { code: 'access-denied', message: 'Access was denied.' } },
    /Access was denied\. Jobs are polled as without it\./,
  ],
] as const)('says how the queue is and what follows: %o', (changes, words) => {
  shown(changes);
  expect(screen.getByText(words)).toBeTruthy();
  expect(screen.getByText(url)).toBeTruthy();
});

it('counts what it ignored', () => {
  shown({ foreign: 3, unreadable: 1_200 });
  expect(screen.getByText('3 of other accounts, Regions or kinds, 1,200 unreadable')).toBeTruthy();
});
