'use client';

import { type ReactNode, Suspense, use } from 'react';

interface LaterProps {
  /** Of the server's: resolved once what is seen first is on its way. */
  after: Promise<unknown>;
  /** What stands there until then. */
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * A part of a page that lies below what is seen first. The server sends a document only once all of it is made, but for
 * what still waits; so this waits, and the browser has the rest painted while it is made and sent. It is taken over by
 * React apart from the rest, too.
 */
export const Later = ({ after, fallback, children }: LaterProps) => (
  <Suspense fallback={fallback}>
    <After promise={after}>{children}</After>
  </Suspense>
);

const After = ({ promise, children }: { promise: Promise<unknown>; children: ReactNode }) => {
  use(promise);
  return children;
};
