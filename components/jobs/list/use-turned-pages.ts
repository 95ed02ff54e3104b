'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type JobPage, type JobQuery } from '@/lib/training/job-list';
import { formatJobQuery, pageOf } from '../../../lib/urls/job-list';
import { withPlaces } from '../../../lib/urls/places';
import { createPagesAhead } from './pages-ahead';
import { RowReader } from './row-reader';

interface TurnedPages {
  /** What the address asks for: that of the server, but for the page that was turned to since. */
  query: JobQuery;
  /** The page of that query, where it was turned to. */
  page?: JobPage;
  /** Fetches what may be turned to next. */
  want: (query: JobQuery) => void;
  /** Turns to another page of the same list at once. @returns false where it is not at hand */
  turnAtOnce: (query: JobQuery) => boolean;
  /** Turns to another page of the same list. @returns false where it could not be read */
  turn: (query: JobQuery) => Promise<boolean>;
}

interface ListOptions {
  /** Backends of a list of several, as the address names them. */
  places: readonly string[];
  /** There is something to turn to. */
  isRead: boolean;
}

/**
 * Turning pages without a trip for a whole page: the address changes here, its rows are fetched ahead. An address that
 * is opened, reloaded or gone back to shows the same.
 * @param asked what the server was asked for
 */
export const useTurnedPages = (
  backend: string,
  asked: JobQuery,
  { places, isRead }: ListOptions,
): TurnedPages => {
  const search = useSearchParams();
  const shownPage = pageOf(search.get('page') ?? undefined);
  const inAddress = useMemo(
    () => (shownPage === asked.page ? asked : { ...asked, page: shownPage }),
    [asked, shownPage],
  );
  const [turned, setTurned] = useState<Turned>();
  const readRows = useContext(RowReader);
  const pages = useMemo(
    () => createPagesAhead((address) => readRows(backend, address), Date.now),
    [backend, readRows],
  );
  const addressOf = useCallback((one: JobQuery) => withPlaces(formatJobQuery(one), places), [places]);
  // Next tells of the new address after the rows are drawn: until then what was turned to counts.
  const isAhead = turned?.leaves.includes(search.toString()) ?? false;
  if (turned && turned.leaves.length > 0 && !isAhead) setTurned({ ...turned, leaves: [] });
  const isShown = turned !== undefined && (isAhead || turned.address === addressOf(inAddress));
  // The same value as was drawn, so that nothing is drawn for it again.
  const query = isShown ? turned.query : inAddress;

  useEffect(() => {
    if (!isRead) return undefined;
    // Once what is shown is drawn and alive: the next page is what is most often turned to.
    return whenIdle(() => pages.want(addressOf({ ...query, page: query.page + 1 })));
  }, [isRead, pages, query, addressOf]);

  const show = (wanted: JobQuery, page: JobPage) => {
    const next = addressOf(wanted);
    // Who turns on before Next has followed leaves what was turned to, too.
    const leaves = isAhead && turned ? [...turned.leaves, turned.address] : [search.toString()];
    setTurned({ address: next, query: wanted, page, leaves });
    window.history.pushState(null, '', `${window.location.pathname}?${next}`);
  };

  return {
    query,
    ...(isShown && { page: turned.page }),
    want: (wanted) => pages.want(addressOf(wanted)),
    turnAtOnce: (wanted) => {
      const page = pages.atHand(addressOf(wanted));
      if (page) show(wanted, page);
      return page !== undefined;
    },
    turn: async (wanted) => {
      const page = await pages.take(addressOf(wanted));
      if (page) show(wanted, page);
      return page !== undefined;
    },
  };
};

interface Turned {
  address: string;
  query: JobQuery;
  page: JobPage;
  /** What the address was on the way there, until Next has followed. */
  leaves: readonly string[];
}

const whenIdle = (act: () => void): (() => void) => {
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(act, { timeout: 2_000 });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(act, 500);
  return () => clearTimeout(id);
};
