'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { memo, useMemo } from 'react';
import { ChartsPanel } from '@/components/charts/charts-panel';
import { ChartsToolbar } from '@/components/charts/charts-toolbar';
import { metricsCsv } from '@/components/charts/metrics-csv';
import { prepareCharts } from '@/components/charts/prepare-charts';
import { type ChartView } from '@/components/charts/shown-chart';
import { useNotifications } from '@/components/shell/notifications';
import { UnreadableSetting } from '@/components/shell/unreadable-notice';
import { attemptsOf } from '@/lib/training/attempts';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type PartReading } from '@/lib/training/part-reading';
import { hasDetail, metricCurves, usualDetail } from '@/lib/training/metric-curves';
import { axisValue, baseOf, unitNames } from '@/lib/training/position';
import { type ResumePoint } from '@/lib/training/resume-points';
import { type JobView } from '@/lib/urls/job-view';
import { type JobActions } from '../actions/job-actions';
import { keptChartsCookie } from '../stream/kept-charts';
import { RankSelect } from './rank-select';
import { Unread } from './unread';
import { EvaluationResults } from './evaluation-results';
import { interruptionsOf } from './interruptions-of';

interface MetricsSectionProps {
  snapshot: JobSnapshot;
  resumePoints: readonly ResumePoint[];
  /** How many epochs, rounds or steps are to be trained. */
  planned?: number;
  terminal: boolean;
  /** How it stands with the log, and with CloudWatch's metrics. */
  logRead: PartReading;
  metricsRead: PartReading;
  view: JobView;
  /** What the reader chose for the charts once cannot be read. */
  areChartsUnreadable: boolean;
  onViewChange: (change: Partial<JobView>) => void;
  /** Shows a line of the log. */
  onShowLine: (line: number) => void;
  wholeReading: JobActions['wholeReading'];
}

/** The job's metrics as charts, by what it counts or by time. Drawn again for a new snapshot, not for each second. */
export const MetricsSection = memo(function MetricsSection(props: MetricsSectionProps) {
  const { snapshot, resumePoints, planned, terminal, view, onViewChange, onShowLine } = props;
  const { logRead, metricsRead } = props;
  const { job, reading, metrics, observedAt } = snapshot;
  const notifications = useNotifications();
  /** Of all values, those that no chart has room for included. */
  const csv = async (names: readonly string[]): Promise<string> => {
    const written = (model: typeof reading, own: typeof curves) =>
      metricsCsv(
        model,
        detail,
        own.filter(({ metric }) => names.includes(metric)),
        metrics.filter(({ name }) => names.includes(name)),
      );
    if (!snapshot.thinned) return written(reading, curves);
    const whole = await props.wholeReading(view.rank);
    if (!whole.ok) throw new Error(whole.error.message);
    return written(whole.value, metricCurves(whole.value, detail, attemptsOf(job, observedAt)));
  };
  const unread = logRead.is === 'read' ? metricsRead : logRead;
  const isDetailed = hasDetail(reading);
  const detail = isDetailed ? (view.points ?? usualDetail(reading)) : usualDetail(reading);
  const curves = useMemo(
    () => metricCurves(reading, detail, attemptsOf(job, observedAt)),
    [reading, detail, job, observedAt],
  );
  const isCounted = curves.some(({ points }) => points.length > 0);
  const shownAxis = isCounted ? (view.axis ?? 'epoch') : 'time';
  const models = useMemo(() => {
    return prepareCharts({
      axis: shownAxis,
      detail,
      reading,
      thinned: snapshot.thinned === true,
      curves,
      metrics,
      resumePoints,
      interruptions: interruptionsOf(job, observedAt),
      origin: job.createdAt,
      ...(!terminal && planned !== undefined && { plannedLast: axisValue(planned, baseOf(reading)) }),
    });
  }, [
    job,
    reading,
    snapshot.thinned,
    curves,
    detail,
    metrics,
    observedAt,
    resumePoints,
    planned,
    terminal,
    shownAxis,
  ]);
  const chartView = useMemo<ChartView>(
    () => ({
      ...(view.from !== undefined && view.to !== undefined && { range: [view.from, view.to] as const }),
      logScale: view.scale === 'log',
      smoothing: view.smooth ?? 0,
    }),
    [view.from, view.to, view.scale, view.smooth],
  );
  const { one } = unitNames[reading.counts ?? 'epoch'];

  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            models.length > 0 && (
              <SpaceBetween direction="horizontal" size="xs" alignItems="end">
                <RankSelect reading={reading} onChange={(rank) => onViewChange({ rank })} />
                {isDetailed && (
                  <SegmentedControl
                    selectedId={detail}
                    label="Points of the charts"
                    onChange={({ detail: { selectedId } }) =>
                      onViewChange({ points: selectedId === 'all' ? 'all' : 'one', ...wholeAxis })
                    }
                    options={[
                      { id: 'one', text: `One point ${one === 'epoch' ? 'an' : 'a'} ${one}` },
                      { id: 'all', text: 'All points' },
                    ]}
                  />
                )}
                <SegmentedControl
                  selectedId={shownAxis}
                  label="Axis of the charts"
                  onChange={({ detail: { selectedId } }) =>
                    onViewChange({ axis: selectedId === 'time' ? 'time' : 'epoch', ...wholeAxis })
                  }
                  options={[
                    {
                      id: 'epoch',
                      text: `By ${one}`,
                      disabled: !isCounted,
                      disabledReason: 'The log of this job names no epoch.',
                    },
                    { id: 'time', text: 'By time' },
                  ]}
                />
              </SpaceBetween>
            )
          }
        >
          Metrics
        </Header>
      }
    >
      <SpaceBetween size="s">
        {snapshot.oldReading && (
          <Alert type="info">
            The log of this job is gone. What is shown was read by an earlier version, which took any line of
            an epoch for its end.
          </Alert>
        )}
        {!isCounted && models.length > 0 && (
          <Alert type="info">
            The log of this job names no epoch, so that its metrics are shown over time only.
          </Alert>
        )}
        {models.length === 0 ? (
          <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'xxl' }}>
            {unread.is !== 'read' ? (
              <Unread what={logRead.is === 'read' ? 'the metrics' : 'the log'} reading={unread} />
            ) : terminal ? (
              'Neither the log nor CloudWatch has a metric of this job.'
            ) : (
              'No metric yet. Charts appear with the first epoch that the log names, or the first metric in CloudWatch.'
            )}
          </Box>
        ) : (
          <SpaceBetween size="s">
            {props.areChartsUnreadable && view.smooth === undefined && view.pin === undefined && (
              <UnreadableSetting cookie={keptChartsCookie} what="the charts" />
            )}
            <ChartsToolbar
              models={models}
              view={chartView}
              onSmoothing={(smoothing) => onViewChange({ smooth: smoothing || undefined })}
              onLogScale={(logScale) => onViewChange({ scale: logScale ? 'log' : undefined })}
              onReset={() => onViewChange(wholeAxis)}
              hidden={view.hide ?? []}
              onHidden={(hide) => onViewChange({ hide })}
            />
            <ChartsPanel
              models={models}
              view={chartView}
              axis={shownAxis}
              pinned={view.pin ?? []}
              hidden={view.hide ?? []}
              onRange={(range) => onViewChange(range ? { from: range[0], to: range[1] } : wholeAxis)}
              onPinned={(pin) => onViewChange({ pin })}
              onHidden={(hide) => onViewChange({ hide })}
              onShowLine={onShowLine}
              csv={csv}
              jobName={job.name}
              onExportFailed={(message) =>
                notifications.error({ header: 'The chart was not exported', content: message })
              }
            />
          </SpaceBetween>
        )}
        <EvaluationResults reading={reading} />
      </SpaceBetween>
    </Container>
  );
});

const wholeAxis = { from: undefined, to: undefined };
