import { capacityWaitSeconds, secondsToInterruption } from '../spot-market';
import { type RunContext } from './run-context';
import { isSpot, isTraining } from './run-state';

const noticeMs = 2_000;
/** From a spot notice to the loss of the instance. */
const untilLossMs = 120_000;

export interface Interruption {
  /** SIGTERM and 2 s before SIGKILL. */
  notice: boolean;
  /** Default: drawn from the spot market. */
  capacityWaitSeconds?: number;
}

const drawOf = ({ name, notes }: RunContext) => ({ job: name, attempt: notes.get().attempt });

/** Records that the instance is gone; whoever calls it ends the program. @param capacityWait seconds */
export const loseInstance = (run: RunContext, capacityWait: number, message?: string): void => {
  run.record.happen('instance-lost', { message });
  run.happened({ kind: 'instance-lost' });
  run.due.cancel('market', 'runtime');
  run.notes.note({ capacityAt: run.parts.clock.now() + capacityWait * 1000, order: undefined });
  run.attempt.cutPreparation();
};

/** Takes the instance of a job that is training. */
export const interrupt = (run: RunContext, { notice, capacityWaitSeconds: wait }: Interruption): void => {
  const draw = drawOf(run);
  loseInstance(run, wait ?? capacityWaitSeconds(run.parts.market.read(), draw));
  if (notice) run.attempt.get()?.giveNotice(noticeMs, untilLossMs);
  else run.attempt.get()?.kill();
};

/** Draws the next interruption from the market as it is now. */
export const followMarket = (run: RunContext): void => {
  run.due.cancel('market');
  const job = run.record.read();
  if (!isSpot(job) || !isTraining(job)) return;
  const seconds = secondsToInterruption(run.parts.market.read(), drawOf(run));
  if (seconds === undefined) return;
  run.due.set('market', seconds * 1000, () => {
    if (isTraining(run.record.read())) interrupt(run, { notice: true });
  });
};
