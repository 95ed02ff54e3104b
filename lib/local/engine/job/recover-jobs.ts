import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type TrainingJobRecord } from '../../store/training-job-store';
import { killJob } from '../container/job-processes';
import { readProcessStatistics, signalProcess } from '../container/process-group';
import { removeTree } from '../container/remove-tree';
import { trainingLogGroup } from '../metrics/job-log';
import { type EngineParts, fixDiscount } from './engine-parts';
import { allows, applyEvent } from './lifecycle';
import { lastSeenAt, lossMessage, nextAtRestart } from './restart-rules';
import { type RunRecord } from './run-store';
import { isSpot } from './run/run-state';
import { capacityWaitSeconds } from './spot-market';
import { eventOfStop } from './stop-cause';

/**
 * Takes up what an earlier process left: what still runs is ended, and every job is brought to where it can go on.
 * @param aliveAt when that process was last known to live, milliseconds since the epoch
 * @param launch is called for each job that goes on
 */
export const recoverJobs = async (
  parts: EngineParts,
  aliveAt: number,
  launch: (name: string) => void,
): Promise<void> => {
  const unfinished = parts.jobs.unfinished();
  for (const { name } of unfinished) await endOrphan(parts.runs.get(name));
  await killJob({ folder: parts.folder });
  await emptyFolder(parts.folder);
  for (const job of unfinished) {
    // A kill may have come between a job's record and its start.
    fixDiscount(parts, job.name);
    if (takeUp(parts, job, lostAt(parts, job.name, aliveAt)) === 'goes-on') launch(job.name);
  }
};

/** Ends what an earlier process may have left behind of an attempt. */
const endOrphan = async ({ process }: RunRecord): Promise<void> => {
  if (!process) return;
  const found = await readProcessStatistics(process.pid);
  // Without the start time a pid may be anybody's by now.
  if (found && process.startTime === found.startTime) signalProcess(-process.pid, 'SIGKILL');
};

const emptyFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) await removeTree(path.join(folder, name));
};

const lostAt = ({ logs, clock }: EngineParts, job: string, aliveAt: number): number => {
  const streams = logs.streams(trainingLogGroup, { prefix: `${job}/` });
  return lastSeenAt(
    clock.now(),
    aliveAt,
    streams.map(({ lastEventTimestamp }) => lastEventTimestamp),
  );
};

/** @returns whether the job goes on, or has ended with the process that stopped it */
const takeUp = (parts: EngineParts, job: TrainingJobRecord, at: number): 'goes-on' | 'ends' => {
  const { jobs, runs, clock } = parts;
  if (allows(job, 'instance-lost')) loseInstance(parts, job, at);
  const { stopCause, discount, offMs = 0 } = runs.get(job.name);
  const next = nextAtRestart(job);
  if (next === 'ends') {
    const event = eventOfStop[stopCause ?? 'requested'];
    jobs.update(job.name, (record) => applyEvent(record, event, { at, discount }));
  } else {
    runs.update(job.name, { offMs: offMs + Math.max(0, clock.now() - at) });
  }
  return next;
};

/** A job that was on an instance has lost it: spot jobs wait for the next one, on-demand jobs have it at once. */
const loseInstance = (
  { jobs, runs, market, clock }: EngineParts,
  job: TrainingJobRecord,
  at: number,
): void => {
  const spot = isSpot(job);
  const draw = { job: job.name, attempt: runs.get(job.name).attempt };
  const wait = spot ? capacityWaitSeconds(market.read(), draw) : 0;
  const message = lossMessage(spot);
  jobs.update(job.name, (record) => applyEvent(record, 'instance-lost', { at, message }));
  runs.update(job.name, { capacityAt: clock.now() + wait * 1000 });
};
