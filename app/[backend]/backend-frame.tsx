'use client';

import { type ComponentProps, useCallback } from 'react';
import { RowReader } from '@/components/jobs/list/row-reader';
import { AppFrame } from '@/components/shell/app-frame';
import { findJobs } from './find-jobs';
import { readRows } from './read-rows';

/** The frame with what is asked of the server by its components: jobs while a name is typed, rows ahead of a turned page. */
export const BackendFrame = (props: Omit<ComponentProps<typeof AppFrame>, 'findJobs'>) => {
  const { slug } = props.current;
  return (
    <RowReader value={readRows}>
      <AppFrame
        {...props}
        findJobs={useCallback((text: string, signal: AbortSignal) => findJobs(slug, text, signal), [slug])}
      />
    </RowReader>
  );
};
