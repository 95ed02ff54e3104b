'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { entriesOfBuckets, entriesOfPrefix, type ListingEntry, type Place } from '@/lib/training/s3-listing';
import { type S3Actions } from './s3-actions';

export interface Listing {
  entries: ListingEntry[];
  /** There is more than what was read. */
  nextToken?: string;
  loading: boolean;
  failure?: ActionError;
}

const beginning: Listing = { entries: [], loading: true };

/**
 * What lies at a place, page by page; what is asked of a place that was left meanwhile is dropped.
 * @param place undefined: the buckets
 * @param begun only names that begin with it are asked for
 */
export const useListing = (actions: S3Actions, place: Place | undefined, begun: string) => {
  const key = place === undefined ? '' : `${place.bucket}/${place.prefix}${begun}`;
  const [state, setState] = useState({ key, listing: beginning });
  const shown = state.key === key ? state.listing : beginning;
  const current = useRef(key);

  const read = useCallback(
    async (token?: string) => {
      current.current = key;
      const result = await askServer(() => askFor(actions, place, begun, token));
      if (current.current !== key) return;
      setState((before) => ({
        key,
        listing: after(before.key === key ? before.listing : beginning, result, token === undefined),
      }));
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` says all of place and begun
    [actions, key],
  );
  useEffect(() => {
    void read();
  }, [read]);

  const again = (token?: string) => {
    setState({
      key,
      listing: { ...shown, loading: true, ...(token === undefined && { entries: [] }) },
    });
    void read(token);
  };
  return {
    ...shown,
    readMore: () => again(shown.nextToken),
    retry: () => again(shown.entries.length > 0 ? shown.nextToken : undefined),
  };
};

interface Page {
  entries: ListingEntry[];
  nextToken?: string;
}

const askFor = async (
  actions: S3Actions,
  place: Place | undefined,
  begun: string,
  token: string | undefined,
): Promise<ActionResult<Page>> => {
  if (place === undefined) {
    const result = await actions.listBuckets(token);
    if (!result.ok) return result;
    const { buckets, ...rest } = result.value;
    return { ok: true, value: { ...rest, entries: entriesOfBuckets(buckets) } };
  }
  const result = await actions.listObjects(place.bucket, `${place.prefix}${begun}`, token);
  if (!result.ok) return result;
  const { folders, objects, ...rest } = result.value;
  return { ok: true, value: { ...rest, entries: entriesOfPrefix(place, { folders, objects }) } };
};

const after = (before: Listing, result: ActionResult<Page>, isFirst: boolean): Listing => {
  if (!result.ok) return { ...before, loading: false, failure: result.error };
  const { entries, nextToken } = result.value;
  return {
    entries: isFirst ? entries : [...before.entries, ...entries],
    loading: false,
    ...(nextToken !== undefined && { nextToken }),
  };
};
