import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { type InstalledStandIn, type StandInDescription } from '@/lib/training/stand-in';
import { type StandInActions } from './launch-actions';
import { StandInSection } from './stand-in-section';
import { useStandIn } from './use-stand-in';

const missing: StandInDescription = {
  title: 'TensorFlow 2.19.0',
  sentence: 'TensorFlow 2.19.0 on Python 3.11 stands in for the image tensorflow-training:2.19.0.',
  state: 'missing',
  bytes: 1_400_000_000,
  lines: [],
};
const choice = {
  image: { kind: 'framework', framework: 'tensorflow', version: '2.19.0' },
  instanceType: 'ml.m5.large',
  source: { kind: 'upload' },
  entryPoint: 'train.py',
} as const;

/** A backend that installs in as many looks as there are states. */
const backendThat = (...states: StandInDescription[]) => {
  let installed: InstalledStandIn[] = [
    { key: 'tf', title: 'TensorFlow', bytes: 2e9, builtAt: 0, inUse: false },
  ];
  const next = () =>
    Promise.resolve({ ok: true as const, value: states.length > 1 ? states.shift()! : states[0]! });
  return {
    describe: vi.fn(next),
    build: vi.fn(next),
    list: () => Promise.resolve({ ok: true as const, value: installed }),
    remove: vi.fn((key: string) => {
      installed = installed.filter((each) => each.key !== key);
      return Promise.resolve({ ok: true as const, value: undefined });
    }),
  } satisfies StandInActions;
};

const Page = ({ actions, entryPoint = 'train.py' }: { actions: StandInActions; entryPoint?: string }) => (
  <StandInSection {...useStandIn({ ...choice, entryPoint }, actions)} actions={actions} />
);

it('is not there for a script that Node.js runs, whatever the image', async () => {
  const actions = backendThat(missing);
  const { rerender } = render(<Page actions={actions} />);
  await screen.findByRole('group', { name: 'Runs locally in' });
  rerender(<Page actions={actions} entryPoint="train.mjs" />);
  expect(screen.queryByRole('group', { name: 'Runs locally in' })).toBeNull();
});

it('says what is missing, installs it when told to, and follows the installation to its end', async () => {
  const actions = backendThat(
    missing,
    { ...missing, state: 'building', lines: ['Collecting keras'] },
    { ...missing, state: 'ready', bytes: 1_500_000_000 },
  );
  render(<Page actions={actions} />);
  const section = await screen.findByRole('group', { name: 'Runs locally in' });
  expect(section.textContent).toContain(missing.sentence);
  expect(section.textContent).toContain('about 1.4 GB');
  expect(actions.build).not.toHaveBeenCalled();
  await userEvent.click(within(section).getByRole('button', { name: 'Build it now' }));
  await within(section).findByText('Collecting keras');
  await within(section).findByText('Installed, 1.5 GB', {}, { timeout: 20_000 });
  expect(actions.build).toHaveBeenCalledTimes(1);
});

it('says why an installation failed, and offers another', async () => {
  const actions = backendThat({ ...missing, state: 'failed', reason: 'There is no network.' });
  render(<Page actions={actions} />);
  await screen.findByText('There is no network.');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('lists what is installed, and deletes one only when that is confirmed', async () => {
  const actions = backendThat({ ...missing, state: 'ready' });
  render(<Page actions={actions} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Installed environments' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Delete TensorFlow' }));
  expect(actions.remove).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(actions.remove).toHaveBeenCalledWith('tf'));
  await screen.findByText('None is installed.');
});
