'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { usePolled } from './live/use-polled';

type Look = () => Promise<ActionResult<boolean>>;

const SignInContext = createContext<Look | undefined>(undefined);

/** @param look whether there are credentials that the backend takes; must stay the same function */
export const SignInProvider = ({ look, children }: { look?: Look; children: ReactNode }) => (
  <SignInContext value={look}>{children}</SignInContext>
);

/** A command that somebody runs in a terminal beside the page. */
const pauseMs = 2_000;

/** Where there are no credentials: asks while somebody looks, and has the page made anew once there are. */
export const SignInWatch = ({ onSignedIn }: { onSignedIn: (() => void) | undefined }) => {
  const look = useContext(SignInContext);
  return look ? <Watch look={look} onSignedIn={onSignedIn} /> : null;
};

const Watch = ({ look, onSignedIn }: { look: Look; onSignedIn: (() => void) | undefined }) => {
  const router = useRouter();
  const { value } = usePolled({
    key: look,
    look,
    pauseAfter: ({ value }) => (value ? undefined : pauseMs),
  });
  useEffect(() => {
    if (!value) return;
    router.refresh();
    onSignedIn?.();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when there are credentials
  }, [value]);
  return null;
};
