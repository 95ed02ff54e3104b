import { eventOfStop, type StopCause, stoppingMessage } from '../engine/job/stop-cause';
import type { JobOutcome } from './job-outcome';
import type { LifeStep } from './life-step';
import type { Random } from './random';

/** What a generated job is to live through. */
export interface LifeWish {
  outcome: JobOutcome;
  spot: boolean;
  checkpoints: boolean;
  epochMs: number;
  epochs: number;
  /** How often the instance is taken away; 0 for an on-demand job. */
  interruptions: number;
}

/** A stretch of training on one instance. Milliseconds: times since the job's creation, work done at its beginning. */
export interface TrainingSpan {
  from: number;
  until: number;
  done: number;
}

export interface LifePlan {
  steps: LifeStep[];
  /** One for each attempt that trained. */
  spans: TrainingSpan[];
  /** From the job's creation to its end. */
  totalMs: number;
  /** The limits that fit: reached by a job that ends by them, far away from any other. */
  maxRuntimeSeconds: number;
  maxWaitSeconds: number;
}

/** What people write as limits, seconds. */
const usualLimits = [
  600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000, 864_000, 2_419_200,
];
const maxLimitSeconds = 2_419_200;
const limitAbove = (seconds: number): number =>
  usualLimits.find((limit) => limit >= seconds) ?? maxLimitSeconds;
const limitBelow = (seconds: number): number => usualLimits.findLast((limit) => limit <= seconds) ?? 600;

export const planLife = (random: Random, wish: LifeWish): LifePlan => {
  const life = createLife(random, wish);
  const { outcome } = wish;
  if (outcome === 'max-wait-without-instance') {
    life.waitForFirstCapacity();
    return life.endByMaxWait();
  }
  if (wish.spot && random.chance(0.15)) {
    life.waitForFirstCapacity();
    life.findCapacity('preparing');
  } else {
    life.pass('preparing', 5, 50);
  }
  if (outcome === 'stopped-without-instance') {
    life.stop('requested', random.between(3000, 60_000));
    return life.end();
  }
  life.pass('instance-ready', 25_000, 120_000);
  if (outcome === 'failed-in-download') {
    life.pass('failed', 200, 5000);
    return life.end();
  }
  life.pass('program-started', 15_000, 150_000);
  if (outcome === 'failed-at-once') {
    life.pass('failed', 1000, 9000);
    return life.end();
  }
  const interruptions = life.mayBeInterrupted ? wish.interruptions : 0;
  for (let count = 1; count <= interruptions; count += 1) {
    life.loseInstance();
    if (outcome === 'max-wait' && count === interruptions) return life.endByMaxWait();
    life.findCapacity('capacity-found');
    life.pass('preparing', 5, 50);
    life.pass('instance-ready', 25_000, 120_000);
    life.pass('program-started', 15_000, 150_000);
  }
  if (outcome === 'max-runtime') life.trainToMaxRuntime();
  else if (outcome === 'stopped-in-training') life.stopTraining('requested', random.between(0.05, 0.9));
  else if (outcome === 'failed-in-training') {
    life.train(random.between(0.05, 0.95));
    life.pass('failed', 100, 2000);
  } else {
    life.train(1);
    life.pass('program-ended', 200, 2000);
    life.pass('artifacts-uploaded', 3000, 60_000);
    life.pass('uploaded', 10, 100);
  }
  return life.end();
};

/** A life being written down: keeps its clock, the time with an instance, and how far the work is. */
const createLife = (random: Random, { outcome, checkpoints, epochMs, epochs }: LifeWish) => {
  const byMaxRuntime = outcome === 'max-runtime';
  const workMs = byMaxRuntime ? limitBelow((epochMs * epochs) / 1000) * 1000 : Math.round(epochMs * epochs);
  const steps: LifeStep[] = [];
  const spans: TrainingSpan[] = [];
  let now = 0;
  let done = 0;
  /** Milliseconds with an instance up to the current one, and when that came. */
  let heldBefore = 0;
  let instanceSince: number | undefined;

  const held = () => heldBefore + (instanceSince === undefined ? 0 : now - instanceSince);
  const note = (event: LifeStep['event'], more: Partial<LifeStep> = {}): void => {
    steps.push({ ...more, event, at: now });
    if (event === 'instance-ready') instanceSince = now;
    if (event === 'instance-lost') {
      heldBefore = held();
      instanceSince = undefined;
    }
  };
  const passMs = (event: LifeStep['event'], ms: number, more?: Partial<LifeStep>): void => {
    now += Math.max(0, Math.round(ms));
    note(event, more);
  };
  const pass = (event: LifeStep['event'], low: number, high: number): void =>
    passMs(event, random.between(low, high));

  const trainMs = (ms: number): void => {
    const until = now + Math.round(ms);
    spans.push({ from: now, until, done });
    const before = Math.floor(done / epochMs);
    done += until - now;
    // At the end of all work, rounding must not cost the last epoch.
    const epoch = Math.min(epochs, Math.floor((done + 1) / epochMs));
    if (epoch > before) {
      now = Math.min(until, Math.max(now, Math.round(until - (done - epoch * epochMs))));
      note('epoch-ended', { epoch });
    }
    now = until;
  };
  const train = (share: number): void => trainMs((workMs - done) * share);

  const stop = (cause: StopCause, after: number): void => {
    passMs('stop-requested', after, { message: stoppingMessage[cause] });
    pass(eventOfStop[cause], 10, 500);
  };
  const stopProgram = (cause: StopCause): void => {
    note('stop-requested', { message: stoppingMessage[cause] });
    pass('uploading-after-stop', 2000, 30_000);
    pass('artifacts-uploaded', 2000, 25_000);
    pass(eventOfStop[cause], 10, 100);
  };

  return {
    pass,
    train,
    stop,
    /** A short limit leaves no room for several attempts before it is reached. */
    mayBeInterrupted: !byMaxRuntime || workMs >= 7_200_000,
    waitForFirstCapacity: () => pass('insufficient-capacity', 5, 50),
    findCapacity: (event: 'preparing' | 'capacity-found') =>
      pass(event, 60_000, random.chance(0.1) ? 7_200_000 : 900_000),
    loseInstance(): void {
      trainMs(random.between(0.05, 0.6) * Math.min(workMs - done, workMs / 3));
      note('instance-lost');
      done = checkpoints ? Math.floor(done / epochMs) * epochMs : 0;
    },
    stopTraining(cause: StopCause, share: number): void {
      train(share);
      stopProgram(cause);
    },
    trainToMaxRuntime(): void {
      trainMs(workMs - held());
      stopProgram('max-runtime');
    },
    endByMaxWait(): LifePlan {
      const maxRuntimeSeconds = limitAbove((Math.max(held(), workMs) / 1000) * 1.2);
      const maxWaitSeconds = limitAbove(Math.max(maxRuntimeSeconds, (now / 1000) * 1.1 + 60));
      stop('max-wait', maxWaitSeconds * 1000 - now);
      return { steps, spans, totalMs: now, maxRuntimeSeconds, maxWaitSeconds };
    },
    end(): LifePlan {
      const maxRuntimeSeconds = byMaxRuntime ? workMs / 1000 : limitAbove((held() / 1000) * 1.5);
      const maxWaitSeconds = limitAbove(Math.max(maxRuntimeSeconds, (now / 1000) * 1.3));
      return { steps, spans, totalMs: now, maxRuntimeSeconds, maxWaitSeconds };
    },
  };
};
