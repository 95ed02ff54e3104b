'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import { placeName } from '@/lib/training/backend-slug';
import { fleetLabel } from '@/lib/training/fleet';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { usdOr } from '@/lib/training/money/money-text';
import { lookUp } from '@/lib/training/look-up';
import { explainJob } from '@/lib/training/report/explanations';
import { type MatchedJob, type SavingsReport, type MatchedRuns } from '@/lib/training/report/savings-report';
import { GoneMark } from '../jobs/gone-mark';
import { AppLink } from '../shell/app-link';
import { HowComputed } from './how-computed';
import styles from './savings.module.css';

interface MatchedRunsPanelProps {
  backend: string;
  report: SavingsReport;
}

/** Final metrics shown of two matched runs. */
const maxMetrics = 4;
const shownAtFirst = 4;

/** Spot against on demand for the same script. */
export const MatchedRunsPanel = ({ backend, report }: MatchedRunsPanelProps) => {
  const { matchedRuns, matchedRunsFound } = report;
  const [all, setAll] = useState(false);
  const shown = all ? matchedRuns : matchedRuns.slice(0, shownAtFirst);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={matchedRunsFound > 0 ? `(${formatNumber(matchedRunsFound)})` : undefined}
          description="Completed runs with the same entry point, image, hyperparameters, data and instances: the newest of either kind."
        >
          Spot against on demand
        </Header>
      }
    >
      {matchedRuns.length === 0 ? (
        <Box color="text-body-secondary">
          No script completed both on spot and on demand in this period. A job’s page can train the same on
          demand.
        </Box>
      ) : (
        <div className={styles.matches}>
          {shown.map((match) => (
            <Match
              key={`${match.where ?? ''}/${match.spot.name}`}
              match={match}
              backend={backend}
              report={report}
            />
          ))}
        </div>
      )}
      {shown.length < matchedRuns.length && (
        <Box padding={{ top: 'm' }}>
          <Button onClick={() => setAll(true)}>
            Show {formatNumber(matchedRuns.length - shown.length)} more
          </Button>
        </Box>
      )}
      {all && matchedRuns.length < matchedRunsFound && (
        <Box padding={{ top: 'm' }} color="text-body-secondary">
          The {formatNumber(matchedRuns.length)} newest of {formatNumber(matchedRunsFound)} scripts.
        </Box>
      )}
    </Container>
  );
};

const Match = ({ match, backend, report }: { match: MatchedRuns } & MatchedRunsPanelProps) => {
  const { spot, onDemand, entryPoint, runs, where = backend } = match;
  const sides = [spot, onDemand];
  const priceOf = (job: MatchedJob) =>
    report.prices.find(
      (price) => price.instanceType === job.instanceType && (price.where ?? backend) === where,
    );
  const metrics = [...new Set(sides.flatMap((side) => Object.keys(side.metrics)))].slice(0, maxMetrics);
  const rows: [label: string, spot: string, onDemand: string][] = [
    ['Time', ...two(sides, ({ durationSeconds }) => formatDuration(durationSeconds))],
    ['Paid', ...two(sides, ({ usdPaid }) => usdOr(usdPaid))],
    ['Interruptions', ...two(sides, ({ interruptions }) => formatNumber(interruptions))],
    ...metrics.map((metric): [string, string, string] => [
      metric,
      ...two(sides, (side) => {
        const value = lookUp(side.metrics, metric);
        return value === undefined ? '–' : formatNumber(value);
      }),
    ]),
  ];
  return (
    <section aria-label={`${spot.name} against ${onDemand.name}`}>
      <Header
        variant="h3"
        description={`${fleetLabel(spot.instanceType ?? 'not known', spot.instanceCount)}, ${formatNumber(runs)} runs in the period${where === backend ? '' : `, ${placeName(where)}`}`}
      >
        {entryPoint}
      </Header>
      <div className={styles.match}>
        <span />
        {sides.map((side) => (
          <span key={side.name}>
            <strong>{side.spot ? 'Spot' : 'On demand'}</strong>{' '}
            <HowComputed what={`the money of ${side.name}`} explanation={explainJob(side, priceOf(side))} />
            <br />
            <AppLink href={`/${where}/jobs/${encodeURIComponent(side.name)}`}>{side.name}</AppLink>
            <GoneMark at={side.goneAt} />
          </span>
        ))}
        {rows.flatMap(([label, ...values]) => [
          <span key={label} className={styles.label}>
            {label}
          </span>,
          ...values.map((value, index) => <span key={`${label}${index}`}>{value}</span>),
        ])}
      </div>
    </section>
  );
};

const two = (sides: readonly MatchedJob[], format: (side: MatchedJob) => string): [string, string] => {
  const [spot = '–', onDemand = '–'] = sides.map(format);
  return [spot, onDemand];
};
