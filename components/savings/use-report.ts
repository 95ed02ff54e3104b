'use client';

import { useCallback, useEffect, useState } from 'react';
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
  const [newest, setNewest] = useState<{ address: string; result: ActionResult<Report> }>();
  const [refreshing, setRefreshing] = useState(false);
  const result = newest?.address === address ? newest.result : initial;
  const [last, setLast] = useState(initial.ok ? initial.value : undefined);
  if (result.ok && result.value !== last) setLast(result.value);
  const report = result.ok ? result.value : last;
  const pauseMs = pauseAfter(report);

  const reload = useCallback(async () => {
    setNewest({ address, result: await answerOf(actions.query(backend, address)) });
  }, [actions, address, backend]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const plan = () => {
      clearTimeout(timer);
      if (!ended && document.visibilityState === 'visible') {
        timer = setTimeout(() => void reload().then(plan), pauseMs);
      }
    };
    plan();
    document.addEventListener('visibilitychange', plan);
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
    };
  }, [reload, pauseMs]);

  const refresh = () => {
    setRefreshing(true);
    void answerOf(actions.refresh(backend, address)).then((answer) => {
      setNewest({ address, result: answer });
      setRefreshing(false);
    });
  };

  return {
    ...(report && { report }),
    ...(result.ok ? {} : { problem: result.error }),
    refreshing,
    refresh,
    reload,
  };
};

/** How soon the numbers may have changed by themselves. */
const pauseAfter = (report: Changing | undefined): number => {
  if (report === undefined || report.pricesPending || report.endpoints?.pending) return soonMs;
  if (report.freshness.asOf === undefined || report.freshness.firstSync !== undefined) return soonMs;
  return report.toBackfill > 0 ? backfillingMs : quietMs;
};

/** A dashboard that does not answer at all is a problem like any other. */
const answerOf = async <Report>(asked: Promise<ActionResult<Report>>): Promise<ActionResult<Report>> => {
  try {
    return await asked;
  } catch {
    return {
      ok: false,
      error: { code: 'unreachable', message: 'Spotdeck does not answer. It is tried again.' },
    };
  }
};
