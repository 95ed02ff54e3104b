import { type TrainingJob } from '../training/training-job';
import { inBackground, type JobMemory, type RecalledJob, recallSoon } from './job-memory';
import { isWorthKeeping, backfillOf } from './watch-state';
import { type Watching } from './watching';

export interface WatchMemory {
  /** Begins with what is remembered of the job, if that comes soon. */
  recall(): Promise<void>;
  /** Remembers what was backfilled of it, once that is whole, and again where it says more. */
  keep(): void;
  /** @returns whether it is known, so that the watching goes on: it may come back. */
  vanish(): Promise<boolean>;
  /** What AWS describes is the job by now. */
  replace(what: 'replaced' | 'unmarked', job: TrainingJob): void;
}

/**
 * What one watching takes from its job's memory, and what it puts there.
 * @param onKnown called when the job becomes known from memory
 */
export const createWatchMemory = (
  { clock, live, follower, state, happened }: Watching,
  memory: JobMemory,
  onKnown: (job: TrainingJob) => void,
): WatchMemory => {
  /** What was stored last. */
  let stored: string | undefined;

  const begin = ({ job, backfill, price, observedAt }: RecalledJob, isWhole: boolean) => {
    live.recall(job, observedAt, { ...backfill, ...(price && { price }) }, isWhole);
    onKnown(job);
  };

  return {
    async recall() {
      const recalled = await recallSoon(memory, clock);
      if (state().isClosed || recalled === undefined) return;
      const { job, backfill } = recalled;
      happened({ type: 'recalled', job, backfill, at: clock.now() });
      begin(recalled, backfill !== undefined);
    },
    keep() {
      const { job } = state();
      if (!job || !isWorthKeeping(state()) || !live.tried('checkpoints') || !live.tried('metrics')) return;
      const backfill = backfillOf(live.values());
      const text = JSON.stringify(backfill);
      if (text === stored) return;
      stored = text;
      void inBackground('kept', memory.keep(job, backfill, follower.readFrom()));
    },
    async vanish() {
      if (state().isReplaced) return false;
      const before = state().job;
      const recalled = await inBackground('marked', memory.vanish(before?.createdAt));
      if (recalled === undefined || state().isClosed) return false;
      const { job, backfill } = recalled;
      happened({ type: 'vanished', job, ...(backfill && { backfill }), at: clock.now() });
      if (before === undefined) begin(recalled, true);
      else live.vanished(job);
      live.succeeded('job');
      return true;
    },
    replace: (what, job) => void inBackground(what, memory.replace(job)),
  };
};
