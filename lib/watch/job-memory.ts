import { type Backfill } from '../catalog/job-store';
import { warnOnce } from '../errors/log-fault';
import { type OnDemandPrice } from '../training/money/price';
import { type TrainingJob } from '../training/training-job';
import { type Clock } from '../process/clock';

/** What is known of a finished job before AWS is asked. */
export interface RecalledJob {
  job: TrainingJob;
  /** Absent where its whole log was never read. */
  backfill?: Backfill;
  price?: OnDemandPrice;
  /** When AWS last told of it, ms since the epoch. */
  observedAt: number;
}

/** What a watcher remembers of its job from one watching to the next. */
export interface JobMemory {
  /** Jobs that have ended or vanished: what is kept of a running one is out of date. */
  recall: () => Promise<RecalledJob | undefined>;
  /**
   * Keeps what was backfilled of a finished job whose whole log was read.
   * @param readFrom time of the first line read of each attempt, ms since the epoch
   */
  keep: (job: TrainingJob, backfill: Backfill, readFrom: ReadonlyMap<number, number>) => Promise<void>;
  /** Another job has the name now. */
  replace: (job: TrainingJob) => Promise<void>;
  /**
   * The job is not in the account: what is known of it is kept, marked.
   * @param createdAt of the job that is meant, where that is known
   * @returns that; undefined where nothing is known of such a job
   */
  vanish: (createdAt: number | undefined) => Promise<RecalledJob | undefined>;
}

export const noMemory: JobMemory = {
  recall: async () => undefined,
  keep: async () => {},
  replace: async () => {},
  vanish: async () => undefined,
};

/** A memory has so long to answer, in ms; it may wait for AWS to say whose jobs are asked for. */
const recallMs = 1_000;

/** What the memory has, if it answers soon. Never throws: the watching goes on without its memory. */
export const recallSoon = async (memory: JobMemory, clock: Clock): Promise<RecalledJob | undefined> => {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(recallMs, () => resolve(undefined));
  });
  const recalled = await Promise.race([inBackground('recalled', memory.recall()), late]);
  cancel();
  return recalled;
};

/** Nothing waits for the work or fails with it. */
export const inBackground = <Value>(what: string, work: Promise<Value>): Promise<Value | undefined> =>
  work.catch((error: unknown) => {
    warnOnce(`What is known of a job could not be ${what}`, error);
    return undefined;
  });
