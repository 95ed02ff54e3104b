import 'server-only';
import { inProcess } from '../process/process-memory';
import { createAudience } from '../watch/viewers';
import { type JobStore } from '../catalog/job-store';
import { type Clock, systemClock } from '../process/clock';
import { type JobCatalog } from './job-catalog';
import { jobLearner, type JobLearner } from './job-learner';

/** The savings report counts as looked at so long after the last look, in ms. */
const viewedForMs = 30_000;
/** From the beginning of one job to the beginning of the next, in ms, at least. */
const paceMs = 500;
/** With nothing to do now, how often it is looked for jobs that have ended meanwhile, in ms. */
const restMs = 2_000;

/**
 * Learns what interruptions cost, from the logs of interrupted jobs that have ended: one after the other, newest
 * first, while somebody looks at the savings report, and not at all otherwise.
 */
export interface Examiner {
  /** Somebody looks now. */
  touch: () => void;
  /** Somebody looks until the returned function is called. */
  view: () => () => void;
  /** Whether it is at work or waiting for its next job. */
  running: () => boolean;
}

export interface ExaminerOptions {
  store: Pick<JobStore, 'toExamine'>;
  learner: JobLearner;
  clock: Clock;
}

export const createExaminer = ({ store, learner, clock }: ExaminerOptions): Examiner => {
  const audience = createAudience(() => clock.now(), viewedForMs);
  let working = false;

  /** @returns how long to wait for the next turn, in ms. */
  const takeTurn = async (): Promise<number> => {
    const beganAt = clock.now();
    // With one more than are postponed there is one to be tried, if there is any.
    const names = store.toExamine(learner.postponed() + 1);
    const due = names.find((name) => learner.dueAt(name) <= beganAt);
    if (due === undefined) return restMs;
    await learner.learn(due);
    return Math.max(0, beganAt + paceMs - clock.now());
  };

  const run = async () => {
    try {
      while (audience.present()) {
        const pause = await takeTurn();
        await new Promise<void>((resolve) => clock.after(pause, resolve));
      }
    } catch (error) {
      // The catalog failed; the next look begins again.
      console.error('Interrupted jobs could not be examined:', error);
    } finally {
      working = false;
    }
  };

  const touch = () => {
    audience.touch();
    if (working) return;
    working = true;
    void run();
  };

  return {
    touch,
    view: () => {
      touch();
      return audience.view();
    },
    running: () => working,
  };
};

/** The one examiner of a catalog. */
export const examiner = (backendSlug: string, catalog: JobCatalog): Examiner => {
  const examiners = inProcess('examiners', () => new Map<JobCatalog, Examiner>());
  const known = examiners.get(catalog);
  if (known) return known;
  const created = createExaminer({
    store: catalog.store,
    learner: jobLearner(backendSlug, catalog),
    clock: systemClock,
  });
  examiners.set(catalog, created);
  return created;
};
