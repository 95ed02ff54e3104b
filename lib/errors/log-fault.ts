import 'server-only';

/** The same fault is told so seldom, in ms. */
const againMs = 60_000;
/** Faults that are remembered; beyond that the oldest are told anew. */
const maxFaults = 500;

interface Told {
  at: number;
  /** By which the reader and the log name the fault. */
  reference: string;
  /** How often it came since, untold. */
  untold: number;
}

const faults = (): Map<string, Told> => {
  // Next bundles a module once per route, and the server's log is one.
  const memory = globalThis as { [key: symbol]: Map<string, Told> | undefined };
  return (memory[Symbol.for('spotdeck.faults')] ??= new Map());
};

/**
 * Tells the server's log of a fault once a minute, whatever polls into it.
 * @param fault what the same fault has the same of
 * @param tell writes it; `times` is how often it came since it was last told
 * @returns the reference under which it was told
 */
export const logFault = (
  fault: string,
  makeReference: () => string,
  tell: (reference: string, times: number) => void,
  now = Date.now(),
): string => {
  const before = faults().get(fault);
  if (before && now - before.at < againMs) {
    before.untold += 1;
    return before.reference;
  }
  const reference = makeReference();
  faults().delete(fault);
  faults().set(fault, { at: now, reference, untold: 0 });
  for (const key of faults().keys()) {
    if (faults().size <= maxFaults) break;
    faults().delete(key);
  }
  tell(reference, (before?.untold ?? 0) + 1);
  return reference;
};

/** One line, once a minute: what could not be done, and why. */
export const warnOnce = (what: string, error: unknown): void => {
  const why = error instanceof Error ? error.message : String(error);
  logFault(
    `${what} ${why}`,
    () => '',
    (_, times) =>
      console.warn(`${what}: ${why}${times > 1 ? ` (${times} times in the last minute or more)` : ''}`),
  );
};
