'use client';

import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode } from 'react';
import { formatHours, formatNumber } from '@/lib/training/format';
import { amountTexts, noPrice } from '@/lib/training/money/money-text';
import { type Amounts } from '@/lib/training/report/amounts';
import { explainAmounts } from '@/lib/training/report/explanations';
import { type GroupRow, type ReportSort, type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { HowComputed } from './how-computed';
import { NoPrice } from './no-price';
import { type EnterPrice } from './price-entry';
import { type ReportLinks } from './report-links';
import { sorting } from './row-sorting';
import { numberColumn } from '../shell/number-column';

interface BreakdownRowsProps {
  report: SavingsReport;
  header: ReactNode;
  links: ReportLinks;
  onSort: (sort: ReportSort) => void;
  onPage: (page: number) => void;
  onEnter: EnterPrice;
}

/** One row a group, each leading to its jobs; all pages together are the totals. */
export const BreakdownRows = ({ report, header, links, onSort, onPage, onEnter }: BreakdownRowsProps) => {
  const { groups, places } = report;
  const money = (row: GroupRow, text: string) =>
    text === noPrice && groups.by === 'instance' ? (
      // Of several backends a row is of all of them: the top of the page asks for the price of each.
      <NoPrice instanceType={row.key} {...(places === undefined && { onEnter })} />
    ) : (
      text
    );
  const columns: TableProps.ColumnDefinition<GroupRow>[] = [
    {
      id: 'group',
      sortingField: 'name',
      header: { instance: 'Instance type', tag: groups.tagKey ?? 'Tag', prefix: 'Name', job: 'Job' }[
        groups.by
      ],
      isRowHeader: true,
      minWidth: 160,
      cell: (row) => (
        <>
          {row.filters ? (
            <AppLink href={links.filters(row.filters)}>{nameOf(row, groups.tagKey)}</AppLink>
          ) : (
            nameOf(row, groups.tagKey)
          )}
          {row.unpriced && (
            <Box variant="small" display="block">
              and{' '}
              {row.filters ? (
                <AppLink href={links.filters({ ...row.filters, standing: 'unpriced' })} fontSize="body-s">
                  {unpricedText(row.unpriced)}
                </AppLink>
              ) : (
                unpricedText(row.unpriced)
              )}
            </Box>
          )}
        </>
      ),
    },
    numberColumn({
      id: 'jobs',
      sortingField: 'jobs',
      header: 'Jobs',
      cell: ({ amounts: { jobs, spotJobs } }) =>
        spotJobs < jobs ? (
          <>
            {formatNumber(jobs)}
            <Box variant="small" padding={{ left: 'xxs' }}>
              ({formatNumber(spotJobs)} spot)
            </Box>
          </>
        ) : (
          formatNumber(jobs)
        ),
    }),
    numberColumn({
      id: 'hours',
      sortingField: 'hours',
      header: 'Trained',
      cell: ({ amounts }) => formatHours(amounts.trainingHours),
    }),
    numberColumn({
      id: 'interruptions',
      sortingField: 'interruptions',
      header: 'Interruptions',
      cell: ({ amounts }) => formatNumber(amounts.interruptions),
    }),
    numberColumn({
      id: 'onDemand',
      sortingField: 'onDemand',
      header: 'On demand would have cost',
      cell: (row) => money(row, amountTexts(row.amounts).onDemand),
    }),
    numberColumn({
      id: 'paid',
      sortingField: 'paid',
      header: 'Paid on spot',
      cell: (row) => money(row, amountTexts(row.amounts).paid),
    }),
    numberColumn({
      id: 'saved',
      sortingField: 'saved',
      header: 'Saved',
      cell: (row) => (
        <span className="sd-nowrap">
          {money(row, amountTexts(row.amounts).saved)}
          <HowComputed
            what={`the money of ${nameOf(row, groups.tagKey)}`}
            explanation={explainAmounts(row.amounts).saved}
          />
        </span>
      ),
    }),
    numberColumn({
      id: 'share',
      sortingField: 'share',
      header: 'Savings',
      cell: ({ amounts }) => amountTexts(amounts).savedShare,
    }),
    numberColumn({
      id: 'sagemaker',
      sortingField: 'sagemaker',
      header: 'SageMaker’s own',
      cell: ({ amounts }) => amountTexts(amounts).sageMakerShare,
    }),
    numberColumn({
      id: 'onDemandPaid',
      sortingField: 'onDemandPaid',
      header: 'Paid on demand',
      cell: (row) => money(row, amountTexts(row.amounts).onDemandPaid),
    }),
  ];
  return (
    <Table
      items={groups.rows}
      columnDefinitions={columns}
      trackBy={({ key }) => (key === undefined ? 'none' : `key ${key}`)}
      header={header}
      {...sorting(columns, report.query.sort, onSort)}
      pagination={
        groups.pages > 1 && (
          <Pagination
            currentPageIndex={groups.page}
            pagesCount={groups.pages}
            onChange={({ detail }) => onPage(detail.currentPageIndex)}
          />
        )
      }
      ariaLabels={{ tableLabel: 'Where it was saved' }}
      empty={<Box textAlign="center">No job in the totals ended in this period.</Box>}
    />
  );
};

const unpricedText = ({ jobs, trainingHours }: Amounts): string =>
  `${formatNumber(jobs)} ${jobs === 1 ? 'job' : 'jobs'}, ${formatHours(trainingHours)}, without a price`;

export const nameOf = (row: GroupRow, tagKey: string | undefined): string => {
  if (row.key !== undefined) return row.key === '' ? '(empty)' : row.key;
  return tagKey === undefined ? 'None' : `No tag ${tagKey}`;
};
