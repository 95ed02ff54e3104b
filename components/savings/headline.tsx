'use client';

import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatHours, formatNumber, formatShare, formatUsd } from '@/lib/training/format';
import { type Amounts, shareWithoutWaits, spotSavingsShare } from '@/lib/training/report/amounts';
import { explainAmounts } from '@/lib/training/report/explanations';
import { isLostWorkKnown } from '@/lib/training/report/interruption-costs';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { Figure } from './figure';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';

interface HeadlineProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** The totals of the period. */
export const Headline = ({ report, links }: HeadlineProps) => {
  const { totals, simulated, interruptions } = report;
  const how = explainAmounts(totals);
  const share = spotSavingsShare(totals);
  const shareOf = (part: number, whole: number) => (whole > 0 ? formatShare(part / whole) : '–');
  const money = simulated ? ' (simulated)' : '';
  return (
    <Container>
      <SpaceBetween size="l">
        <div className={styles.headline}>
          <Figure
            label={`Saved by spot${money}`}
            value={formatUsd(totals.usdSaved)}
            explanation={how.saved}
            size="large"
            tone="good"
            note="on-demand cost less what was paid"
          />
          <Figure
            label="Savings"
            value={share === undefined ? '–' : formatShare(share)}
            explanation={how.share}
            size="large"
            note={shareNote(totals)}
          />
          <Figure
            label={`Paid${money}`}
            value={formatUsd(totals.usdPaid)}
            explanation={how.paid}
            size="large"
            note={`${formatUsd(totals.spotUsdPaid)} on spot`}
          />
          <Figure
            label={`On-demand cost${money}`}
            value={formatUsd(totals.usdOnDemand)}
            explanation={how.onDemand}
            size="large"
            note="of the same time without spot"
          />
        </div>
        <div className={styles.details}>
          <Figure label="Jobs" value={formatNumber(totals.jobs)} explanation={how.jobs} href={links.totals} />
          <Figure
            label="Training hours"
            value={formatHours(totals.trainingHours)}
            explanation={how.trainingHours}
          />
          <Figure
            label="Billable hours"
            value={formatHours(totals.billableHours)}
            explanation={how.billableHours}
          />
          <Figure label="Idle hours" value={formatHours(totals.idleHours)} explanation={how.idleHours} />
          <Figure
            label="Spot’s share of jobs"
            value={shareOf(totals.spotJobs, totals.jobs)}
            explanation={how.spotJobs}
            href={links.to({ standing: 'counted', spot: true })}
          />
          <Figure
            label="Spot’s share of hours"
            value={shareOf(totals.spotTrainingHours, totals.trainingHours)}
            explanation={how.spotHours}
          />
          <Figure
            label="Interruptions"
            value={formatNumber(totals.interruptions)}
            explanation={how.interruptions}
            href={links.to({ standing: 'counted', interrupted: true })}
          />
          <Figure
            label="Recomputed epochs"
            value={isLostWorkKnown(interruptions) ? formatNumber(totals.recomputedEpochs) : '–'}
            explanation={how.recomputedEpochs}
            note={
              interruptions.examinedJobs < interruptions.interruptedJobs
                ? 'of the jobs whose log was read'
                : undefined
            }
          />
        </div>
      </SpaceBetween>
    </Container>
  );
};

/** Waits that show in the share are told beside it: on demand nobody waits for capacity. */
const shareNote = (totals: Amounts): string => {
  const [share, withoutWaits] = [spotSavingsShare(totals), shareWithoutWaits(totals)];
  if (share === undefined) return 'no spot job to compare';
  if (withoutWaits === undefined || formatShare(withoutWaits) === formatShare(share)) {
    return 'of what its jobs cost on demand';
  }
  return `${formatShare(withoutWaits)} without waits for capacity`;
};
