import { allows } from '../lifecycle';
import { type StopCause, stoppingMessage } from '../stop-cause';
import { loseInstance } from './interruptions';
import { type RunContext } from './run-context';

const stopGraceMs = 120_000;
const closeGraceMs = 1_500;
/** Whoever ends the backend waits four seconds. */
const closeMs = 3_200;

/** The job is to end before its time: recorded at once, then carried out. Nothing happens to one that ends already. */
export const stopRun = (run: RunContext, cause: StopCause): void => {
  if (!allows(run.record.read(), 'stop-requested')) return;
  run.record.happen('stop-requested', { message: stoppingMessage[cause] });
  run.notes.note({ stopCause: cause });
  run.attempt.cutPreparation();
  run.pause.wakeAll();
  // While uploading the program is gone already, and the upload goes on.
  run.attempt.get()?.terminate(stopGraceMs);
};

/** The backend ends, and takes the instance away; its next start takes the job up again. */
export const closeRun = (run: RunContext): void => {
  run.happened({ kind: 'closed' });
  const attempt = run.attempt.get();
  if (attempt && allows(run.record.read(), 'instance-lost')) recordLoss(run);
  run.attempt.cutPreparation();
  run.pause.wakeAll();
  if (run.state().lost) attempt?.giveNotice(closeGraceMs, closeMs);
  else attempt?.terminate(closeGraceMs);
};

const recordLoss = (run: RunContext): void => {
  try {
    loseInstance(run, 0, 'The local backend was shut down. Training resumes at its next start.');
  } catch (error) {
    // The next start finds the job as it would after a kill.
    if (!run.parts.disk.note(error)) throw error;
    run.happened({ kind: 'instance-lost' });
  }
};
