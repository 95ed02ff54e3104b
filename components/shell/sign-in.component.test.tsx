import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ErrorAlert } from './error-alert';
import { SignInProvider } from './sign-in';

const refresh = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));

let signedIn: boolean;
const look = vi.fn(() => Promise.resolve({ ok: true as const, value: signedIn }));
const message = 'The SSO session of the profile "corp" has expired. Run `aws sso login --profile corp`.';

beforeEach(() => {
  vi.useFakeTimers();
  signedIn = false;
  look.mockClear();
  refresh.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
const wait = () => act(() => vi.advanceTimersByTimeAsync(2_000));
const show = (code: 'no-credentials' | 'access-denied', onRetry?: () => void) =>
  render(
    <SignInProvider look={look}>
      <ErrorAlert error={{ code, message }} {...(onRetry && { onRetry })} />
    </SignInProvider>,
  );

it('a page without credentials goes on by itself once somebody has signed in, however long it took', async () => {
  const retry = vi.fn();
  show('no-credentials', retry);
  expect(screen.getByText(message)).toBeDefined();
  for (let times = 1; times <= 40; times += 1) {
    await wait();
    expect(look).toHaveBeenCalledTimes(times);
  }
  expect(refresh).not.toHaveBeenCalled();
  signedIn = true;
  await wait();
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(retry).toHaveBeenCalledTimes(1);
  await wait();
  expect(look).toHaveBeenCalledTimes(41);
});

it('asks nothing while nobody looks, nor where another thing failed', async () => {
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const { unmount } = show('no-credentials');
  await wait();
  expect(look).not.toHaveBeenCalled();
  unmount();
  seen.mockReturnValue('visible');
  show('access-denied');
  await wait();
  expect(look).not.toHaveBeenCalled();
});
