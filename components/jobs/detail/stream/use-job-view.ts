'use client';

import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { jobViewQuery, type JobView } from '../../../../lib/urls/job-view';
import { keptChartsCookieOf } from './kept-charts';

/**
 * The page's view, kept in the URL without a trip to the server; what is chosen for the charts is kept for the next
 * job's page, too.
 */
export const useJobView = (initial: JobView): [JobView, (change: Partial<JobView>) => void] => {
  const [view, setView] = useState(initial);
  const change = useCallback(
    (part: Partial<JobView>) => {
      const next = { ...view, ...part };
      setView(next);
      if ('smooth' in part || 'pin' in part) document.cookie = keptChartsCookieOf(next);
      writeAddress(next);
    },
    [view],
  );
  // What is shown by the reader's own choice is in the address too, which may be sent to others.
  const begin = useEffectEvent(() => {
    if (view.smooth !== undefined || view.pin !== undefined) writeAddress(view);
  });
  useEffect(() => begin(), []);
  return [view, change];
};

const writeAddress = (view: JobView) => {
  const { pathname, hash } = window.location;
  window.history.replaceState(null, '', `${pathname}${jobViewQuery(view)}${hash}`);
};
