import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactElement } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { NotificationsProvider } from '@/components/shell/notifications';
import { AddedColumns } from './added-columns';
import { SavedViews } from './saved-views';

const key = 'spotdeck-job-views';
const kept = (): unknown => JSON.parse(localStorage.getItem(key) ?? '[]');
const foreign = { name: 'a', of: 'a later version' };

const show = (shown: ReactElement) => render(shown, { wrapper: NotificationsProvider });

beforeEach(() => localStorage.clear());

it('a view is kept under a name, beside what cannot be read, which is told of and can be removed', async () => {
  localStorage.setItem(key, JSON.stringify([foreign]));
  const user = userEvent.setup();
  const { unmount } = show(<SavedViews address="status=failed" onOpen={vi.fn()} />);
  const openDialog = async () => {
    await user.click(screen.getByRole('button', { name: 'Views' }));
    await user.click(await screen.findByRole('menuitem', { name: /^Save this view/ }));
    return screen.findByRole('textbox', { name: 'Name of this view' });
  };
  const field = await openDialog();
  await user.click(screen.getByRole('button', { name: 'Save the view' }));
  expect(await screen.findByText('Give the view a name.')).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.type(field, 'Mine{Enter}');
  await waitFor(() => expect(kept()).toEqual([{ name: 'Mine', address: 'status=failed' }, foreign]));
  unmount();
  show(<SavedViews address="" onOpen={vi.fn()} />);
  await openDialog();
  expect(screen.getByText(/^One view that this browser keeps cannot be read here/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Remove it' }));
  await waitFor(() => expect(kept()).toEqual([{ name: 'Mine', address: 'status=failed' }]));
});

it('a browser that keeps nothing is said to, beside the name', async () => {
  const user = userEvent.setup();
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('full');
  });
  show(<SavedViews address="" onOpen={vi.fn()} />);
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('menuitem', { name: /^Save this view/ }));
  await user.type(await screen.findByRole('textbox', { name: 'Name of this view' }), 'Mine{Enter}');
  expect(await screen.findByText(/This browser keeps nothing for this page/)).toBeTruthy();
  full.mockRestore();
});

it.each([
  ['', [], /^Give the name of a tag/],
  ['Owner', ['tag:Owner'], /^This column is there already/],
  ['n'.repeat(181), [], /^A name of 180 characters at most/],
  ['Owner', Array.from({ length: 12 }, (_, index) => `tag:t${index}`), /^12 columns at most can be added/],
])('a column that cannot be added says why, at its name: %j', async (name, wanted, said) => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  render(<AddedColumns wanted={wanted} facets={{ instanceTypes: [], tags: [] }} onChange={onChange} />);
  const field = screen.getByRole('combobox', { name: 'Its name' });
  if (name !== '') {
    act(() => field.focus());
    await user.paste(name);
  }
  await user.click(screen.getByRole('button', { name: 'Add the column' }));
  expect(await screen.findByText(said)).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(onChange).not.toHaveBeenCalled();
});

it('a column that can be added is', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  render(<AddedColumns wanted={['tag:a']} facets={{ instanceTypes: [], tags: [] }} onChange={onChange} />);
  await user.type(screen.getByRole('combobox', { name: 'Its name' }), ' Owner ');
  await user.click(screen.getByRole('button', { name: 'Add the column' }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith(['tag:a', 'tag:Owner']);
});
