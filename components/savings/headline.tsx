'use client';

import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatHours, formatNumber, formatShare } from '@/lib/training/format';
import { amountTexts } from '@/lib/training/money/money-text';
import { type Amounts } from '@/lib/training/report/amounts';
import { explainAmounts } from '@/lib/training/report/explanations';
import { isLostWorkKnown } from '@/lib/training/report/interruption-costs';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { Figure } from './figure';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';
import { simulatedNote } from './simulated-money';

interface HeadlineProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** The totals of the period. */
export const Headline = ({ report, links }: HeadlineProps) => {
  const { totals, interruptions } = report;
  const standing = totals.priced ? 'counted' : 'unpriced';
  const how = explainAmounts(totals);
  const texts = amountTexts(totals);
  const shareOf = (part: number, whole: number) => (whole > 0 ? formatShare(part / whole) : '–');
  const money = totals.priced ? simulatedNote(report) : '';
  return (
    <Container>
      <SpaceBetween size="l">
        <div className={styles.headline}>
          <Figure
            label={`Saved by spot${money}`}
            value={texts.saved}
            explanation={how.saved}
            size="large"
            tone={totals.usdSaved > 0 && totals.priced ? 'good' : undefined}
            note={savedNote(totals)}
            href={totals.spotJobs > 0 ? links.to({ standing, spot: true }) : undefined}
          />
          <Figure
            label="Savings"
            value={texts.savedShare}
            explanation={how.share}
            size="large"
            note={`SageMaker’s own figure: ${texts.sageMakerShare}`}
          />
          <Figure
            label={`Paid on spot${money}`}
            value={texts.paid}
            explanation={how.paid}
            size="large"
            note={`for ${countOf(totals.spotJobs, 'spot job')}`}
          />
          <Figure
            label={`On demand would have cost${money}`}
            value={texts.onDemand}
            explanation={how.onDemand}
            size="large"
            note="the same spot jobs: useful time, no waits"
          />
        </div>
        <div className={styles.details}>
          <Figure
            label="Jobs"
            value={formatNumber(totals.jobs)}
            explanation={how.jobs}
            href={links.to({ standing })}
            note={`${formatNumber(totals.spotJobs)} on spot`}
          />
          <Figure
            label={`Paid on demand${money}`}
            value={texts.onDemandPaid}
            explanation={how.onDemandPaid}
            href={totals.jobs > totals.spotJobs ? links.to({ standing, spot: false }) : undefined}
            note={`for ${countOf(totals.jobs - totals.spotJobs, 'on-demand job')}`}
          />
          <Figure
            label="SageMaker’s own savings"
            value={texts.sageMakerShare}
            explanation={how.sageMakerShare}
            note="counts waits as saved"
          />
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
            href={links.to({ standing, spot: true })}
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
            href={links.to({ standing, interrupted: true })}
          />
          <Figure
            label="Recomputed epochs"
            value={isLostWorkKnown(interruptions) ? formatNumber(totals.recomputedEpochs) : '–'}
            explanation={how.recomputedEpochs}
            note={
              interruptions.backfilledJobs < interruptions.interruptedJobs
                ? 'of the jobs whose log was read'
                : undefined
            }
          />
        </div>
      </SpaceBetween>
    </Container>
  );
};

const savedNote = ({ spotJobs, priced, atMostJobs }: Amounts): string => {
  if (spotJobs === 0) return 'no spot job to compare';
  if (!priced) return 'enter a price above';
  return atMostJobs === 0
    ? 'on-demand cost less what was paid'
    : `${countOf(atMostJobs, 'job')} did not tell what was lost`;
};

const countOf = (count: number, what: string): string =>
  `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;
