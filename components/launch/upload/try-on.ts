import { askServer } from '@/components/shell/ask-server';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { doubledDelay } from '@/lib/errors/backoff';

/** What another try can mend: a rate, a network, a full disk, a dashboard that is started again. */
const passing: ReadonlySet<ActionError['code']> = new Set([
  'throttled',
  'unreachable',
  'service-fault',
  'internal',
]);
/** With doubled waits up to 30 s these are two minutes. */
const maxTries = 9;

export interface Trying {
  signal: AbortSignal;
  /** Waits; rejects where it is given up. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Says why it waits; undefined when it goes on. */
  onWait: (reason: string | undefined) => void;
}

/** What is no answer of the server counts as one that it cannot be reached. @throws where it is given up */
export const tryOn = async <Value>(
  act: () => Promise<ActionResult<Value>>,
  { signal, pause, onWait }: Trying,
): Promise<ActionResult<Value>> => {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const result = await askServer(act, 'The dashboard does not answer. Is it still running?');
    signal.throwIfAborted();
    if (result.ok || !passing.has(result.error.code) || tries === maxTries) {
      if (tries > 1) onWait(undefined);
      return result;
    }
    onWait(result.error.message);
    await pause(doubledDelay(1_000, tries - 1, 30_000), signal);
  }
};

export const pauseFor = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal.addEventListener('abort', giveUp, { once: true });
  });
