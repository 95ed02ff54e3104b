'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { type SavingsActions } from './savings-actions';

/** While jobs or prices are on their way, while logs are read, and while nothing is expected; ms. */
const soonMs = 1_500;
const backfillingMs = 5_000;
const quietMs = 15_000;

interface ShownReport {
  report?: SavingsReport;
  /** Why the newest answer is none; the report before it stays. */
  problem?: ActionError;
  refreshing: boolean;
  refresh: () => void;
  /** Asks the server again, not the backend. */
  reload: () => Promise<void>;
}

/** Keeps the report of an address in step while the tab is visible: the server answers from its memory. */
export const useReport = (
  backend: string,
  address: string,
  initial: ActionResult<SavingsReport>,
  actions: SavingsActions,
): ShownReport => {
  const [newest, setNewest] = useState<{ address: string; result: ActionResult<SavingsReport> }>();
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
const pauseAfter = (report: SavingsReport | undefined): number => {
  if (report === undefined || report.pricesPending) return soonMs;
  if (report.freshness.asOf === undefined || report.freshness.firstSync !== undefined) return soonMs;
  return report.toBackfill > 0 ? backfillingMs : quietMs;
};

/** A dashboard that does not answer at all is a problem like any other. */
const answerOf = async (
  asked: Promise<ActionResult<SavingsReport>>,
): Promise<ActionResult<SavingsReport>> => {
  try {
    return await asked;
  } catch {
    return {
      ok: false,
      error: { code: 'unreachable', message: 'Spotdeck does not answer. It is tried again.' },
    };
  }
};
