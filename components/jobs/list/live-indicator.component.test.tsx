import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LiveIndicator } from './live-indicator';

const show = (asOf: number) =>
  render(<LiveIndicator connection="live" failed={false} freshness={{ asOf, throttled: false }} />);

it('is live while the backend was asked lately', () => {
  show(Date.now() - 5_000);
  expect(screen.getByText('Live')).toBeTruthy();
});

it('is not live by its own connection alone: a list read long ago says when, until the backend has answered', () => {
  show(Date.now() - 15 * 60_000);
  expect(screen.queryByText('Live')).toBeNull();
  expect(screen.getByText(/asking for news/).textContent).toMatch(/^As of 15 minutes ago; asking for news$/);
});
