import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { partOf } from '@/testing/part-of';
import { DraftBar } from './draft-bar';
import { type Drafts } from './use-drafts';

it('a draft is named by Enter, and what is no name is said at the field, which keeps the focus', async () => {
  const user = userEvent.setup();
  const rename = vi.fn();
  const drafts = partOf<Drafts>({
    ...{ drafts: [], unreadable: 0, title: 'mnist-1', changed: true, isKeeping: false, rename },
    current: partOf<Drafts['current']>({ id: 'd1', from: 'scratch' }),
  });
  render(<DraftBar drafts={drafts} />);
  await user.click(screen.getByRole('button', { name: 'Name this draft' }));
  const field = await screen.findByRole('textbox', { name: 'Name of the draft' });
  await user.clear(field);
  await user.type(field, ' {Enter}');
  expect(await screen.findByText('Give the draft a name.')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.type(field, 'n'.repeat(81));
  await user.click(screen.getByRole('button', { name: 'Use this name' }));
  expect(await screen.findByText('A name of 80 characters at most.')).toBeTruthy();
  expect(rename).not.toHaveBeenCalled();
  await user.type(field, '{Backspace} {Enter}');
  await waitFor(() => expect(rename).toHaveBeenCalledExactlyOnceWith('n'.repeat(80)));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
