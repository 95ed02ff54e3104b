import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { lateDialog } from './late-dialog';
import { NotificationsBar, NotificationsProvider } from './notifications';

const Closing = ({ onClose }: { onClose: () => void }) => <button onClick={onClose}>close it</button>;

it('a dialog that could not be loaded says so, and is loaded when it is asked for again', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const load = vi.fn(async () => Closing).mockRejectedValueOnce(new Error('no answer'));
  const Dialog = lateDialog(load);
  const Page = () => {
    const [isOpen, setIsOpen] = useState(false);
    return (
      <NotificationsProvider>
        <NotificationsBar />
        <button onClick={() => setIsOpen(true)}>open it</button>
        {isOpen && <Dialog onClose={() => setIsOpen(false)} />}
      </NotificationsProvider>
    );
  };
  render(<Page />);
  const open = () => userEvent.click(screen.getByRole('button', { name: 'open it' }));
  await open();
  expect(await screen.findByText('The dialog could not be loaded')).toBeTruthy();
  expect(warn).toHaveBeenCalledOnce();
  await open();
  await userEvent.click(await screen.findByRole('button', { name: 'close it' }));
  await open();
  expect(screen.getByRole('button', { name: 'close it' })).toBeTruthy();
  expect(load, 'what is loaded stays').toHaveBeenCalledTimes(2);
});
