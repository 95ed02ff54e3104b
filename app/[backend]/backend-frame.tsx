'use client';

import { type ComponentProps, useCallback } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { findJobs } from './find-jobs';

/** The frame with what its components ask the server for while something is typed: a request that can be given up. */
export const BackendFrame = (props: Omit<ComponentProps<typeof AppFrame>, 'findJobs'>) => {
  const { slug } = props.current;
  return (
    <AppFrame
      {...props}
      findJobs={useCallback((text: string, signal: AbortSignal) => findJobs(slug, text, signal), [slug])}
    />
  );
};
