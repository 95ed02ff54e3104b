'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { memo, useMemo } from 'react';
import { type ChartAxis } from '@/components/charts/chart-model';
import { ChartsPanel } from '@/components/charts/charts-panel';
import { prepareCharts } from '@/components/charts/prepare-charts';
import { useNotifications } from '@/components/shell/notifications';
import { type EpochSeries, type ResumePoint } from '@/lib/training/epoch-series';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { timelineOf } from '@/lib/training/timeline';

interface MetricsSectionProps {
  snapshot: JobSnapshot;
  series: readonly EpochSeries[];
  resumePoints: readonly ResumePoint[];
  plannedEpochs?: number;
  terminal: boolean;
  axis?: ChartAxis;
  onAxisChange: (axis: ChartAxis) => void;
}

/** The job's metrics as charts, by epoch or by time. Drawn again for a new snapshot, not for each second. */
export const MetricsSection = memo(function MetricsSection(props: MetricsSectionProps) {
  const { snapshot, series, resumePoints, plannedEpochs, terminal, axis, onAxisChange } = props;
  const { job, epochs, epochAxis, metrics, observedAt } = snapshot;
  const notifications = useNotifications();
  const hasEpochs = series.some((one) => one.points.length > 0);
  const shownAxis = hasEpochs ? (axis ?? 'epoch') : 'time';
  const models = useMemo(() => {
    const interruptions = timelineOf(job, observedAt)
      .filter((segment) => segment.kind === 'interrupted' || segment.kind === 'waiting')
      .map(({ startedAt, endedAt }) => ({ startedAt, endedAt: endedAt ?? observedAt }));
    const planned = terminal
      ? undefined
      : (epochs.findLast(({ of }) => of !== undefined)?.of ?? plannedEpochs);
    return prepareCharts({
      axis: shownAxis,
      series,
      records: epochs,
      metrics,
      resumePoints,
      interruptions: joinAdjacent(interruptions),
      origin: job.createdAt,
      ...(planned !== undefined && { plannedLast: planned }),
      ...(epochAxis && { countedBy: epochAxis }),
    });
  }, [job, epochs, epochAxis, metrics, observedAt, series, resumePoints, plannedEpochs, terminal, shownAxis]);

  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            models.length > 0 && (
              <SegmentedControl
                selectedId={shownAxis}
                label="Axis of the charts"
                onChange={({ detail }) => onAxisChange(detail.selectedId === 'time' ? 'time' : 'epoch')}
                options={[
                  {
                    id: 'epoch',
                    text: 'By epoch',
                    disabled: !hasEpochs,
                    disabledReason: 'The log of this job names no epoch.',
                  },
                  { id: 'time', text: 'By time' },
                ]}
              />
            )
          }
        >
          Metrics
        </Header>
      }
    >
      <SpaceBetween size="s">
        {!hasEpochs && models.length > 0 && (
          <Alert type="info">
            The log of this job names no epoch, so that its metrics are shown over time only.
          </Alert>
        )}
        {models.length === 0 ? (
          <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'xxl' }}>
            {terminal
              ? 'Neither the log nor CloudWatch has a metric of this job.'
              : 'No metric yet. Charts appear with the first epoch that the log names, or the first metric in CloudWatch.'}
          </Box>
        ) : (
          <ChartsPanel
            models={models}
            series={series}
            records={epochs}
            metrics={metrics}
            jobName={job.name}
            onExportFailed={(message) =>
              notifications.error({ header: 'The chart was not exported', content: message })
            }
          />
        )}
      </SpaceBetween>
    </Container>
  );
});

/** An interruption and the wait after it are one gap to the reader of a chart. */
const joinAdjacent = (spans: readonly { startedAt: number; endedAt: number }[]) => {
  const joined: { startedAt: number; endedAt: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.startedAt <= last.endedAt) last.endedAt = Math.max(last.endedAt, span.endedAt);
    else joined.push({ ...span });
  }
  return joined;
};
