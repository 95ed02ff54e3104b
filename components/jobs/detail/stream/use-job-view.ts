'use client';

import { useCallback, useState } from 'react';
import { jobViewQuery, type JobView } from '../../../../lib/urls/job-view';

/** The page's view, kept in the URL without a trip to the server. */
export const useJobView = (initial: JobView): [JobView, (change: Partial<JobView>) => void] => {
  const [view, setView] = useState(initial);
  const change = useCallback(
    (part: Partial<JobView>) => {
      const next = { ...view, ...part };
      setView(next);
      const { pathname, hash } = window.location;
      window.history.replaceState(null, '', `${pathname}${jobViewQuery(next)}${hash}`);
    },
    [view],
  );
  return [view, change];
};
