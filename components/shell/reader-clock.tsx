'use client';

import { createContext, use, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { type ClockZone } from './format-time';
import { firstVisitKey, readerZoneCookieOf } from './reader-zone';

interface ReaderClock {
  zone: ClockZone;
  /** Ms since the epoch when the server made the page. */
  madeAt: number;
}

const ReaderClockContext = createContext<ReaderClock>({ zone: 'utc', madeAt: 0 });

const never = () => () => undefined;

const browserZone = (): ClockZone => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface ReaderClockProviderProps {
  /** As the cookie tells; absent on a first visit. */
  zone: string | undefined;
  madeAt: number;
  children: ReactNode;
}

/** The zone and the moment by which the server wrote the page, so that the browser's first render is the same. */
export const ReaderClockProvider = ({ zone: told, madeAt, children }: ReaderClockProviderProps) => {
  const zone = useSyncExternalStore(never, browserZone, () => told ?? 'utc');
  useEffect(() => {
    document.cookie = readerZoneCookieOf(browserZone());
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the script of a first visit leaves it there
    (window as { [firstVisitKey]?: MutationObserver })[firstVisitKey]?.disconnect();
  }, []);
  return <ReaderClockContext value={{ zone, madeAt }}>{children}</ReaderClockContext>;
};

/** The zone in which moments are written: the reader's, and UTC while it is not known. */
export const useReaderZone = (): ClockZone => use(ReaderClockContext).zone;

export const usePageMadeAt = (): number => use(ReaderClockContext).madeAt;
