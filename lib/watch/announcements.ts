import { decodeStateChange } from '../aws/decode-state-change';
import { type EventQueue, type QueuedMessage } from '../aws/event-queue';
import { backoffDelay } from '../errors/backoff';
import { describeError } from '../errors/describe-error';
import { warnOnce } from '../errors/log-fault';
import { type Clock } from '../process/clock';
import { type AnnouncementsView } from '../training/announcements-view';
import { isTrusted, lateMs, newQueueTrust, type QueueTrustEvent, reduceQueueTrust } from './queue-trust';

/** The changes of jobs' states that a queue tells of, in one account and Region. */
export interface Announcements {
  /** Somebody polls: messages are taken for a while. */
  touch: () => void;
  /** Each change is told of, so that polling may be slow. */
  isTrusted: () => boolean;
  /** Polling found that a job's state has changed. */
  found: (jobName: string) => void;
  view: () => AnnouncementsView;
  stop: () => Promise<void>;
}

export interface AnnouncementsOptions {
  queue: EventQueue;
  /** Of the jobs; what is told of others is none of ours. */
  account: string;
  region: string;
  clock: Clock;
  /** A job may have changed: it is asked for once, however often that was told meanwhile. */
  onHint: (jobName: string) => Promise<void>;
  /** More was told than is asked for one by one. */
  onMany: () => void;
  /** How late a message may come, in ms. */
  late?: number;
}

/** Messages are taken for so long after somebody polled, in ms: longer than slow polling pauses. */
const takesMs = 180_000;
/** So many jobs wait to be asked for; of more all are asked for at once. */
const maxHints = 100;
/** So many events are known by their id, to be told from those that are delivered again. */
const maxKnown = 2_000;

/**
 * Takes messages from a queue, one consumer a process and queue. A message is believed to name a job that may have
 * changed, and nothing else: AWS is asked. It is removed once its job waits to be asked for; what cannot be read is left
 * for the dead-letter queue where there is one.
 */
export const createAnnouncements = (options: AnnouncementsOptions): Announcements => {
  const { queue, account, region, clock, onHint, onMany, late = lateMs } = options;
  let trust = newQueueTrust;
  let touchedAt = -Infinity;
  let failures = 0;
  let loop: Promise<void> | undefined;
  let isStopped = false;
  let hasDeadLetters: boolean | undefined;
  const ending = new AbortController();
  let wake = () => {};
  const ignored = { foreign: 0, unreadable: 0 };
  const seen = new Set<string>();
  const hints = new Set<string>();
  let asking: Promise<void> | undefined;

  const happened = (event: QueueTrustEvent) => {
    trust = reduceQueueTrust(trust, event, late);
  };

  const askAll = async () => {
    for (const jobName of hints) {
      hints.delete(jobName);
      try {
        await onHint(jobName);
      } catch (error) {
        // Polling finds it in its own time.
        warnOnce(`The job ${jobName}, which is said to have changed, could not be read`, error);
      }
    }
    asking = undefined;
  };

  const hint = (jobName: string) => {
    if (hints.size >= maxHints && !hints.has(jobName)) {
      onMany();
      return;
    }
    hints.add(jobName);
    asking ??= askAll();
  };

  const isNew = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= maxKnown) break;
      seen.delete(oldest);
    }
    return true;
  };

  /** @returns whether it is done with */
  const take = ({ body }: QueuedMessage): boolean => {
    const event = decodeStateChange(body);
    if (event.kind === 'unreadable') {
      ignored.unreadable += 1;
      return hasDeadLetters !== true;
    }
    if (event.kind === 'other' || event.account !== account || event.region !== region) {
      ignored.foreign += 1;
      return true;
    }
    happened({ type: 'told', jobName: event.jobName, at: clock.now() });
    if (isNew(event.id)) hint(event.jobName);
    return true;
  };

  /** Who may not read the queue's attributes may take its messages still. */
  const lookForDeadLetters = async () => {
    hasDeadLetters ??= await queue.hasDeadLetters().catch((error: unknown) => {
      warnOnce(`Whether ${queue.url} has a dead-letter queue could not be read`, error);
      return false;
    });
  };

  const turn = async () => {
    try {
      await lookForDeadLetters();
      const beganAt = clock.now();
      const messages = await queue.receive(ending.signal);
      if (isStopped) return;
      happened({ type: 'received', count: messages.length, beganAt });
      failures = 0;
      await queue.remove(messages.filter(take));
    } catch (error) {
      if (isStopped) return;
      const problem = describeError(error);
      happened({ type: 'failed', problem });
      failures += 1;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(backoffDelay(failures, problem.code), resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
    }
  };

  const isWanted = () => !isStopped && clock.now() - touchedAt < takesMs;

  const run = async () => {
    while (isWanted()) await turn();
    loop = undefined;
  };

  return {
    touch: () => {
      if (isStopped) return;
      touchedAt = clock.now();
      loop ??= run();
    },
    isTrusted: () => loop !== undefined && isTrusted(trust),
    found: (jobName) => happened({ type: 'found', jobName, at: clock.now() }),
    view: () => {
      const { silent, problem, toldAt, isReached } = trust;
      return {
        url: queue.url,
        state: problem
          ? 'failed'
          : isTrusted(trust)
            ? 'trusted'
            : silent
              ? 'silent'
              : isReached
                ? 'untold'
                : 'asked',
        ...(toldAt !== undefined && { toldAt }),
        ...(silent && { silent }),
        ...(problem && { problem }),
        ...ignored,
      };
    },
    stop: async () => {
      isStopped = true;
      ending.abort();
      wake();
      await loop;
      await asking;
    },
  };
};
