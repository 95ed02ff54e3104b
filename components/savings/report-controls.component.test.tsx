import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ReportControls } from './report-controls';

const query = { period: { preset: '30d' as const }, zone: 'UTC' };
const prefixField = () => screen.getByRole('searchbox', { name: 'Names beginning with' });
const tooLong = /^A job’s name has 63 characters at most/;

it('a beginning of names is applied by Enter and by leaving its field, once, and emptied at once', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  const { rerender } = render(<ReportControls query={query} onChange={onChange} />);
  await user.type(prefixField(), ' mnist {Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith({ namePrefix: 'mnist' });
  rerender(<ReportControls query={{ ...query, namePrefix: 'mnist' }} onChange={onChange} />);
  await user.tab();
  expect(onChange).toHaveBeenCalledOnce();
  await user.clear(prefixField());
  expect(onChange).toHaveBeenLastCalledWith({ namePrefix: undefined });
});

it('one that no name begins with is said once it is left, and not applied; the address replaces it', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  const { rerender } = render(<ReportControls query={query} onChange={onChange} />);
  await user.click(prefixField());
  await user.paste('n'.repeat(64));
  expect(screen.queryByText(tooLong)).toBeNull();
  await user.tab();
  expect(await screen.findByText(tooLong)).toBeTruthy();
  expect(onChange).not.toHaveBeenCalled();
  rerender(<ReportControls query={{ ...query, namePrefix: 'a' }} onChange={onChange} />);
  expect(prefixField()).toHaveProperty('value', 'a');
  expect(screen.queryByText(tooLong)).toBeNull();
});

it('days are asked for where they were left out, and are those of the address', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn();
  const { rerender } = render(<ReportControls query={query} onChange={onChange} />);
  await user.click(screen.getByRole('button', { name: /^Period/ }));
  await user.click(await screen.findByRole('option', { name: 'Choose days…' }));
  const days = await screen.findByRole('button', { name: /^Days/ });
  days.focus();
  await user.tab();
  expect(await screen.findByText('Choose a first and a last day.')).toBeTruthy();
  expect(onChange).not.toHaveBeenCalled();
  const period = { from: '2026-02-01', to: '2026-02-03' };
  rerender(<ReportControls query={{ ...query, period }} onChange={onChange} />);
  expect(await screen.findByText(/2026-02-01/)).toBeTruthy();
  expect(screen.queryByText('Choose a first and a last day.')).toBeNull();
  rerender(<ReportControls query={query} onChange={onChange} />);
  expect(screen.queryByRole('button', { name: /^Days/ })).toBeNull();
});
