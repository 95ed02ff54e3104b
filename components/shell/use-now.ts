'use client';

import { useCallback, useSyncExternalStore } from 'react';

interface Ticker {
  now: number;
  listeners: Set<() => void>;
  timer?: ReturnType<typeof setInterval>;
}

const tickers = new Map<number, Ticker>();

const getTicker = (intervalMs: number): Ticker => {
  const cached = tickers.get(intervalMs);
  if (cached) return cached;
  const ticker: Ticker = { now: Date.now(), listeners: new Set() };
  tickers.set(intervalMs, ticker);
  return ticker;
};

/**
 * The time in ms since the epoch, renewed every `intervalMs`; all users of one interval share a timer and so show
 * the same moment. The server and the first render in the browser, which must agree, get `initial`.
 */
export function useNow(intervalMs: number, initial: number): number;
export function useNow(intervalMs: number): number | undefined;
export function useNow(intervalMs: number, initial?: number): number | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ticker = getTicker(intervalMs);
      ticker.listeners.add(listener);
      if (ticker.timer === undefined) {
        ticker.now = Date.now();
        ticker.timer = setInterval(() => {
          ticker.now = Date.now();
          for (const notify of ticker.listeners) notify();
        }, intervalMs);
      }
      return () => {
        ticker.listeners.delete(listener);
        if (ticker.listeners.size > 0) return;
        clearInterval(ticker.timer);
        ticker.timer = undefined;
      };
    },
    [intervalMs],
  );
  return useSyncExternalStore<number | undefined>(
    subscribe,
    () => getTicker(intervalMs).now,
    () => initial,
  );
}
