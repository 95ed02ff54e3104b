'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type TableProps } from '@cloudscape-design/components/table';
import { type CSSProperties, type ReactNode, useMemo, useRef, useState } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatNumber } from '@/lib/training/format';
import { hasFilters, type JobFacets, type JobFilters } from '@/lib/training/job-filters';
import { jobSortKeys, type JobRow } from '@/lib/training/job-columns';
import { type JobPage, type JobQuery } from '@/lib/training/job-list';
import { AppLink } from '../../shell/app-link';
import { FirstStep } from '../../shell/first-step';
import { useFollow } from '../../shell/use-follow';
import { useSteady } from '../../shell/use-steady';
import { type ColumnWidths, fixedWidths, keptWidths } from './column-widths';
import { JobRows, TablePartsContext } from './job-rows';
import { addedColumns, displayOf, jobColumnsOf } from './jobs-columns';
import { JobsFilter } from './jobs-filter';
import styles from './jobs-list.module.css';
import { PreferencesButton } from './preferences-button';
import { type TablePreferences } from './table-preferences';
import { useRowKeys } from './use-row-keys';

interface JobsTableProps {
  backend: string;
  query: JobQuery;
  /** Absent while there is nothing to show. */
  page?: JobPage;
  /** What tells the page that is shown from another one. */
  pageKey: string;
  /** There is no page because it could not be read. */
  failed: boolean;
  /** Another page is on its way; the rows of the last one stay. */
  busy: boolean;
  facets: JobFacets;
  preferences: TablePreferences;
  onQuery: (query: JobQuery) => void;
  onPage: (page: number) => void;
  /** The pointer or the focus has come to where pages are turned. */
  onNearPages: () => void;
  onClearFilters: () => void;
  onPreferences: (preferences: TablePreferences) => void;
  onWidths: (widths: ColumnWidths) => void;
  /** Jobs that are ticked, on any page. */
  selected: readonly JobRow[];
  onSelect: (selected: readonly JobRow[]) => void;
  status: ReactNode;
  actions?: ReactNode;
  notice?: ReactNode;
}

/** Draws a page of jobs with its filters, sorting, paging and preferences. */
export const JobsTable = (props: JobsTableProps) => {
  const { backend, query, page, failed, busy, facets, preferences, onQuery } = props;
  const several = backend === allSlug;
  const follow = useFollow();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const { columns: shownColumns } = query;
  const { columns: chosenColumns, widths } = preferences;
  const simulated = page?.simulated ?? false;
  const { added, columns, display, fixed } = useMemo(() => {
    const chosen = { columns: chosenColumns };
    const added = addedColumns(shownColumns ?? [], chosen);
    const drawn = jobColumnsOf(backend, added, simulated);
    const display = displayOf(drawn, chosen, shownColumns);
    const fixed = fixedWidths(drawn, display, { widths });
    const columns = fixed ? drawn.map((column) => ({ ...column, width: fixed.of.get(column.id) })) : drawn;
    return { added, columns, display, fixed };
  }, [backend, shownColumns, chosenColumns, widths, simulated]);
  // The table measures its columns when it is mounted, and goes by that from then on.
  const [measured, setMeasured] = useState(0);
  const total = page?.total ?? 0;
  const waiting = page === undefined || (page.freshness.asOf === undefined && !page.freshness.problem);
  const count = page === undefined ? 0 : countedJobs(query, page);
  // Of what was never read it is not known that there is none.
  const isCounted = page !== undefined && (page.freshness.asOf !== undefined || count > 0);
  const sortBy = useSteady(({ sortingColumn, isDescending }: TableProps.SortingState<JobRow>) => {
    const by = jobSortKeys.find((key) => key === sortingColumn.sortingField);
    if (by) onQuery({ ...query, sort: { by, descending: isDescending ?? false }, page: 1 });
  });
  const filterBy = useSteady((filters: JobFilters) => onQuery({ ...query, filters, page: 1 }));
  const prefer = useSteady((next: TablePreferences) => {
    if (widths && !next.widths) setMeasured(measured + 1);
    props.onPreferences(next);
  });
  const parts = {
    header: (
      <SpaceBetween size="m">
        <Header
          variant="awsui-h1-sticky"
          counter={isCounted ? `(${formatNumber(count)})` : undefined}
          description={props.status}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {props.actions}
              {!several && (
                <Button variant="primary" href={`/${backend}/jobs/new`} onFollow={follow}>
                  Launch a job
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Training jobs
        </Header>
        {props.notice}
      </SpaceBetween>
    ),
    filter: (
      <JobsFilter
        filters={query.filters}
        facets={facets}
        count={isCounted ? total : undefined}
        several={several}
        onChange={filterBy}
      />
    ),
    pagination: (
      <div onPointerEnter={props.onNearPages} onFocus={props.onNearPages}>
        <Pagination
          currentPageIndex={Math.min(query.page, Math.max(1, Math.ceil(total / query.pageSize)))}
          pagesCount={Math.max(1, Math.ceil(total / query.pageSize))}
          onChange={({ detail }) => props.onPage(detail.currentPageIndex)}
        />
      </div>
    ),
    preferences: (
      <PreferencesButton
        {...{ columns, display, added, facets }}
        pageSize={query.pageSize}
        widths={widths}
        onPreferences={prefer}
      />
    ),
    empty: <EmptyJobs {...props} />,
  };
  return (
    <div
      ref={list}
      className={`sd-sticky-table ${styles.rows} ${fixed ? styles.fixed : styles.fitted}`}
      style={fixed && ({ '--table-width': `${fixed.tablePx}px` } as CSSProperties)}
      aria-busy={busy}
    >
      <TablePartsContext value={parts}>
        <JobRows
          key={measured}
          rows={useUnchanged(page?.rows ?? noRows)}
          pageKey={props.pageKey}
          columns={columns}
          display={display}
          loading={waiting && !failed}
          total={total}
          firstIndex={((page?.page ?? 1) - 1) * query.pageSize + 1}
          sortedBy={query.sort.by}
          descending={query.sort.descending}
          selected={props.selected}
          onSelect={useSteady(props.onSelect)}
          onSort={sortBy}
          onWidths={useSteady((shown: readonly number[]) =>
            props.onWidths(keptWidths(columns, display, shown, widths)),
          )}
        />
      </TablePartsContext>
    </div>
  );
};

const noRows: readonly JobRow[] = [];

/** The rows that were drawn, where those that were pushed since say the same. */
const useUnchanged = (rows: readonly JobRow[]): readonly JobRow[] => {
  const [drawn, setDrawn] = useState(rows);
  if (drawn === rows || JSON.stringify(drawn) === JSON.stringify(rows)) return drawn;
  setDrawn(rows);
  return rows;
};

/** Jobs there are, whatever the filters, but for archived ones that are left out. */
const countedJobs = ({ filters }: JobQuery, { totalUnfiltered, archived }: JobPage): number =>
  filters.archived === 'hidden' ? totalUnfiltered - archived : totalUnfiltered;

const EmptyJobs = ({ backend, query, page, failed, onQuery, onClearFilters }: JobsTableProps) => {
  if (failed || page?.freshness.asOf === undefined) {
    return (
      <div className={styles.empty}>
        <Box variant="strong">The jobs are not read yet</Box>
        <Box color="text-body-secondary">They appear here as soon as the backend answers.</Box>
      </div>
    );
  }
  if (hasFilters(query.filters) && page.totalUnfiltered > 0) {
    return (
      <div className={styles.empty}>
        <Box variant="strong">No job matches</Box>
        <Box color="text-body-secondary">
          None of the {formatNumber(countedJobs(query, page))} jobs meets these filters.
        </Box>
        <Button onClick={onClearFilters}>Clear the filters</Button>
      </div>
    );
  }
  if (page.totalUnfiltered > 0) {
    return (
      <div className={styles.empty}>
        <Box variant="strong">All jobs are archived</Box>
        <Button onClick={() => onQuery({ ...query, filters: { ...query.filters, archived: 'only' } })}>
          Show the archived jobs
        </Button>
      </div>
    );
  }
  if (backend === allSlug) {
    return (
      <FirstStep
        title="No training jobs here yet"
        action={{ text: 'Launch a job on this machine', href: '/local/jobs/new' }}
        other={<AppLink href="/local/account">Or see which accounts and profiles there are</AppLink>}
      >
        This list shows the jobs of several accounts and Regions together, whoever launched them. Choose above
        which; each that you have opened before is among them by itself.
      </FirstStep>
    );
  }
  return (
    <FirstStep
      title="No training jobs yet"
      action={{ text: 'Launch a job', href: `/${backend}/jobs/new` }}
      other={<AppLink href={`/${backend}/tools`}>Or start one from your own tools</AppLink>}
    >
      The form opens with the MNIST example filled in: launch it as it is, or with a script of your own, and
      watch it here.
    </FirstStep>
  );
};
