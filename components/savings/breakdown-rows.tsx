'use client';

import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode } from 'react';
import { formatHours, formatNumber, formatShare, formatUsd } from '@/lib/training/format';
import { spotSavingsShare } from '@/lib/training/report/amounts';
import { explainAmounts } from '@/lib/training/report/explanations';
import { type GroupRow, type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { HowComputed } from './how-computed';
import { type ReportLinks } from './report-links';

interface BreakdownRowsProps {
  report: SavingsReport;
  header: ReactNode;
  links: ReportLinks;
  onPage: (page: number) => void;
}

/** One row a group, each leading to its jobs; all pages together are the totals. */
export const BreakdownRows = ({ report, header, links, onPage }: BreakdownRowsProps) => {
  const { groups } = report;
  const columns: TableProps.ColumnDefinition<GroupRow>[] = [
    {
      id: 'group',
      header: { instance: 'Instance type', tag: groups.tagKey ?? 'Tag', prefix: 'Name', job: 'Job' }[
        groups.by
      ],
      isRowHeader: true,
      minWidth: 160,
      cell: (row) =>
        row.filters ? (
          <AppLink href={links.filters(row.filters)}>{nameOf(row, groups.tagKey)}</AppLink>
        ) : (
          nameOf(row, groups.tagKey)
        ),
    },
    {
      id: 'jobs',
      header: 'Jobs',
      cell: ({ amounts: { jobs, spotJobs } }) =>
        number(formatNumber(jobs), spotJobs < jobs ? `${formatNumber(spotJobs)} spot` : undefined),
    },
    { id: 'hours', header: 'Trained', cell: ({ amounts }) => number(formatHours(amounts.trainingHours)) },
    {
      id: 'interruptions',
      header: 'Interruptions',
      cell: ({ amounts }) => number(formatNumber(amounts.interruptions)),
    },
    { id: 'onDemand', header: 'On demand', cell: ({ amounts }) => number(formatUsd(amounts.usdOnDemand)) },
    { id: 'paid', header: 'Paid', cell: ({ amounts }) => number(formatUsd(amounts.usdPaid)) },
    {
      id: 'saved',
      header: 'Saved',
      cell: (row) => {
        const { amounts } = row;
        const share = spotSavingsShare(amounts);
        return (
          <span className="sd-nowrap">
            {number(formatUsd(amounts.usdSaved), share === undefined ? undefined : formatShare(share))}
            <HowComputed
              what={`the money of ${nameOf(row, groups.tagKey)}`}
              explanation={explainAmounts(amounts).saved}
            />
          </span>
        );
      },
    },
  ];
  return (
    <Table
      items={groups.rows}
      columnDefinitions={columns}
      trackBy={({ key }) => (key === undefined ? 'none' : `key ${key}`)}
      header={header}
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

const number = (text: string, note?: string) => (
  <span className="sd-number">
    {text}
    {note !== undefined && (
      <Box variant="small" padding={{ left: 'xxs' }}>
        ({note})
      </Box>
    )}
  </span>
);

export const nameOf = (row: GroupRow, tagKey: string | undefined): string => {
  if (row.key !== undefined) return row.key === '' ? '(empty)' : row.key;
  return tagKey === undefined ? 'None' : `No tag ${tagKey}`;
};
