/**
 * What only one tab of a browser does at a time, by the Web Locks API: a tab that is closed or crashes lets go by itself.
 * Where the browser has no locks, as on a page that is not secure, nothing is held and nothing refused.
 */
import { useEffect, useState } from 'react';

/** In place of an outcome: another tab is doing it. */
export const elsewhere = Symbol('in another tab');

/** A file on its way to its place. */
export const lockOfUpload = ({
  backend,
  bucket,
  key,
}: Readonly<Record<'backend' | 'bucket' | 'key', string>>): string =>
  `spotdeck-upload ${JSON.stringify([backend, bucket, key])}`;

const browserLocks = (): LockManager | undefined =>
  typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;

const heldHere = new Set<string>();

/** Does it unless another tab is at it; what this tab itself is still ending is waited for. */
export const inOneTab = async <Value>(
  name: string,
  act: () => Promise<Value>,
  locks = browserLocks(),
): Promise<Value | typeof elsewhere> => {
  if (!locks) return act();
  const hold = async (): Promise<{ value: Value }> => {
    heldHere.add(name);
    try {
      return { value: await act() };
    } finally {
      heldHere.delete(name);
    }
  };
  if (!heldHere.has(name)) {
    const done = await locks.request(name, { ifAvailable: true }, (lock) => (lock ? hold() : undefined));
    if (done) return done.value;
    if (await isHeld(name, locks)) return elsewhere;
  }
  return (await locks.request(name, hold)).value;
};

/** Those who wait for the end hold it for a moment too, shared among them. */
const isHeld = async (name: string, locks: LockManager): Promise<boolean> =>
  ((await locks.query()).held ?? []).some((lock) => lock.name === name && lock.mode === 'exclusive');

/** Which of them another tab holds, until it lets go. */
export const useHeldElsewhere = (names: readonly string[]): ReadonlySet<string> => {
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const asked = JSON.stringify(names);
  useEffect(() => {
    const locks = browserLocks();
    if (!locks) return undefined;
    const left = new AbortController();
    const { signal } = left;
    const set = (name: string, isHeldNow: boolean) =>
      setHeld(
        (before) => new Set([...[...before].filter((each) => each !== name), ...(isHeldNow ? [name] : [])]),
      );
    const follow = async (name: string): Promise<void> => {
      while (!signal.aborted && !heldHere.has(name) && (await isHeld(name, locks))) {
        set(name, true);
        // Waits until whoever holds it lets go. It throws only where this list is left meanwhile.
        await locks.request(name, { mode: 'shared', signal }, () => undefined).catch(() => undefined);
      }
      if (!signal.aborted) set(name, false);
    };
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- `asked` is written above, of names
    for (const name of JSON.parse(asked) as string[]) void follow(name);
    return () => left.abort();
  }, [asked]);
  return held;
};
