import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { NotificationsProvider } from '@/components/shell/notifications';
import { DeployPage } from './deploy-page';

vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => '/local/endpoints/new',
}));

const show = (props: Partial<Parameters<typeof DeployPage>[0]>) =>
  render(
    <NotificationsProvider>
      <DeployPage
        backend="local"
        jobs={[]}
        isReading={false}
        deployId="0123456789ab"
        simulated
        actions={{
          price: vi.fn(async () => ({ ok: true as const, value: null })),
          deploy: vi.fn(),
          nameFree: vi.fn(async () => ({ ok: true as const, value: true })),
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
