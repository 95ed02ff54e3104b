'use client';

import { useCallback, useState } from 'react';
import { usePolled } from '@/components/shell/live/use-polled';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { type Freshness } from '@/lib/training/job-list';

/** While jobs or prices are on their way, while logs are read, and while nothing is expected; ms. */
const soonMs = 1_500;
const backfillingMs = 5_000;
const quietMs = 15_000;

/** What tells how soon a report changes by itself. */
interface Changing {
  pricesPending: boolean;
  freshness: Freshness;
  toBackfill: number;
  /** Of the waste board: whether the endpoints are still being read. */
  endpoints?: { pending: boolean };
}

interface ReportActions<Report> {
  query: (backend: string, address: string) => Promise<ActionResult<Report>>;
  refresh: (backend: string, address: string) => Promise<ActionResult<Report>>;
}

interface ShownReport<Report> {
  report?: Report;
  /** Why the newest answer is none; the report before it stays. */
  problem?: ActionError;
  refreshing: boolean;
  refresh: () => void;
  /** Asks the server again, not the backend. */
  reload: () => Promise<void>;
}

/** Keeps the report of an address in step while the tab is visible: the server answers from its memory. */
export const useReport = <Report extends Changing>(
  backend: string,
  address: string,
  initial: ActionResult<Report>,
  actions: ReportActions<Report>,
): ShownReport<Report> => {
  const look = useCallback(() => actions.query(backend, address), [actions, address, backend]);
  const [last, setLast] = useState(initial.ok ? initial.value : undefined);
  const {
    value,
    failure: problem,
    ask,
  } = usePolled({
    key: `${backend} ${address}`,
    look,
    initial,
    pauseAfter: (polled) => pauseAfter(polled.value ?? last),
  });
  if (value !== undefined && value !== last) setLast(value);
  // Until another address has an answer, what was shown before stays.
  const report = value ?? last;
  const [refreshing, setRefreshing] = useState(false);
  const refresh = () => {
    setRefreshing(true);
    void ask(() => actions.refresh(backend, address)).then(() => setRefreshing(false));
  };

  return { ...(report && { report }), ...(problem && { problem }), refreshing, refresh, reload: () => ask() };
};

/** How soon the numbers may have changed by themselves. */
const pauseAfter = (report: Changing | undefined): number => {
  if (report === undefined || report.pricesPending || report.endpoints?.pending) return soonMs;
  if (report.freshness.asOf === undefined || report.freshness.firstSync !== undefined) return soonMs;
  return report.toBackfill > 0 ? backfillingMs : quietMs;
};
