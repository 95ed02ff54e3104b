'use client';

import { type ReactNode, Suspense, useState } from 'react';
import { useHydrated } from './use-hydrated';

interface PageBoundaryProps {
  /** What stands there until the page has come. */
  skeleton: ReactNode;
  children: ReactNode;
}

/**
 * A page that is gone to by a link has its skeleton until it comes. In a document the page itself comes at once: with
 * a boundary React sends a skeleton first and shows the page 300 ms after it, however quick the server was. So this
 * takes the place of loading.tsx, which makes a boundary of both. A page that is long in coming `ServedPage` bounds.
 * Which one it is stays as it was, so that nothing within is mounted anew.
 */
export const PageBoundary = ({ skeleton, children }: PageBoundaryProps) => {
  const isLinkFollowed = useHydrated();
  const [isBounded] = useState(isLinkFollowed);
  return isBounded ? <Suspense fallback={skeleton}>{children}</Suspense> : children;
};
