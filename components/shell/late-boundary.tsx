'use client';

import { type ReactNode, Suspense, useState } from 'react';

interface LateBoundaryProps {
  /** The server did not have the content in time. */
  isLate: boolean;
  /** What stands there until it has come. */
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * What came late has its fallback until then; what came in time needs no boundary, which would cost it 300 ms. Which one
 * it was stays so: when the page is asked for anew, quick or slow, nothing within is mounted anew and what was typed stays.
 */
export const LateBoundary = ({ isLate, fallback, children }: LateBoundaryProps) => {
  const [isBounded] = useState(isLate);
  return isBounded ? <Suspense fallback={fallback}>{children}</Suspense> : children;
};
