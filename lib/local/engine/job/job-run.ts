import { type TrainingJobRecord } from '../../store/training-job-store';
import { createDueOrders } from './due-orders';
import { createEpochWatch } from './epoch-watch';
import { type EngineParts } from './engine-parts';
import { asJobFailure } from '../../core/job-failure';
import {
  allows,
  applyEvent,
  applyMessage,
  type EventDetails,
  type LifecycleEvent,
  messages,
} from './lifecycle';
import { choosePaths } from '../container/containment';
import { type ProgramEnd } from '../container/process-runner';
import { recordFailure } from './record-failure';
import { createRunNotes } from './run-notes';
import {
  goesOn,
  initialRunState,
  isCutShort,
  isOrderDue,
  isSpot,
  isTraining,
  maxWaitEndsAt,
  orderMissed,
  orderWaits,
  reduceRun,
  type RunEvent,
  runtimeLeftMs,
} from './run-state';
import { type InterruptionOrder, type RunRecord } from './run-store';
import { capacityWaitSeconds, secondsToInterruption, startWaitSeconds } from './spot-market';
import { eventOfStop, type StopCause, stoppingMessage } from './stop-cause';
import { createTrainingAttempt, type TrainingAttempt } from './training-attempt';

/**
 * The life of one job in this process: attempt after attempt, until it ends or the backend does. Orders change
 * the record at once and are then carried out; whatever is thrown ends in a terminal status.
 */
export interface JobRun {
  /** Resolves once the job has ended, or `close` has. Never rejects. */
  done: Promise<void>;
  stop(cause: StopCause): void;
  /** The job must be training. */
  interrupt(order: { notice: boolean; capacityWaitSeconds?: number }): void;
  /** Interrupts once the log has named the end of an epoch, which may have happened already. */
  interruptAfterEpoch(order: InterruptionOrder): void;
  /** Draws the next interruption from the market as it is now. */
  marketChanged(): void;
  /** Takes the instance away because the backend ends; the job can be taken up again. */
  close(): void;
}

const stopGraceMs = 120_000;
const noticeMs = 2_000;
/** From a spot notice to the loss of the instance. */
const untilLossMs = 120_000;
const closeGraceMs = 1_500;
/** Whoever ends the backend waits four seconds. */
const closeMs = 3_200;
const finalMetricsMs = 1_000;
const recordRetryMs = 1_000;
/** A program that has trained for so long without counting anything may never count. */
const countlessMs = 60_000;

/** @param begin is called before anything else, again until what it writes has room on the disk. */
export const createJobRun = (parts: EngineParts, name: string, begin = () => {}): JobRun => {
  const { jobs, clock, disk } = parts;
  const runs = createRunNotes(parts, name);
  let attempt: TrainingAttempt | undefined;
  let preparation = new AbortController();
  let wake = () => {};
  let state = initialRunState;
  const epochs = createEpochWatch();
  const due = createDueOrders<'wait' | 'runtime' | 'market' | 'order' | 'notice'>(clock, name);

  const note = (event: RunEvent): void => {
    state = reduceRun(state, event);
  };

  const read = (): TrainingJobRecord => {
    const job = jobs.get(name);
    if (!job) throw new Error(`The record of training job ${name} is gone.`);
    return job;
  };

  const happen = (
    event: LifecycleEvent,
    details: Partial<EventDetails> = {},
    also?: (job: TrainingJobRecord) => void,
  ) =>
    jobs.update(name, (job) => {
      also?.(job);
      applyEvent(job, event, { at: clock.now(), discount: runs.get().discount, ...details });
    });

  const stopCause = (): StopCause | undefined => runs.get().stopCause;

  const saveFinalMetrics = (): void => {
    const finalMetrics = attempt?.finalMetrics() ?? [];
    note({ kind: 'metrics-saved', at: clock.now() });
    if (finalMetrics.length > 0) {
      jobs.update(name, (job) => {
        job.finalMetrics = finalMetrics;
      });
    }
  };

  const loseInstance = (capacityWait: number, message?: string): void => {
    happen('instance-lost', { message });
    note({ kind: 'instance-lost' });
    due.cancel('market', 'runtime');
    runs.note({ capacityAt: clock.now() + capacityWait * 1000, order: undefined });
    preparation.abort();
  };

  const interrupt: JobRun['interrupt'] = ({ notice, capacityWaitSeconds: wait }) => {
    const draw = { job: name, attempt: runs.get().attempt };
    loseInstance(wait ?? capacityWaitSeconds(parts.market.read(), draw));
    if (notice) attempt?.giveNotice(noticeMs, untilLossMs);
    else attempt?.kill();
  };

  const stop = (cause: StopCause): void => {
    const job = read();
    if (!allows(job, 'stop-requested')) return;
    const message = stoppingMessage[cause];
    happen('stop-requested', { message });
    runs.note({ stopCause: cause });
    preparation.abort();
    wake();
    // While uploading the program is gone already, and the upload goes on.
    attempt?.terminate(stopGraceMs);
  };

  /** Waits until `at`; a stop or the backend's end cuts it short. */
  const waitUntil = async (at: number): Promise<void> => {
    if (!goesOn(state, stopCause()) || at <= clock.now()) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(at - clock.now(), resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
    wake = () => {};
  };

  const armMarket = (): void => {
    due.cancel('market');
    const job = read();
    if (!isSpot(job) || !isTraining(job)) return;
    const draw = { job: name, attempt: runs.get().attempt };
    const seconds = secondsToInterruption(parts.market.read(), draw);
    if (seconds === undefined) return;
    due.set('market', seconds * 1000, () => {
      if (allows(read(), 'instance-lost') && read().secondaryStatus === 'Training')
        interrupt({ notice: true });
    });
  };

  const armMaxRuntime = (job: TrainingJobRecord): void =>
    due.set('runtime', runtimeLeftMs(state, job, clock.now()), () => stop('max-runtime'));

  const fireOrder = (): void => {
    const { order } = runs.get();
    if (!order || !isOrderDue(order, epochs.ended(), read())) return;
    try {
      interrupt(order);
    } catch (error) {
      if (!disk.note(error)) throw error;
      due.set('order', recordRetryMs, () => {
        if (!state.lost && allows(read(), 'instance-lost')) interrupt(order);
      });
    }
  };

  const takeLines = (lines: readonly string[]): void => {
    if (epochs.push(lines, clock.now()) && !state.lost) fireOrder();
    if (clock.now() - state.metricsSavedAt >= finalMetricsMs) saveFinalMetrics();
  };

  /** An order that waits for what the log does not count says so, once an attempt. */
  const armOrderNotice = (): void => {
    due.cancel('notice');
    if (!runs.get().order) return;
    due.set('notice', countlessMs, () => {
      const { order } = runs.get();
      if (order && epochs.ended() === undefined) attempt?.note(orderWaits(order));
    });
  };

  /** An order that was never due is not forgotten in silence. */
  const dropOrder = (current: TrainingAttempt): void => {
    const { order } = runs.get();
    if (!order || state.lost || state.closed) return;
    current.note(orderMissed(order, epochs.ended()));
    runs.note({ order: undefined });
  };

  /** An event on the way to training; an order cuts it off. */
  const step = (event: LifecycleEvent, signal: AbortSignal): Promise<TrainingJobRecord> =>
    disk.whenThereIsRoom(() => {
      // It may have come while the attempt waited to be recorded.
      if (!goesOn(state, stopCause())) preparation.abort();
      signal.throwIfAborted();
      return happen(event);
    }, signal);

  const train = async (current: TrainingAttempt): Promise<ProgramEnd> => {
    const { signal } = preparation;
    armMaxRuntime(await step('instance-ready', signal));
    await disk.whenThereIsRoom(() => current.prepare(signal), signal);
    await step('program-started', signal);
    armMarket();
    return current.train();
  };

  /** Artifacts of a program that has ended. */
  const upload = async (current: TrainingAttempt): Promise<void> => {
    const modelArtifacts = await disk.whenThereIsRoom(() => current.uploadArtifacts());
    if (state.closed) return;
    await disk.whenThereIsRoom(() =>
      jobs.update(name, (job) => {
        job.modelArtifacts = modelArtifacts;
      }),
    );
  };

  /** @returns the event that ends the job; it is applied once nothing of the attempt is left. */
  const finishStopped = async (current: TrainingAttempt, cause: StopCause): Promise<LifecycleEvent> => {
    await disk.whenThereIsRoom(() => current.finishCheckpoints());
    if (!state.closed) {
      await disk.whenThereIsRoom(() => {
        if (allows(read(), 'uploading-after-stop')) happen('uploading-after-stop');
      });
      await upload(current);
    }
    return eventOfStop[cause];
  };

  const finish = async (current: TrainingAttempt, end: ProgramEnd): Promise<LifecycleEvent | undefined> => {
    await disk.whenThereIsRoom(saveFinalMetrics);
    if (state.lost) return undefined;
    const cause = stopCause();
    if (cause) return finishStopped(current, cause);
    due.cancel('market', 'runtime');
    if (end.code !== 0) {
      await disk.whenThereIsRoom(() => current.finishCheckpoints());
      throw await current.failure(end);
    }
    // An order may come while this waits for room on the disk.
    await disk.whenThereIsRoom(() => {
      if (!isCutShort(state, stopCause())) happen('program-ended');
    });
    if (state.lost) return undefined;
    const late = stopCause();
    if (late) return finishStopped(current, late);
    await disk.whenThereIsRoom(() => current.finishCheckpoints());
    await upload(current);
    return 'uploaded';
  };

  /** One attempt. @returns the event that ends the job; undefined: the instance was lost. */
  const runAttempt = async (): Promise<LifecycleEvent | undefined> => {
    const number = runs.get().attempt + 1;
    const paths = await choosePaths(parts.isolation);
    await disk.whenThereIsRoom(() =>
      runs.write({ attempt: number, process: undefined, capacityAt: undefined }),
    );
    note({ kind: 'attempt-begun' });
    preparation = new AbortController();
    const events = {
      onProcess: (process: RunRecord['process']) => runs.note({ process }),
      onLines: takeLines,
      onImage() {
        note({ kind: 'image-awaited', at: clock.now() });
        due.cancel('runtime');
        return say(messages.downloadingImage).catch((error: unknown) =>
          console.error(`training job ${name}: its message could not be recorded: ${String(error)}`),
        );
      },
      onImageReady() {
        note({ kind: 'image-ready', at: clock.now() });
        if (!state.lost && goesOn(state, stopCause())) armMaxRuntime(read());
      },
    };
    const current = createTrainingAttempt(parts, read(), number, events, paths);
    attempt = current;
    epochs.begin(number);
    armOrderNotice();
    try {
      const end = await train(current).catch((error: unknown) => {
        if (isCutShort(state, stopCause())) return undefined;
        throw error;
      });
      if (state.lost) return undefined;
      return end ? await finish(current, end) : eventOfStop[stopCause() ?? 'requested'];
    } finally {
      due.cancel('market', 'runtime', 'order', 'notice');
      dropOrder(current);
      await current.destroy();
      if (state.lost && !state.closed) await disk.whenThereIsRoom(saveFinalMetrics);
      attempt = undefined;
      runs.note({ process: undefined });
    }
  };

  const say = (message: string): Promise<unknown> =>
    disk.whenThereIsRoom(() => jobs.update(name, (job) => applyMessage(job, message, clock.now())));

  const untilCapacity = async (run: RunRecord): Promise<void> => {
    const job = read();
    if (job.secondaryStatus === 'Interrupted') {
      await waitUntil(run.capacityAt ?? clock.now());
      await disk.whenThereIsRoom(() => {
        if (goesOn(state, stopCause())) happen('capacity-found');
      });
    } else if (run.attempt === 0 && isSpot(job)) {
      const wait = startWaitSeconds(parts.market.read(), { job: name, attempt: 0 });
      if (wait > 0) {
        await say(messages.insufficientCapacity);
        await waitUntil(clock.now() + wait * 1000);
      }
    }
  };

  const live = async (): Promise<void> => {
    for (;;) {
      await untilCapacity(runs.get());
      let event: LifecycleEvent | undefined;
      if (goesOn(state, stopCause())) {
        await say(messages.preparing);
        event = await runAttempt();
      }
      if (state.closed) return;
      if (event || stopCause()) {
        await disk.whenThereIsRoom(() => {
          // A stop wins over completion, however late it came.
          const cause = stopCause();
          const last = cause ? eventOfStop[cause] : event;
          if (last) happen(last);
        });
        return;
      }
    }
  };

  const armMaxWait = (): void => {
    const endsAt = maxWaitEndsAt(read(), runs.get().offMs);
    if (endsAt !== undefined) due.set('wait', endsAt - clock.now(), () => stop('max-wait'));
  };

  const start = async (): Promise<void> => {
    try {
      await disk.whenThereIsRoom(begin);
      armMaxWait();
      await live();
    } catch (error) {
      if (!state.closed)
        await recordFailure(asJobFailure(error), { parts, name, happen, isOver: () => state.closed });
    } finally {
      due.cancelAll();
    }
  };

  return {
    // A turn later, so that whoever starts a job is never held up by it.
    done: new Promise<void>((resolve) => setImmediate(() => void start().then(resolve))),
    stop,
    interrupt,
    interruptAfterEpoch(order) {
      runs.write({ order });
      armOrderNotice();
      fireOrder();
    },
    marketChanged: armMarket,
    close() {
      note({ kind: 'closed' });
      if (attempt && allows(read(), 'instance-lost')) {
        try {
          loseInstance(0, 'The local backend was shut down. Training resumes at its next start.');
        } catch (error) {
          // The next start finds the job as it would after a kill.
          if (!disk.note(error)) throw error;
          note({ kind: 'instance-lost' });
        }
      }
      preparation.abort();
      wake();
      if (state.lost) attempt?.giveNotice(closeGraceMs, closeMs);
      else attempt?.terminate(closeGraceMs);
    },
  };
};
