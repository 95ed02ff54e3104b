import { render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type HostSeries } from '@/lib/training/host-metrics';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { NotificationsProvider } from '@/components/shell/notifications';
import { partReading } from '@/lib/training/part-reading';
import { noReading } from '@/lib/training/position';
import { interruptedJob } from '@/testing/dashboard/sample-job';
import { HostsSection } from './hosts-section';
import { interruptionsOf } from './interruptions-of';

const job = interruptedJob(0);
const series = (name: HostSeries['name']): HostSeries => ({
  name,
  host: 'algo-1',
  points: [
    { at: 20_000, value: 150 },
    { at: 60_000, value: 50 },
  ],
});
const show = (change: Partial<JobSnapshot> = {}) => {
  const snapshot: JobSnapshot = {
    ...{ job, reading: noReading, metrics: [], observedAt: 90_000, problems: [] },
    ...change,
  };
  const { container } = render(
    <NotificationsProvider>
      <HostsSection
        snapshot={snapshot}
        hostsRead={partReading(snapshot, 'hosts', { isLost: false, isGone: false })}
        view={{ tab: 'live' }}
        isByTime
        onViewChange={() => undefined}
      />
    </NotificationsProvider>,
  );
  return within(container);
};
const charts = (shown: ReturnType<typeof show>) =>
  shown.queryAllByRole('region').map((region) => region.getAttribute('aria-label'));

it('has a chart for each thing that was measured', () => {
  const shown = show({ hosts: [series('CPUUtilization'), series('MemoryUtilization')] });
  expect(charts(shown)).toEqual(['CPU chart', 'Memory chart']);
  expect(shown.queryByText(/no measurement/)).toBeNull();
});

it('says that nothing was measured, and why nothing could be read', () => {
  expect(show({ hosts: [] }).getByText(/has no measurement of this job/)).toBeDefined();
  expect(show({ unread: ['hosts'] }).getByText('Reading the instance metrics')).toBeDefined();
  const problem = {
    part: 'hosts',
    code: 'access-denied',
    message: 'Denied: cloudwatch:GetMetricData.',
    nextTryAt: 0,
  } as const;
  const denied = show({ problems: [problem] });
  expect(denied.getByText('Denied: cloudwatch:GetMetricData.')).toBeDefined();
  expect(denied.queryByText(/no measurement/)).toBeNull();
});

it('keeps what was read while it cannot be read again', () => {
  const problem = { part: 'hosts', code: 'throttled', message: 'Slow down.', nextTryAt: 0 } as const;
  expect(charts(show({ hosts: [series('DiskUtilization')], problems: [problem] }))).toEqual(['Disk chart']);
});

it('says what it leaves out, and of how many hosts', () => {
  const hetero = { ...job, instanceType: 'ml.c5.xlarge + ml.g5.12xlarge', instanceCount: 6 };
  show({ job: hetero, hosts: [series('CPUUtilization')] });
  expect(screen.getByText(/CPU cannot be told as a share/)).toBeDefined();
  expect(screen.getByText('2 more hosts are not shown.')).toBeDefined();
});

it('takes an interruption and the wait after it for one gap', () => {
  expect(interruptionsOf(job, 90_000)).toEqual([{ startedAt: 40_000, endedAt: 50_000 }]);
});
