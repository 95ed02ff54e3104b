/** Puts what generated jobs left behind where their pages look for it: buckets, logs, checkpoints. */
import { systemClock } from '../core/clock';
import { trainingLogGroup } from '../engine/metrics/job-log';
import { type Sqlite } from '../store/database';
import { createObjectStore } from '../store/file-object-store';
import { createLogStore } from '../store/sqlite-log-store';
import { type GeneratedJob } from './generate-jobs';
import { tracesOf } from './job-traces';
import { seededProjects } from './seeded-account';

/** Each is a file that is made durable, which takes its time: older jobs say that theirs are gone. */
const maxCheckpoints = 600;

/** What stands in for weights that nobody trained. */
const generatedBody = new TextEncoder().encode('Generated: no process has trained this.\n');

/** @param jobs oldest first */
export const keepTraces = async (
  database: Sqlite,
  objectsFolder: string,
  jobs: readonly GeneratedJob[],
): Promise<void> => {
  let now = systemClock.now();
  const clock = { ...systemClock, now: () => now };
  const logs = createLogStore(database, clock);
  const objects = createObjectStore({ database, folder: objectsFolder, clock });
  for (const team of new Set(seededProjects.map(({ team }) => team))) {
    const bucket = `${team}-training`;
    if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
  }
  const traces = jobs.map(tracesOf);
  database.transaction(() => {
    for (const { logs: streams } of traces) {
      for (const { stream, events } of streams) logs.append(trainingLogGroup, stream, events);
    }
  })();
  const checkpoints = traces.flatMap(({ bucket, checkpoints }) =>
    checkpoints.map((one) => ({ bucket, ...one })),
  );
  for (const { bucket, key, savedAt } of checkpoints.slice(-maxCheckpoints)) {
    now = savedAt;
    await objects.put(bucket, key, generatedBody);
  }
};
