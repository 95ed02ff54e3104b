'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import { fleetLabel } from '@/lib/training/fleet';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { usdOr } from '@/lib/training/money/money-text';
import { lookUp } from '@/lib/training/look-up';
import { explainJob } from '@/lib/training/report/explanations';
import { type PairedJob, type SavingsReport, type SpotPair } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { HowComputed } from './how-computed';
import styles from './savings.module.css';

interface PairsPanelProps {
  backend: string;
  report: SavingsReport;
}

/** Final metrics shown of a pair. */
const mostMetrics = 4;
const shownAtFirst = 4;

/** Spot against on demand for the same script. */
export const PairsPanel = ({ backend, report }: PairsPanelProps) => {
  const { pairs, pairsFound } = report;
  const [all, setAll] = useState(false);
  const shown = all ? pairs : pairs.slice(0, shownAtFirst);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={pairsFound > 0 ? `(${formatNumber(pairsFound)})` : undefined}
          description="Completed runs with the same entry point, image, hyperparameters, data and instances: the newest of either kind."
        >
          Spot against on demand
        </Header>
      }
    >
      {pairs.length === 0 ? (
        <Box color="text-body-secondary">
          No script completed both on spot and on demand in this period. A job’s page can train the same on
          demand.
        </Box>
      ) : (
        <div className={styles.pairs}>
          {shown.map((pair) => (
            <Pair key={pair.spot.name} pair={pair} backend={backend} report={report} />
          ))}
        </div>
      )}
      {shown.length < pairs.length && (
        <Box padding={{ top: 'm' }}>
          <Button onClick={() => setAll(true)}>Show {formatNumber(pairs.length - shown.length)} more</Button>
        </Box>
      )}
      {all && pairs.length < pairsFound && (
        <Box padding={{ top: 'm' }} color="text-body-secondary">
          The {formatNumber(pairs.length)} newest of {formatNumber(pairsFound)} scripts.
        </Box>
      )}
    </Container>
  );
};

const Pair = ({ pair, backend, report }: { pair: SpotPair } & PairsPanelProps) => {
  const { spot, onDemand, entryPoint, runs } = pair;
  const sides = [spot, onDemand];
  const priceOf = (job: PairedJob) =>
    report.prices.find(({ instanceType }) => instanceType === job.instanceType);
  const metrics = [...new Set(sides.flatMap((side) => Object.keys(side.metrics)))].slice(0, mostMetrics);
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
        description={`${fleetLabel(spot.instanceType, spot.instanceCount)}, ${formatNumber(runs)} runs in the period`}
      >
        {entryPoint}
      </Header>
      <div className={styles.pair}>
        <span />
        {sides.map((side) => (
          <span key={side.name}>
            <strong>{side.spot ? 'Spot' : 'On demand'}</strong>{' '}
            <HowComputed what={`the money of ${side.name}`} explanation={explainJob(side, priceOf(side))} />
            <br />
            <AppLink href={`/${backend}/jobs/${encodeURIComponent(side.name)}`}>{side.name}</AppLink>
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

const two = (sides: readonly PairedJob[], format: (side: PairedJob) => string): [string, string] => {
  const [spot = '–', onDemand = '–'] = sides.map(format);
  return [spot, onDemand];
};
