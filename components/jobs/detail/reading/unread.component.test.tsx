import { render, within } from '@testing-library/react';
import { type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { NotificationsProvider } from '@/components/shell/notifications';
import { type JobSnapshot, type SnapshotPart } from '@/lib/training/job-snapshot';
import { type PartReading, partReading } from '@/lib/training/part-reading';
import { noReading } from '@/lib/training/position';
import { progressOf } from '@/lib/training/progress';
import { describeStatus } from '@/lib/training/status';
import { sampleJob } from '@/testing/dashboard/sample-job';
import { CheckpointsTable } from '../checkpoints/checkpoints-table';
import { LiveLog } from '../log/live-log';
import { HostsSection } from './hosts-section';
import { MetricsSection } from './metrics-section';
import { ProgressPanel } from './progress-panel';

const running = sampleJob(0, { hyperparameters: {} });
const ended = sampleJob(0, { ...running, status: 'Completed', secondaryStatus: 'Completed' });
const nothing = () => undefined;

interface Shown {
  /** What says that there is none, of a job that runs and of one that has ended. */
  none: RegExp;
  parts: readonly SnapshotPart[];
  draw: (snapshot: JobSnapshot, reading: (part: SnapshotPart) => PartReading) => ReactElement;
}

const isOver = ({ job }: JobSnapshot) => describeStatus(job).terminal;
const places: Record<string, Shown> = {
  log: {
    none: /has written no log|No line yet/,
    parts: ['log'],
    draw: (snapshot, reading) => (
      <LiveLog
        lines={[]}
        truncated={false}
        jobName="one"
        downloadUrl="/log"
        onLine={() => undefined}
        report={() => Promise.reject(new Error('not asked for'))}
        linesRead={reading('log')}
        terminal={isOver(snapshot)}
      />
    ),
  },
  charts: {
    none: /Neither the log nor CloudWatch has a metric|No metric yet/,
    parts: ['log', 'metrics'],
    draw: (snapshot, reading) => (
      <MetricsSection
        snapshot={snapshot}
        resumePoints={[]}
        terminal={isOver(snapshot)}
        logRead={reading('log')}
        metricsRead={reading('metrics')}
        view={{ tab: 'live' }}
        areChartsUnreadable={false}
        onViewChange={nothing}
        onShowLine={nothing}
        wholeReading={() => Promise.reject(new Error('not asked for'))}
      />
    ),
  },
  progress: {
    none: /names no epoch|No epoch yet/,
    parts: ['log'],
    draw: (snapshot, reading) => (
      <ProgressPanel
        job={snapshot.job}
        status={describeStatus(snapshot.job)}
        progress={progressOf(snapshot, 0)}
        logRead={reading('log')}
      />
    ),
  },
  checkpoints: {
    none: /No checkpoint has reached S3 yet|No checkpoint is in S3/,
    parts: ['checkpoints'],
    draw: (snapshot, reading) => (
      <CheckpointsTable
        base="/local/jobs/mnist-1"
        job={snapshot.job}
        checkpoints={reading('checkpoints').is === 'read' ? { checkpoints: [], others: [] } : undefined}
        checkpointsRead={reading('checkpoints')}
        resumePoints={[]}
        now={0}
      />
    ),
  },
  instances: {
    none: /has no measurement/,
    parts: ['hosts'],
    draw: (snapshot, reading) => (
      <HostsSection
        snapshot={snapshot}
        hostsRead={reading('hosts')}
        view={{ tab: 'live' }}
        isByTime
        onViewChange={nothing}
      />
    ),
  },
};

describe.each(Object.entries(places))('the place of the %s', (_, { none, parts, draw }) => {
  const show = (change: Partial<JobSnapshot>, isLost = false) => {
    const snapshot: JobSnapshot = {
      ...{ job: ended, reading: noReading, metrics: [], observedAt: 0, problems: [] },
      ...change,
    };
    const { container } = render(
      <NotificationsProvider>
        {draw(snapshot, (part) => partReading(snapshot, part, { isLost, isGone: false }))}
      </NotificationsProvider>,
    );
    return within(container);
  };

  it('says that there is none once that was read', () => {
    for (const job of [ended, running]) {
      const shown = show({ job, hosts: [] });
      expect(shown.getByText(none)).toBeDefined();
      expect(shown.queryByText(/Reading the|could not be read/)).toBeNull();
    }
  });

  it('says before that it is being read', () => {
    for (const part of parts) {
      const shown = show({ unread: [part] });
      expect(shown.queryByText(none)).toBeNull();
      expect(shown.getAllByText(/^(Reading the|Listing)/).length).toBeGreaterThan(0);
    }
  });

  it('says why it could not be read, and never that there is none', () => {
    for (const part of parts) {
      const problems = [{ part, code: 'unreachable', message: 'Nobody answers.', nextTryAt: 0 }] as const;
      const shown = show({ unread: [part], problems: [...problems] });
      expect(shown.queryByText(none)).toBeNull();
      expect(shown.getByText(/could not be read/)).toBeDefined();
      expect(shown.getByText(/Nobody answers\./)).toBeDefined();
      const lost = show({ unread: [part] }, true);
      expect(lost.queryByText(none)).toBeNull();
      expect(lost.getByText(/could not be read: The connection is lost/)).toBeDefined();
    }
  });
});
