'use client';

import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import { type ReactNode } from 'react';
import { formatHours, formatNumber, formatUsd } from '@/lib/training/format';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';

interface ApartNoticeProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** The jobs that the totals leave out, and why: nothing is dropped in silence. */
export const ApartNotice = ({ report, links }: ApartNoticeProps) => {
  const { running, failed, unbilled, unpriced } = report.apart;
  const lines: [jobs: number, href: string, text: ReactNode][] = [
    [running.jobs, links.running, 'still running: their billable seconds are not known yet'],
    [
      failed.jobs,
      links.to({ standing: 'failed' }),
      <>
        failed: {formatHours(failed.trainingHours ?? 0)} trained, {formatUsd(failed.usdPaid ?? 0)} paid
        {report.simulated && ' (simulated)'} for nothing
      </>,
    ],
    [
      unbilled.jobs,
      links.to({ standing: 'unbilled' }),
      'ended without an instance, or without billable seconds that SageMaker reported',
    ],
    [
      unpriced.jobs,
      links.to({ standing: 'unpriced' }),
      <>
        {formatHours(unpriced.trainingHours ?? 0)} on instance types without a known price (
        {unpriced.instanceTypes.join(', ')}).{' '}
        {report.pricesPending ? 'Prices are being read.' : <Link href="#prices">Enter their prices</Link>}
      </>,
    ],
  ];
  const shown = lines.filter(([jobs]) => jobs > 0);
  if (shown.length === 0) return null;
  return (
    <Alert type="info" header="Not in these totals">
      <ul className={styles.apart} data-testid="apart">
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
