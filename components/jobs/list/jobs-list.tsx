'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useOptimistic, useState, useTransition } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { usualFilters, type JobFacets } from '@/lib/training/job-filters';
import { formatNumber } from '@/lib/training/format';
import { jobKeyOf, type JobRow } from '@/lib/training/job-columns';
import { type JobPage, type JobQuery } from '@/lib/training/job-list';
import { ErrorAlert } from '../../shell/error-alert';
import { UnreadableSetting } from '../../shell/unreadable-notice';
import { AppLink } from '../../shell/app-link';
import { useSteady } from '../../shell/use-steady';
import { formatJobQuery } from '../../../lib/urls/job-list';
import { withPlaces } from '../../../lib/urls/places';
import { type ListActions } from './bulk/bulk-actions';
import { BulkMenu } from './bulk/bulk-menu';
import { columnWidthsCookie, columnWidthsCookieOf, type ColumnWidths } from './column-widths';
import { CompareButton } from './compare-button';
import { JobsTable } from './jobs-table';
import { LiveIndicator } from './live-indicator';
import { SavedViews } from './saved-views';
import {
  type KeptPreferences,
  tablePreferencesCookie,
  tablePreferencesCookieOf,
  type TablePreferences,
} from './table-preferences';
import { useLiveJobs } from './use-live-jobs';
import { useTurnedPages } from './use-turned-pages';

interface JobsListProps {
  /** `all`: the list is of several. */
  backend: string;
  query: JobQuery;
  initial: ActionResult<JobPage>;
  facets: JobFacets;
  preferences: KeptPreferences;
  /** Asks the backend at once; the address is the query as `formatJobQuery` writes it. */
  refresh: (backend: string, address: string) => Promise<ActionResult<JobPage>>;
  actions: ListActions;
  /** Of a list of several backends: which, where the reader chose them, and what says so. */
  several?: { places: readonly string[]; above: (page: JobPage | undefined) => ReactNode };
}

const noPlaces: readonly string[] = [];

/** The list of jobs: its state is the address, its rows come from the server and are pushed when they change. */
export const JobsList = ({
  backend,
  query: askedQuery,
  initial,
  facets,
  preferences: saved,
  refresh,
  actions,
  several,
}: JobsListProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const [navigating, startTransition] = useTransition();
  const [preferences, setPreferences] = useState<KeptPreferences>(saved);
  const addressOf = (query: JobQuery) => withPlaces(formatJobQuery(query), several?.places ?? []);
  const turned = useTurnedPages(backend, askedQuery, {
    places: several?.places ?? noPlaces,
    isRead: initial.ok && initial.value.freshness.asOf !== undefined,
  });
  const [query, setQuery] = useOptimistic(turned.query);
  const address = addressOf(turned.query);
  const isTurned = turned.query !== askedQuery;
  const live = useLiveJobs(`/${backend}/job-list/events?${address}`);
  const [refreshed, setRefreshed] = useState<{ address: string; result: ActionResult<JobPage> }>();
  const [refreshing, startRefresh] = useTransition();
  const [selected, setSelected] = useState<readonly JobRow[]>([]);

  // The newest of what was pushed, asked for, and rendered with the page.
  const asked = refreshed?.address === address ? refreshed.result : isTurned ? undefined : initial;
  const { page, problem, isAwaited } = useShownPage(live, asked, turned.page);

  const failed = page === undefined && problem !== undefined;

  const open = (next: JobQuery) => router.push(`${pathname}?${addressOf(next)}`, { scroll: false });
  const go = (next: JobQuery) =>
    startTransition(() => {
      setQuery(next);
      open(next);
    });
  const turnTo = (page: number) => {
    const next = { ...query, page };
    // Drawn as part of the press, not piece by piece between other work.
    if (turned.turnAtOnce(next)) return;
    startTransition(async () => {
      setQuery(next);
      if (!(await turned.turn(next))) open(next);
    });
  };
  const retry = () =>
    startRefresh(async () => {
      setRefreshed({ address, result: await refresh(backend, address) });
    });
  const prefer = (next: TablePreferences) => {
    document.cookie = tablePreferencesCookieOf(next);
    document.cookie = columnWidthsCookieOf(next.widths);
    setPreferences(next);
    const columns = next.columns?.filter(({ visible }) => visible).map(({ id }) => id);
    const page = next.pageSize === query.pageSize ? query.page : 1;
    go({ ...query, pageSize: next.pageSize, page, columns });
  };

  const keepWidths = (widths: ColumnWidths) => {
    document.cookie = columnWidthsCookieOf(widths);
    setPreferences({ ...preferences, widths });
  };

  const untick = useSteady(() => setSelected([]));
  const untickDone = useSteady((keys: readonly string[]) =>
    setSelected(selected.filter((job) => !keys.includes(jobKeyOf(job)))),
  );
  const openView = useSteady((view: string) =>
    startTransition(() => router.push(`${pathname}?${view}`, { scroll: false })),
  );

  return (
    <JobsTable
      backend={backend}
      query={query}
      page={page}
      pageKey={address}
      failed={failed}
      busy={navigating || isAwaited}
      facets={facets}
      preferences={{ ...preferences, pageSize: query.pageSize }}
      onQuery={go}
      onPage={turnTo}
      onNearPages={() => turned.want({ ...query, page: query.page + 1 })}
      onClearFilters={() => go({ ...query, filters: usualFilters, page: 1 })}
      onPreferences={prefer}
      onWidths={keepWidths}
      selected={selected}
      onSelect={setSelected}
      status={
        // A paragraph: blocks have no place in it.
        <>
          <LiveIndicator connection={live.connection} freshness={page?.freshness} failed={failed} />
          {page !== undefined && page.archived > 0 && query.filters.archived === 'hidden' && (
            <>
              {' · '}
              <AppLink
                href={`${pathname}?${addressOf({ ...query, page: 1, filters: { ...usualFilters, archived: 'only' } })}`}
              >
                {`${formatNumber(page.archived)} archived`}
              </AppLink>
            </>
          )}
        </>
      }
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CompareButton backend={backend} selected={selected} onClear={untick} />
          <BulkMenu backend={backend} selected={selected} actions={actions} onDone={untickDone} />
          <SavedViews address={addressOf({ ...query, page: 1 })} onOpen={openView} />
          <Button iconName="refresh" ariaLabel="Refresh the list" onClick={retry} loading={refreshing} />
          <Button
            iconName="download"
            ariaLabel="Download CSV"
            href={`/${backend}/job-list/export?${address}`}
            download
          />
        </SpaceBetween>
      }
      notice={
        (problem || several || preferences.isUnreadable || preferences.areWidthsUnreadable) && (
          <SpaceBetween size="s">
            {several?.above(page)}
            {preferences.isUnreadable && (
              <UnreadableSetting cookie={tablePreferencesCookie} what="this table’s preferences" />
            )}
            {preferences.areWidthsUnreadable && (
              <UnreadableSetting cookie={columnWidthsCookie} what="the widths of this table’s columns" />
            )}
            {problem === undefined ? undefined : page?.freshness.asOf === undefined ? (
              <ErrorAlert
                error={problem}
                title="The jobs could not be read"
                onRetry={retry}
                retrying={refreshing}
              />
            ) : (
              <Alert
                type="warning"
                header="This list may be out of date"
                action={
                  <Button onClick={retry} loading={refreshing}>
                    Try again
                  </Button>
                }
              >
                {problem.message} What is shown was read before.
              </Alert>
            )}
          </SpaceBetween>
        )
      }
    />
  );
};

/** The newest page of what was pushed, asked for and turned to, or why there is none. */
const useShownPage = (
  live: ReturnType<typeof useLiveJobs>,
  asked: ActionResult<JobPage> | undefined,
  turned: JobPage | undefined,
) => {
  const now = live.page ?? (asked?.ok ? asked.value : turned);
  // Gone back to a page that is no more at hand: its rows are on their way, and the last ones stay until then.
  const [last, setLast] = useState(now);
  if (now !== undefined && now !== last) setLast(now);
  const isAwaited = now === undefined && asked === undefined && live.problem === undefined;
  const page = isAwaited ? last : now;
  const failure = asked === undefined || asked.ok ? undefined : asked.error;
  return { page, isAwaited, problem: page ? page.freshness.problem : (live.problem ?? failure) };
};
