import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NotificationsBar, NotificationsProvider, useNotifications } from './notifications';

const Asking = () => {
  const notifications = useNotifications();
  return (
    <>
      <button onClick={() => notifications.success({ header: 'job-1 was deleted.' })}>succeed</button>
      <button onClick={() => notifications.error({ header: 'job-2 was not deleted' })}>fail</button>
    </>
  );
};

beforeEach(() => {
  vi.useFakeTimers();
  // What goes away would else wait for a transition, which jsdom does not play.
  document.body.classList.add('awsui-motion-disabled');
  render(
    <NotificationsProvider>
      <Asking />
      <NotificationsBar />
    </NotificationsProvider>,
  );
});
afterEach(() => vi.useRealTimers());

const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const choose = (name: string) => act(() => screen.getByRole('button', { name }).click());

it('what was done is said and goes away by itself; a fault stays', async () => {
  choose('succeed');
  choose('fail');
  expect(screen.getByText('job-1 was deleted.')).toBeTruthy();
  await after(10_000);
  expect(screen.queryByText('job-1 was deleted.')).toBeNull();
  expect(screen.getByText('job-2 was not deleted')).toBeTruthy();
});

it('stays while the keyboard is on it', async () => {
  choose('succeed');
  act(() => screen.getByRole('button', { name: 'Dismiss' }).focus());
  await after(60_000);
  expect(screen.getByText('job-1 was deleted.')).toBeTruthy();
  act(() => screen.getByRole('button', { name: 'Dismiss' }).blur());
  await after(10_000);
  expect(screen.queryByText('job-1 was deleted.')).toBeNull();
});
