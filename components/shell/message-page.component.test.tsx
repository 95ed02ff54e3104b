import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { MessagePage } from './message-page';

vi.mock('./message-page-body', () => {
  throw new Error('the server that has this code is gone');
});
afterEach(cleanup);

it('says what it has to say where what draws it cannot be loaded', async () => {
  const retry = vi.fn();
  render(
    <MessagePage
      title="The list could not be shown"
      actions={[
        { text: 'Try again', onClick: retry },
        { text: 'Go to the jobs', href: '/local/jobs' },
      ]}
    >
      Something failed.
    </MessagePage>,
  );
  expect(await screen.findByRole('heading', { name: 'The list could not be shown' })).toBeTruthy();
  expect(screen.getByText('Something failed.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the jobs' }).getAttribute('href')).toBe('/local/jobs');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});
