'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { memo, useMemo } from 'react';
import { ChartCard } from '@/components/charts/chart-card';
import styles from '@/components/charts/charts.module.css';
import { metricsCsv } from '@/components/charts/metrics-csv';
import { prepareTimeChart } from '@/components/charts/prepare-time-chart';
import { useNotifications } from '@/components/shell/notifications';
import { formatNumber } from '@/lib/training/format';
import { hostCharts } from '@/lib/training/host-metrics';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type PartReading } from '@/lib/training/part-reading';
import { noReading } from '@/lib/training/position';
import { timeSeries } from '@/lib/training/time-series';
import { type JobView } from '@/lib/urls/job-view';
import { interruptionsOf } from './interruptions-of';
import { Unread } from './unread';

interface HostsSectionProps {
  snapshot: JobSnapshot;
  hostsRead: PartReading;
  /** Cores of what stands for an instance, where it is none. */
  cores?: number;
  view: JobView;
  /** The charts above have the time axis: a stretch of it is chosen for all. */
  isByTime: boolean;
  onViewChange: (change: Partial<JobView>) => void;
}

/** What the instances were busy with, under the loss: by time, 0 to 100 per cent of each instance. */
export const HostsSection = memo(function HostsSection(props: HostsSectionProps) {
  const { snapshot, hostsRead, cores, view, isByTime, onViewChange } = props;
  const { job, hosts, observedAt, problems } = snapshot;
  const notifications = useNotifications();
  const problem = problems.find(({ part }) => part === 'hosts');
  const { charts, unscaled, hiddenHosts } = useMemo(
    () => hostCharts(job, hosts ?? [], cores),
    [job, hosts, cores],
  );
  const models = useMemo(
    () =>
      charts.map(({ title, series }) => ({
        ...prepareTimeChart({
          group: { id: `instances ${title.toLowerCase()}`, title, metrics: series.map(({ name }) => name) },
          series: timeSeries([], series),
          resumePoints: [],
          interruptions: interruptionsOf(job, observedAt),
          origin: job.createdAt,
          span: [job.trainingStartedAt ?? job.createdAt, job.trainingEndedAt ?? observedAt],
        }),
        scale: [0, 100] satisfies [number, number],
      })),
    [charts, job, observedAt],
  );
  const range =
    isByTime && view.from !== undefined && view.to !== undefined
      ? ([view.from, view.to] as const)
      : undefined;
  if (job.serverless !== undefined && models.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" description="Per cent of each instance, by the time since the job was created">
          Instances
        </Header>
      }
    >
      <SpaceBetween size="s">
        {problem && (
          <Alert type="warning" header="The instance metrics could not be read">
            {problem.message}
          </Alert>
        )}
        {unscaled.length > 0 && (
          <Alert type="info">
            {unscaled.join(' and ')} cannot be told as a share of the instance: it is not known how many cores
            or GPUs each host has.
          </Alert>
        )}
        {hiddenHosts > 0 && (
          <Box color="text-body-secondary">{formatNumber(hiddenHosts)} more hosts are not shown.</Box>
        )}
        {models.length === 0 && !problem && unscaled.length === 0 && (
          <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'm' }}>
            {hostsRead.is !== 'read' ? (
              <Unread what="the instance metrics" reading={hostsRead} />
            ) : (
              `CloudWatch has no measurement of this job’s instances${job.trainingEndedAt ? '.' : ' yet.'}`
            )}
          </Box>
        )}
        <div className={styles.grid}>
          {models.map((model, index) => (
            <ChartCard
              key={model.id}
              model={model}
              view={{ logScale: false, smoothing: 0, ...(range && { range }) }}
              onRange={(chosen) =>
                isByTime &&
                onViewChange(chosen ? { from: chosen[0], to: chosen[1] } : { from: undefined, to: undefined })
              }
              jobName={job.name}
              csv={async () => metricsCsv(noReading, 'one', [], charts[index]?.series ?? [])}
              onExportFailed={(message) =>
                notifications.error({ header: 'The chart was not exported', content: message })
              }
            />
          ))}
        </div>
      </SpaceBetween>
    </Container>
  );
});
