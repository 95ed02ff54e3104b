import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newStory, type Story, storyAfter } from '@/lib/training/story';
import { type StoryActions, StoryPage } from './story-page';

vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => '/local/story',
}));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const begun = newStory({ id: 'cifar-20261127-010203', example: 'cifar', size: 'smoke' }, 1);
const failed = storyAfter(begun, {
  kind: 'step-failed',
  step: 'verify',
  at: 2,
  reason: 'No data lies there.',
});

const actionsThat = (story: Story) => {
  const answer = () => Promise.resolve({ ok: true as const, value: story });
  return {
    begin: vi.fn(answer),
    read: vi.fn(answer),
    stop: vi.fn(answer),
    resume: vi.fn(answer),
  } satisfies StoryActions;
};
const show = (initial: Story | null, actions: StoryActions) =>
  render(
    <StoryPage
      backend="local"
      examples={[{ name: 'cifar', title: 'Cifar' }]}
      initial={initial}
      actions={actions}
    />,
  );
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('asks for no story where none was ever begun', async () => {
  const actions = actionsThat(begun);
  show(null, actions);
  await pass(10_000);
  expect(actions.read).not.toHaveBeenCalled();
  expect(screen.queryByText(/Not found/)).toBeNull();
});

it('follows a story while it is played, and no longer', async () => {
  const actions = actionsThat(failed);
  show(begun, actions);
  expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy();
  await pass(10_000);
  expect(actions.read).toHaveBeenCalledTimes(1);
  expect(screen.getByText('No data lies there.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Go on' })).toBeTruthy();
});
