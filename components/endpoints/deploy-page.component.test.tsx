import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { NotificationsProvider } from '@/components/shell/notifications';
import { DeployPage } from './deploy-page';

vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn(), refresh }),
  usePathname: () => '/local/endpoints/new',
}));

const error = { code: 'service-fault', message: 'SageMaker has a fault. Try again later.' } as const;
const refresh = vi.fn();

const show = (props: Partial<Parameters<typeof DeployPage>[0]>) =>
  render(
    <NotificationsProvider>
      <DeployPage
        backend="local"
        jobs={[]}
        isReading={false}
        unread={[]}
        deployId="0123456789ab"
        simulated
        actions={{
          price: vi.fn(async () => ({ ok: true as const, value: null })),
          deploy: vi.fn(),
          nameFree: vi.fn(async () => ({ ok: true as const, value: true })),
          obstacle: vi.fn(async () => ({ ok: true as const, value: null })),
        }}
        {...props}
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

it('is a form while SageMaker is down: what could not be read is named, and can be asked for again', async () => {
  show({ isReading: true, unread: [{ what: 'the completed jobs', error }] });
  expect(screen.getByText('Could not read the completed jobs')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Deploy' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(refresh).toHaveBeenCalledOnce();
});

it('does not say that no job has completed where the jobs could not be read', () => {
  show({ unread: [{ what: 'the completed jobs', error }] });
  expect(screen.queryByText('No job has completed yet')).toBeNull();
});
