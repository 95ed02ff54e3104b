'use client';

import Box from '@cloudscape-design/components/box';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode } from 'react';
import { fleetLabel } from '@/lib/training/fleet';
import { formatNumber } from '@/lib/training/format';
import { atMostText, noPrice, shareOr, usdOr } from '@/lib/training/money/money-text';
import { explainJob } from '@/lib/training/report/explanations';
import { placeName } from '@/lib/training/backend-slug';
import { type ReportJob, type ReportSort, type SavingsReport } from '@/lib/training/report/savings-report';
import { GoneMark } from '../jobs/gone-mark';
import { AppLink } from '../shell/app-link';
import { Time } from '../shell/time';
import { howColumn } from './how-computed';
import { NoPrice } from './no-price';
import { type EnterPrice } from './price-entry';
import { type ReportLinks } from './report-links';
import { sorting } from './row-sorting';
import { numberColumn } from '../shell/number-column';

interface BreakdownJobsProps {
  backend: string;
  report: SavingsReport;
  header: ReactNode;
  links: ReportLinks;
  onSort: (sort: ReportSort) => void;
  onEnter: EnterPrice;
}

/** The jobs of the totals, one by one; the job list has them all. */
export const BreakdownJobs = ({ backend, report, header, links, onSort, onEnter }: BreakdownJobsProps) => {
  const jobs = report.groups.jobs ?? [];
  const priceOf = (job: ReportJob) =>
    report.prices.find(({ instanceType, where }) => instanceType === job.instanceType && where === job.where);
  const money = ({ instanceType, where }: ReportJob, text: string) =>
    text === noPrice ? <NoPrice instanceType={instanceType} where={where} onEnter={onEnter} /> : text;
  const columns: TableProps.ColumnDefinition<ReportJob>[] = [
    {
      id: 'name',
      sortingField: 'name',
      header: 'Job',
      isRowHeader: true,
      minWidth: 180,
      cell: ({ name, where = backend, goneAt }) => (
        <>
          <AppLink href={`/${where}/jobs/${encodeURIComponent(name)}`}>{name}</AppLink>
          {where !== backend && (
            <Box variant="small" display="block">
              {placeName(where)}
            </Box>
          )}
          <GoneMark at={goneAt} />
        </>
      ),
    },
    { id: 'type', sortingField: 'type', header: 'Type', cell: ({ spot }) => (spot ? 'Spot' : 'On demand') },
    {
      id: 'instance',
      sortingField: 'instance',
      header: 'Instance',
      cell: ({ instanceType, instanceCount }) => fleetLabel(instanceType ?? 'not known', instanceCount),
    },
    { id: 'ended', sortingField: 'ended', header: 'Ended', cell: ({ endedAt }) => <Time at={endedAt} /> },
    numberColumn({
      id: 'interruptions',
      sortingField: 'interruptions',
      header: 'Interruptions',
      cell: ({ interruptions }) => formatNumber(interruptions),
    }),
    numberColumn({
      id: 'onDemand',
      sortingField: 'onDemand',
      header: 'On demand would have cost',
      cell: (job) => money(job, atMostText(usdOr(job.usdOnDemand), job.atMost)),
    }),
    numberColumn({
      id: 'paid',
      sortingField: 'paid',
      header: 'Paid',
      cell: (job) => money(job, usdOr(job.usdPaid)),
    }),
    numberColumn({
      id: 'saved',
      sortingField: 'saved',
      header: 'Saved',
      cell: (job) => (job.spot ? money(job, atMostText(usdOr(job.usdSaved), job.atMost)) : '–'),
    }),
    numberColumn({
      id: 'share',
      sortingField: 'share',
      header: 'Savings',
      cell: ({ savedShare, atMost }) => atMostText(shareOr(savedShare), atMost),
    }),
    numberColumn({
      id: 'sagemaker',
      sortingField: 'sagemaker',
      header: 'SageMaker’s own',
      cell: ({ sageMakerShare }) => shareOr(sageMakerShare),
    }),
    howColumn(
      (job) => `the money of ${job.name}`,
      (job) => explainJob(job, priceOf(job)),
    ),
  ];
  return (
    <Table
      items={jobs}
      columnDefinitions={columns}
      trackBy={({ name, where = '' }) => `${where}/${name}`}
      header={header}
      {...sorting(columns, report.query.sort, onSort)}
      wrapLines={false}
      ariaLabels={{ tableLabel: 'Where it was saved' }}
      empty={<Box textAlign="center">No job in the totals ended in this period.</Box>}
      footer={
        report.totals.jobs > jobs.length && (
          <AppLink href={links.totals}>All {formatNumber(report.totals.jobs)} jobs of the totals</AppLink>
        )
      }
    />
  );
};
