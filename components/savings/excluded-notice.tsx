'use client';

import Alert from '@cloudscape-design/components/alert';
import { type ReactNode } from 'react';
import { formatHours, formatNumber } from '@/lib/training/format';
import { usdOr } from '@/lib/training/money/money-text';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';
import { simulatedNote } from './simulated-money';

interface ExcludedNoticeProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** The jobs that the totals leave out, and why: nothing is dropped in silence. */
export const ExcludedNotice = ({ report, links }: ExcludedNoticeProps) => {
  const { running, failed, unbilled, unpriced } = report.excluded;
  const lines: [jobs: number, href: string, text: ReactNode][] = [
    [running.jobs, links.running, 'still running: their billable seconds are not known yet'],
    [
      failed.jobs,
      links.to({ standing: 'failed' }),
      <>
        failed, or ended before {failed.jobs === 1 ? 'it' : 'they'} trained:{' '}
        {formatHours(failed.trainingHours ?? 0)} of training time, {usdOr(failed.usdPaid)}
        {simulatedNote(report)} spent for nothing
        {failed.usdPaid !== undefined &&
          failed.unpricedHours !== undefined &&
          ` and ${formatHours(failed.unpricedHours)} without a price`}
      </>,
    ],
    [
      unbilled.jobs,
      links.to({ standing: 'unbilled' }),
      'ended without an instance, or without billable seconds that SageMaker reported',
    ],
  ];
  // Where nothing has a price, they are what the totals are of.
  if (report.totals.priced) {
    lines.push([
      unpriced.amounts.jobs,
      links.to({ standing: 'unpriced' }),
      `without a known price (${unpriced.instanceTypes.join(', ')})`,
    ]);
  }
  const shown = lines.filter(([jobs]) => jobs > 0);
  if (shown.length === 0) return null;
  return (
    <Alert type="info" header="Not in these totals">
      <ul className={styles.excluded} data-testid="excluded">
        {shown.map(([jobs, href, text]) => (
          <li key={href}>
            <AppLink href={href}>
              {formatNumber(jobs)} {jobs === 1 ? 'job' : 'jobs'}
            </AppLink>{' '}
            {text}
          </li>
        ))}
      </ul>
    </Alert>
  );
};
