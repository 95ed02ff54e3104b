'use client';

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { formatHours, formatNumber } from '@/lib/training/format';
import { explainInterruptions, explainRate } from '@/lib/training/report/explanations';
import { type InterruptionRate, isLostWorkKnown } from '@/lib/training/report/interruption-costs';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { Figure } from './figure';
import { howColumn } from './how-computed';
import { lostMoney } from './lost-money';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';
import { simulatedNote } from './simulated-money';
import { numberColumn } from '../shell/number-column';

interface InterruptionPanelProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** What interruptions cost, over all spot jobs that ended in the period. */
export const InterruptionPanel = ({ report, links }: InterruptionPanelProps) => {
  const { interruptions: costs, simulated, toBackfill } = report;
  const how = explainInterruptions(report);
  const isKnown = isLostWorkKnown(costs);
  return (
    <Container
      header={
        <Header variant="h2" description="Of all spot jobs that ended in the period, failed ones too.">
          What interruptions cost
        </Header>
      }
    >
      <SpaceBetween size="l">
        <div className={styles.figures}>
          <Figure
            label="Interruptions of spot jobs"
            value={formatNumber(costs.interruptions)}
            explanation={how.count}
            note={`${formatNumber(costs.interruptedJobs)} ${costs.interruptedJobs === 1 ? 'job' : 'jobs'}`}
            href={links.to({ spot: true, interrupted: true })}
          />
          <Figure
            label="Epochs trained again"
            value={isKnown ? formatNumber(costs.recomputedEpochs) : '–'}
            explanation={how.recomputed}
            note={backfilledNote(costs.backfilledJobs, costs.interruptedJobs)}
          />
          <Figure
            label="Work lost"
            value={isKnown ? formatHours(costs.lostHours) : '–'}
            explanation={how.lost}
            note={isKnown ? lostMoney(costs, simulatedNote(report)) : 'no log told'}
          />
          <Figure
            label="Waited for capacity"
            value={formatHours(costs.waitingHours)}
            explanation={how.waiting}
            note={simulated ? 'simulated waits' : 'after interruptions'}
          />
          <Figure
            label="Ran out of max wait"
            value={formatNumber(costs.ranOutOfWait)}
            explanation={how.outOfWait}
            href={links.to({ spot: true, outcomes: ['max-wait-exceeded'] })}
          />
          <Figure
            label="Spot without checkpoints"
            value={formatNumber(costs.withoutCheckpoints)}
            explanation={how.withoutCheckpoints}
            href={links.to({ spot: true, checkpoints: false })}
          />
        </div>
        {toBackfill > 0 && (
          <StatusIndicator type="in-progress">
            Reading the logs of {formatNumber(toBackfill)} interrupted {toBackfill === 1 ? 'job' : 'jobs'} for
            what was lost
          </StatusIndicator>
        )}
        {costs.rates.length > 0 && (
          <Table
            variant="embedded"
            header={<Header variant="h3">Interruption rate by instance type</Header>}
            items={costs.rates}
            trackBy="instanceType"
            ariaLabels={{ tableLabel: 'Interruption rate by instance type' }}
            columnDefinitions={[
              {
                id: 'type',
                header: 'Instance type',
                isRowHeader: true,
                cell: ({ instanceType }) => (
                  <AppLink href={links.to({ spot: true, instanceTypes: [instanceType] })}>
                    {instanceType}
                  </AppLink>
                ),
              },
              numberColumn({
                id: 'interruptions',
                header: 'Interruptions',
                cell: ({ interruptions }) => formatNumber(interruptions),
              }),
              numberColumn({
                id: 'hours',
                header: 'Instance-hours on spot',
                cell: ({ instanceHours }) => formatHours(instanceHours),
              }),
              numberColumn({
                id: 'rate',
                header: 'Per 100 instance-hours',
                cell: ({ per100Hours }) => (per100Hours === undefined ? '–' : formatNumber(per100Hours)),
              }),
              numberColumn({
                id: 'waiting',
                header: 'Waited',
                cell: ({ waitingHours }) => formatHours(waitingHours),
              }),
              howColumn<InterruptionRate>(
                ({ instanceType }) => `the rate of ${instanceType}`,
                ({ interruptions, instanceHours }) => ({
                  ...explainRate,
                  inputs: [
                    ['interruptions', formatNumber(interruptions)],
                    ['instance-hours on spot', formatHours(instanceHours)],
                  ],
                }),
              ),
            ]}
          />
        )}
      </SpaceBetween>
    </Container>
  );
};

const backfilledNote = (backfilled: number, interrupted: number): string =>
  interrupted === 0
    ? 'none was interrupted'
    : `known of ${formatNumber(backfilled)} of ${formatNumber(interrupted)} interrupted`;

/** Of the hours that have a price; where not all have one, of how many. */
