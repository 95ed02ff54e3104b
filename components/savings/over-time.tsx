'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Table from '@cloudscape-design/components/table';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { formatNumber } from '@/lib/training/format';
import { amountTexts } from '@/lib/training/money/money-text';
import { explainAmounts } from '@/lib/training/report/explanations';
import { type BarUnit, barUnits } from '@/lib/training/report/period-choice';
import { type ReportBar, type SavingsReport } from '@/lib/training/report/savings-report';
import { unlessUnavailable } from '../charts/unless-unavailable';
import { AppLink } from '../shell/app-link';
import { howColumn } from './how-computed';
import { barLabel } from './period-labels';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';
import { numberColumn } from '../shell/number-column';

const OverTimeChart = dynamic(() => unlessUnavailable(import('./over-time-chart')), {
  ssr: false,
  loading: () => <div className={styles.chart} role="img" aria-label="Loading chart" />,
});

interface OverTimeProps {
  report: SavingsReport;
  links: ReportLinks;
  onUnit: (unit: BarUnit) => void;
}

/** Paid and saved by day, week or month; each bar leads to its jobs. */
export const OverTime = ({ report: { bars, unit, totals }, links, onUnit }: OverTimeProps) => {
  const router = useRouter();
  const hrefOf = ({ from, before, amounts }: ReportBar) =>
    links.to({ endedFrom: from, endedBefore: before, standing: amounts.priced ? 'counted' : 'unpriced' });
  const filled = bars.filter(({ amounts }) => amounts.jobs > 0);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SegmentedControl
              label="Bars by"
              selectedId={unit}
              options={[
                { id: 'day', text: 'Day' },
                { id: 'week', text: 'Week' },
                { id: 'month', text: 'Month' },
              ]}
              onChange={({ detail }) => {
                const chosen = barUnits.find((one) => one === detail.selectedId);
                if (chosen) onUnit(chosen);
              }}
            />
          }
        >
          Over time
        </Header>
      }
    >
      {totals.priced ? (
        <OverTimeChart bars={bars} unit={unit} onFollow={(bar) => router.push(hrefOf(bar))} />
      ) : (
        <Box color="text-body-secondary">
          No price: no money can be drawn. The table has the jobs and what spot saved of their time.
        </Box>
      )}
      <div className={styles.legend} aria-hidden="true">
        <span>
          <span className={`${styles.key} ${styles.paid}`} />
          Paid on spot
        </span>
        <span>
          <span className={`${styles.key} ${styles.saved}`} />
          Saved
        </span>
        <span>Together: what on demand would have cost.</span>
        <span>
          <span className={`${styles.key} ${styles.onDemand}`} />
          Paid for on-demand jobs
        </span>
        <span>Choose a bar to see its jobs.</span>
      </div>
      <ExpandableSection headerText="The bars as a table" variant="footer">
        <Table
          variant="embedded"
          items={filled}
          trackBy="day"
          ariaLabels={{ tableLabel: 'Paid and saved over time' }}
          empty="No job in the totals ended in this period."
          columnDefinitions={[
            {
              id: 'day',
              header: unit === 'day' ? 'Day' : unit === 'week' ? 'Week' : 'Month',
              isRowHeader: true,
              cell: (bar) => <AppLink href={hrefOf(bar)}>{barLabel(bar.day, unit, true)}</AppLink>,
            },
            numberColumn({ id: 'jobs', header: 'Jobs', cell: ({ amounts }) => formatNumber(amounts.jobs) }),
            numberColumn({
              id: 'paid',
              header: 'Paid on spot',
              cell: ({ amounts }) => amountTexts(amounts).paid,
            }),
            numberColumn({ id: 'saved', header: 'Saved', cell: ({ amounts }) => amountTexts(amounts).saved }),
            numberColumn({
              id: 'share',
              header: 'Savings',
              cell: ({ amounts }) => amountTexts(amounts).savedShare,
            }),
            numberColumn({
              id: 'onDemandPaid',
              header: 'Paid on demand',
              cell: ({ amounts }) => amountTexts(amounts).onDemandPaid,
            }),
            howColumn<ReportBar>(
              (bar) => `the money of ${barLabel(bar.day, unit)}`,
              (bar) => explainAmounts(bar.amounts).saved,
            ),
          ]}
        />
      </ExpandableSection>
    </Container>
  );
};
