import { createWaits, type Waits } from '../../../core/waits';
import { type EngineParts } from '../engine-parts';
import { type StopCause } from '../stop-cause';
import { createCurrentAttempt, type CurrentAttempt } from './current-attempt';
import { createDueOrders, type DueOrders } from './due-orders';
import { createEpochWatch, type EpochWatch } from './epoch-watch';
import { createJobRecord, type JobRecord } from './job-record';
import { createRunNotes, type RunNotes } from './run-notes';
import { goesOn, initialRunState, isCutShort, reduceRun, type RunEvent, type RunState } from './run-state';

/**
 * What the parts of one job's run share: its records, what this process knows besides them, what comes due, and the
 * attempt that is going on. What follows from it is decided in run-state.ts and next-step.ts.
 */
export interface RunContext {
  name: string;
  parts: EngineParts;
  record: JobRecord;
  notes: RunNotes;
  due: DueOrders<'wait' | 'runtime' | 'market' | 'order' | 'notice'>;
  epochs: EpochWatch;
  /** For a moment to come, which an order cuts short. */
  pause: Waits;
  attempt: CurrentAttempt;
  state(): RunState;
  happened(event: RunEvent): void;
  stopCause(): StopCause | undefined;
  goesOn(): boolean;
  isCutShort(): boolean;
}

export const createRunContext = (parts: EngineParts, name: string): RunContext => {
  const notes = createRunNotes(parts, name);
  let state = initialRunState;
  const stopCause = () => notes.get().stopCause;
  return {
    name,
    parts,
    record: createJobRecord(parts, name, () => notes.get().discount),
    notes,
    due: createDueOrders(parts.clock, name),
    epochs: createEpochWatch(),
    pause: createWaits(parts.clock),
    attempt: createCurrentAttempt(),
    state: () => state,
    happened(event) {
      state = reduceRun(state, event);
    },
    stopCause,
    goesOn: () => goesOn(state, stopCause()),
    isCutShort: () => isCutShort(state, stopCause()),
  };
};
