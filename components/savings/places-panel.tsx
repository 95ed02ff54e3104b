'use client';

import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { placeName } from '@/lib/training/backend-slug';
import { formatHours, formatNumber } from '@/lib/training/format';
import { amountTexts } from '@/lib/training/money/money-text';
import { type GroupRow, type SavingsReport } from '@/lib/training/report/savings-report';
import { formatReportQuery } from '@/lib/urls/report';
import { AppLink } from '../shell/app-link';
import { type ReportLinks } from './report-links';
import { numberColumn } from '../shell/number-column';

interface PlacesPanelProps {
  report: SavingsReport;
  links: ReportLinks;
}

/** Of a report of several backends: the totals by backend, each with the way to its own report. */
export const PlacesPanel = ({ report, links }: PlacesPanelProps) => {
  const { placeRows, simulatedPlaces = [], query } = report;
  if (placeRows === undefined) return null;
  const own = formatReportQuery({ ...query, groupPage: undefined });
  const text =
    (of: (texts: ReturnType<typeof amountTexts>) => string) =>
    ({ amounts }: GroupRow) =>
      of(amountTexts(amounts));
  const columns: TableProps.ColumnDefinition<GroupRow>[] = [
    {
      id: 'where',
      header: 'Account and Region',
      isRowHeader: true,
      minWidth: 160,
      cell: ({ key = '' }) => (
        <>
          <AppLink href={`/${key}/savings?${own}`}>{placeName(key)}</AppLink>
          {simulatedPlaces.includes(key) && (
            <>
              {' '}
              <Badge color="severity-low">Simulated money</Badge>
            </>
          )}
        </>
      ),
    },
    numberColumn({
      id: 'jobs',
      header: 'Jobs',
      cell: ({ amounts: { jobs }, filters }) =>
        filters && jobs > 0 ? (
          <AppLink href={links.filters(filters)}>{formatNumber(jobs)}</AppLink>
        ) : (
          formatNumber(jobs)
        ),
    }),
    numberColumn({
      id: 'hours',
      header: 'Trained',
      cell: ({ amounts }) => formatHours(amounts.trainingHours),
    }),
    numberColumn({
      id: 'onDemand',
      header: 'On demand would have cost',
      cell: text(({ onDemand }) => onDemand),
    }),
    numberColumn({ id: 'paid', header: 'Paid on spot', cell: text(({ paid }) => paid) }),
    numberColumn({ id: 'saved', header: 'Saved', cell: text(({ saved }) => saved) }),
    numberColumn({ id: 'share', header: 'Savings', cell: text(({ savedShare }) => savedShare) }),
    numberColumn({
      id: 'onDemandPaid',
      header: 'Paid on demand',
      cell: text(({ onDemandPaid }) => onDemandPaid),
    }),
    numberColumn({
      id: 'unpriced',
      header: 'Without a price',
      cell: ({ unpriced, amounts }) => {
        const jobs = unpriced?.jobs ?? (amounts.priced ? 0 : amounts.jobs);
        return jobs === 0 ? '–' : `${formatNumber(jobs)} ${jobs === 1 ? 'job' : 'jobs'}`;
      },
    }),
  ];
  return (
    <SpaceBetween size="s">
      {simulatedPlaces.length > 0 && (
        <Alert type="info">
          The sums hold simulated money: nothing was spent on {simulatedPlaces.map(placeName).join(', ')}.
          Leave {simulatedPlaces.length === 1 ? 'it' : 'them'} out above to see what was really paid.
        </Alert>
      )}
      <Table
        items={placeRows}
        columnDefinitions={columns}
        trackBy={({ key = '' }) => key}
        wrapLines
        header={<Header variant="h2">By account and Region</Header>}
        ariaLabels={{ tableLabel: 'By account and Region' }}
        empty={<Box textAlign="center">None has been read yet.</Box>}
      />
    </SpaceBetween>
  );
};
