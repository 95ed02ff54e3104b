import { z } from 'zod';

/** What services may ask of the engine that runs training jobs. */
export interface TrainingEngine {
  /** Starts to run a job whose record has just been inserted. Never throws: failures end in a terminal status. */
  start(jobName: string): void;
  /** StopTrainingJob: SIGTERM, 120 s, SIGKILL; the artifacts are still uploaded. The record says Stopping on return. */
  stop(jobName: string): void;
  /**
   * Takes the instance away. Throws ValidationException where the job is not a spot job, is not running,
   * or (without `afterEpoch`) is not training at this moment.
   */
  interrupt(jobName: string, options: InterruptOptions): void;
  spotMarket(): SpotMarket;
  setSpotMarket(market: SpotMarket): void;
  /** Takes up what an earlier process left: orphans are ended, jobs that were training count as interrupted. */
  recover(): Promise<void>;
  /** Ends every process it started, within 5 s; what was training is recorded so that `recover` resumes it. */
  close(): Promise<void>;
}

/** The most that a wait or a distance may be, in seconds: 30 days. */
const maxSpanSeconds = 30 * 24 * 3600;

export const interruptOptionsSchema = z.strictObject({
  /** Interrupt once the script's log has named the end of this epoch; at once if absent. */
  afterEpoch: z.int().min(0).optional(),
  /** false: SIGKILL without notice. Default true: SIGTERM, 2 s, SIGKILL. */
  notice: z.boolean().optional(),
  /** How long the job waits for capacity; default: drawn from the spot market. */
  capacityWaitSeconds: z.number().min(0).max(maxSpanSeconds).optional(),
});
export type InterruptOptions = z.output<typeof interruptOptionsSchema>;

/** The simulated spot market. What it decides is labelled as simulated wherever it is shown. */
export const spotMarketSchema = z.strictObject({
  /** Mean training time between interruptions, exponential; null: the market never interrupts by itself. */
  meanSecondsBetweenInterruptions: z.number().positive().max(maxSpanSeconds).nullable(),
  /** Mean wait for capacity after an interruption (and, with `startWait`, before the first start). */
  meanCapacityWaitSeconds: z.number().min(0).max(maxSpanSeconds),
  /** Share of the on-demand price that spot saves; shrinks the billable seconds. */
  discount: z.number().min(0).max(1),
  seed: z.int(),
  /** Whether a spot job waits for capacity before its first start, too. Default false. */
  startWait: z.boolean().optional(),
});
export type SpotMarket = z.output<typeof spotMarketSchema>;
