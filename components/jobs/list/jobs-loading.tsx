'use client';

import { usePathname } from 'next/navigation';
import { defaultQuery } from '../../../lib/urls/job-list';
import { JobsTable } from './jobs-table';

const nothing = () => undefined;

/** The list's own table without rows, so that nothing moves when they come. */
export const JobsLoading = () => (
  <JobsTable
    backend={usePathname().split('/')[1] ?? 'local'}
    query={defaultQuery}
    pageKey=""
    failed={false}
    busy
    facets={{ instanceTypes: [], tags: [] }}
    preferences={{ pageSize: defaultQuery.pageSize }}
    onQuery={nothing}
    onPage={nothing}
    onNearPages={nothing}
    onClearFilters={nothing}
    selected={[]}
    onSelect={() => undefined}
    onPreferences={nothing}
    onWidths={nothing}
    status="Reading the jobs"
  />
);
