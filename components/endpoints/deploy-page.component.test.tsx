import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { NotificationsProvider } from '@/components/shell/notifications';
import { DeployPage } from './deploy-page';
import { type OpenedDeployForm } from './endpoint-actions';

vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => '/local/endpoints/new',
}));

const error = { code: 'service-fault', message: 'SageMaker has a fault. Try again later.' } as const;
const empty: OpenedDeployForm = { jobs: [], isReading: false, unread: [], deployId: '0123456789ab' };

const show = (opened: Partial<OpenedDeployForm>, again: OpenedDeployForm = empty) =>
  render(
    <NotificationsProvider>
      <DeployPage
        backend="local"
        opened={{ ...empty, ...opened }}
        simulated
        actions={{
          open: vi.fn(async () => ({ ok: true as const, value: again })),
          price: vi.fn(async () => ({ ok: true as const, value: null })),
          deploy: vi.fn(),
          nameFree: vi.fn(async () => ({ ok: true as const, value: true })),
          obstacle: vi.fn(async () => ({ ok: true as const, value: null })),
        }}
      />
    </NotificationsProvider>,
  );

it('leads to a launch where there is no model yet', () => {
  show({});
  expect(screen.getByText('No job has completed yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Launch a job' }).getAttribute('href')).toBe('/local/jobs/new');
  expect(screen.queryByRole('button', { name: 'Deploy' })).toBeNull();
});

it.each([
  ['jobs are still being read', { isReading: true }],
  ['one was asked for by its page', { jobName: 'mnist-1', obstacle: 'It has no model.' }],
  ['a job has completed', { jobs: ['mnist-1'] }],
])('is a form while %s', (_, props) => {
  show(props);
  expect(screen.getByRole('button', { name: 'Deploy' })).toBeTruthy();
});

it('is a form while SageMaker is down, names what it could not read, asks again, and keeps what was typed', async () => {
  show({ isReading: true, unread: [{ what: 'the completed jobs', error }] }, { ...empty, jobs: ['mnist-1'] });
  expect(screen.getByText('Could not read the completed jobs')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Deploy' })).toBeTruthy();
  await userEvent.type(screen.getByRole('textbox', { name: 'Endpoint name' }), 'mine');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByText('Could not read the completed jobs')).toBeNull());
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Endpoint name' }).value).toBe('mine');
});

it('does not say that no job has completed where the jobs could not be read', () => {
  show({ unread: [{ what: 'the completed jobs', error }] });
  expect(screen.queryByText('No job has completed yet')).toBeNull();
});
