/**
 * Whether a queue is trusted to tell of each change of a job's state, so that polling may be slow. It has to tell of one
 * first; it is silent once slow polling finds a change that it has not told of. Pure: announcements.ts has the queue.
 */
import { type ActionError } from '../errors/action-result';

/** Times are ms since the epoch. */
export interface QueueTrust {
  /** So many messages in a row have to tell of jobs before it is trusted; 0: it is. */
  needed: number;
  /** How often it was silent: each time more has to be told before it is trusted again. */
  silences: number;
  /** About which job it was silent last, and when that was found; absent while it is trusted. */
  silent?: { jobName: string; at: number };
  /** When each job was told of last, as far as that matters. */
  told: ReadonlyMap<string, number>;
  /** When polling found a change of a job that was not told of. */
  untold: ReadonlyMap<string, number>;
  toldAt?: number;
  /** It answered at least once. */
  isReached: boolean;
  /** Why it cannot be read. */
  problem?: ActionError;
}

export type QueueTrustEvent =
  | { type: 'told' | 'found'; jobName: string; at: number }
  /** @property beganAt when it was asked for messages; what it was told before was among them or those before */
  | { type: 'received'; count: number; beganAt: number }
  | { type: 'failed'; problem: ActionError };

/** A message may come so long after the change, in ms. */
export const lateMs = 30_000;
/** A change that was told of so long before it is found is the same, in ms: polling is slow meanwhile. */
const sameMs = 120_000;
const maxNeeded = 64;

export const newQueueTrust: QueueTrust = {
  needed: 1,
  silences: 0,
  told: new Map(),
  untold: new Map(),
  isReached: false,
};

export const isTrusted = ({ needed, problem }: QueueTrust): boolean => needed === 0 && problem === undefined;

export const reduceQueueTrust = (trust: QueueTrust, event: QueueTrustEvent, late = lateMs): QueueTrust => {
  switch (event.type) {
    case 'told':
      return toldOf(trust, event.jobName, event.at);
    case 'found': {
      const { jobName, at } = event;
      // Where polling is as ever, nothing is asked of the queue.
      if (!isTrusted(trust) || trust.untold.has(jobName)) return trust;
      if (at - (trust.told.get(jobName) ?? -Infinity) < sameMs) return trust;
      return { ...trust, untold: new Map([...trust.untold, [jobName, at]]) };
    }
    case 'received':
      return afterAnswer(trust, event, late);
    case 'failed':
      return { ...trust, problem: event.problem, needed: Math.max(1, trust.needed), untold: new Map() };
  }
};

const toldOf = (trust: QueueTrust, jobName: string, at: number): QueueTrust => {
  const { silent, ...rest } = trust;
  const needed = Math.max(0, trust.needed - 1);
  const recent = [...trust.told].filter(([name, toldAt]) => name !== jobName && at - toldAt < sameMs);
  return {
    ...rest,
    ...(silent !== undefined && needed > 0 && { silent }),
    needed,
    toldAt: at,
    told: new Map([...recent, [jobName, at]]),
    untold: new Map([...trust.untold].filter(([name]) => name !== jobName)),
  };
};

/** An answer without messages says that all there were have been received. */
const afterAnswer = (
  { problem: _, ...trust }: QueueTrust,
  { count, beganAt }: { count: number; beganAt: number },
  late: number,
): QueueTrust => {
  const answered = { ...trust, isReached: true };
  if (count > 0) return answered;
  const missed = [...trust.untold].find(([, at]) => at + late <= beganAt);
  if (missed === undefined) return answered;
  const [jobName, at] = missed;
  return {
    ...answered,
    needed: Math.min(maxNeeded, 2 ** trust.silences),
    silences: trust.silences + 1,
    silent: { jobName, at },
    untold: new Map(),
  };
};
