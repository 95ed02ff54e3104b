'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useMemo, useState } from 'react';
import { saveFile } from '@/components/charts/save-file';
import { AppLink } from '@/components/shell/app-link';
import { FirstStep } from '@/components/shell/first-step';
import { useFollow } from '@/components/shell/use-follow';
import { type ActionError } from '@/lib/errors/action-result';
import { comparisonCsv } from '@/lib/training/compare/compare-csv';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { metricsOf, usualDirection } from '@/lib/training/compare/metric-results';
import { type CompareAxis, comparePath, type CompareView, formatCompareView } from '@/lib/urls/compare';
import styles from './compare.module.css';
import { type LoadMatrices, Matrices } from './matrices';
import { axisName, OverlayChart } from './overlay-chart';
import { axisOf, overlayOf, usualAxis } from './overlay-model';
import { JobLegend } from './job-legend';
import { ParametersTable } from './parameters-table';
import { ResultsTable } from './results-table';
import { useCompareView } from './use-compare-view';

interface ComparePageProps {
  backend: string;
  jobs: readonly ComparedJob[];
  missing: readonly { name: string; error: ActionError }[];
  view: CompareView;
  /** Names of jobs to compare where fewer than two were chosen, newest first. */
  newest: readonly string[];
  loadMatrices: LoadMatrices;
}

const AXES: readonly CompareAxis[] = ['epoch', 'step', 'time', 'usd'];

/** Jobs side by side: their curves on one axis, what they came to, what they were told, and what they confuse. */
export const ComparePage = ({
  backend,
  jobs: read,
  missing,
  view: firstView,
  newest,
  loadMatrices,
}: ComparePageProps) => {
  const [view, changeView] = useCompareView(firstView);
  const follow = useFollow();
  const jobs = useMemo(() => read.filter(({ name }) => view.jobs.includes(name)), [read, view.jobs]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<number>();
  const [range, setRange] = useState<[number, number]>();
  const axis = view.axis ?? usualAxis(jobs);
  const metrics = useMemo(() => metricsOf(jobs), [jobs]);
  const models = useMemo(
    () =>
      metrics
        .map((metric) =>
          overlayOf(jobs, metric, { axis, logScale: view.logScale, hidden, ...(range && { range }) }),
        )
        .filter(({ series }) => series.length > 0 || hidden.size > 0),
    [jobs, metrics, axis, view.logScale, hidden, range],
  );
  const without = jobs.filter((job) => axisOf(job, axis) === undefined);
  const directionOf = (metric: string) => {
    const usual = usualDirection(metric);
    if (!view.flipped.includes(metric)) return usual;
    return usual === 'lowest' ? 'highest' : 'lowest';
  };
  const flip = (metric: string) =>
    changeView({
      flipped: view.flipped.includes(metric)
        ? view.flipped.filter((other) => other !== metric)
        : [...view.flipped, metric],
    });
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  const saveTable = () =>
    saveFile(
      `compare-${jobs.length}-jobs.csv`,
      new Blob([comparisonCsv(jobs, directionOf)], { type: 'text/csv;charset=utf-8' }),
    );

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button href={`/${backend}/jobs`} onFollow={follow}>
              Choose jobs
            </Button>
            {jobs.length > 0 && (
              <ButtonDropdown
                items={[
                  { id: 'table', text: 'Results and parameters as CSV' },
                  {
                    id: 'values',
                    text: 'All values of the curves as CSV',
                    href: `/${backend}/compare/export?${formatCompareView(view)}`,
                    download: true,
                  },
                ]}
                onItemClick={({ detail }) => {
                  if (detail.id === 'table') saveTable();
                }}
              >
                Download
              </ButtonDropdown>
            )}
          </SpaceBetween>
        }
      >
        {`Compare ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`}
      </Header>
      {missing
        .filter(({ name }) => view.jobs.includes(name))
        .map(({ name, error }) => (
          <Alert key={name} type="warning" header={`${name} could not be read`}>
            {error.message}
          </Alert>
        ))}
      {jobs.length < 2 && <TooFew backend={backend} jobs={jobs.map(({ name }) => name)} newest={newest} />}
      {jobs.length > 0 && (
        <div>
          <SpaceBetween size="l">
            <Container
              header={
                <Header
                  variant="h2"
                  actions={
                    <SpaceBetween direction="horizontal" size="s" alignItems="center">
                      {range && <Button onClick={() => setRange(undefined)}>Reset zoom</Button>}
                      <Toggle
                        checked={view.logScale}
                        onChange={({ detail }) => changeView({ logScale: detail.checked })}
                      >
                        Log scale
                      </Toggle>
                      <SegmentedControl
                        label="Axis of the charts"
                        selectedId={axis}
                        onChange={({ detail }) => {
                          setRange(undefined);
                          changeView({ axis: AXES.find((one) => one === detail.selectedId) });
                        }}
                        options={AXES.map((one) => ({
                          id: one,
                          text: `By ${axisName(one)}`,
                          disabled: !jobs.some((job) => axisOf(job, one) !== undefined),
                          disabledReason: reasons[one],
                        }))}
                      />
                    </SpaceBetween>
                  }
                  description="Drag over a chart to look closer. A ring marks where a job resumed."
                >
                  Curves
                </Header>
              }
            >
              <SpaceBetween size="m">
                <JobLegend jobs={jobs} hidden={hidden} onToggle={toggle} />
                {without.length > 0 && (
                  <Box color="text-body-secondary" fontSize="body-s">
                    {`Not on this axis: ${without.map(({ name }) => name).join(', ')}. ${reasons[axis]}`}
                  </Box>
                )}
                {models.length === 0 ? (
                  <Box textAlign="center" color="text-body-secondary" padding="l">
                    None of these jobs has a metric on this axis.
                  </Box>
                ) : (
                  <div className={styles.charts}>
                    {models.map((model) => (
                      <section
                        key={model.metric}
                        className={styles.chart}
                        aria-label={`${model.metric} chart`}
                      >
                        <h3 className={styles.title}>{model.metric}</h3>
                        <OverlayChart model={model} at={at} onAt={setAt} onRange={setRange} />
                      </section>
                    ))}
                  </div>
                )}
              </SpaceBetween>
            </Container>
            <Container header={<Header variant="h2">Results</Header>}>
              <ResultsTable
                backend={backend}
                jobs={jobs}
                metrics={metrics}
                directionOf={directionOf}
                onFlip={flip}
                onRemove={(name) => changeView({ jobs: view.jobs.filter((other) => other !== name) })}
              />
            </Container>
            <Container
              header={
                <Header
                  variant="h2"
                  actions={
                    <Toggle
                      checked={view.onlyDifferences}
                      onChange={({ detail }) => changeView({ onlyDifferences: detail.checked })}
                    >
                      Only differences
                    </Toggle>
                  }
                >
                  Parameters
                </Header>
              }
            >
              <ParametersTable jobs={jobs} onlyDifferences={view.onlyDifferences} />
            </Container>
            <Matrices
              jobs={jobs}
              load={loadMatrices}
              shown={view.evaluations}
              onShow={() => changeView({ evaluations: true })}
            />
          </SpaceBetween>
        </div>
      )}
    </SpaceBetween>
  );
};

const TooFew = ({
  backend,
  jobs,
  newest,
}: {
  backend: string;
  jobs: readonly string[];
  newest: readonly string[];
}) => {
  const [chosen] = jobs;
  const pair =
    chosen === undefined ? newest.slice(0, 2) : [chosen, ...newest.filter((name) => name !== chosen)];
  const [one, other] = pair;
  return (
    <FirstStep
      title={chosen === undefined ? 'No jobs to compare' : 'One job alone has nothing beside it'}
      action={
        one !== undefined && other !== undefined
          ? {
              text: chosen === undefined ? 'Compare the two newest jobs' : `Compare it with ${other}`,
              href: comparePath(backend, [one, other]),
            }
          : { text: 'Launch a job', href: `/${backend}/jobs/new` }
      }
      other={<AppLink href={`/${backend}/jobs`}>Choose them in the list of jobs</AppLink>}
    >
      Tick 2 to 20 jobs in the list and choose Compare: their curves come over one another, what they came to
      and what they were told side by side.
    </FirstStep>
  );
};

const reasons: Record<CompareAxis, string> = {
  epoch: 'Their logs count no epochs.',
  step: 'Their logs count epochs, or nothing.',
  time: '',
  usd: 'What they cost is not known: no price, or a spot job that still runs.',
};
