/**
 * Fills a data folder with generated jobs that have ended, as a program:
 * `node seed-jobs.mjs --data-dir DIR --count N [--days 180] [--seed 1] [--until TIME] [--logs 5000]`.
 * The same arguments give the same jobs; `--until` is when the last one ends, by default now. The newest `--logs` have a
 * log, and the newest of these their checkpoints. No backend may use the folder meanwhile.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDataFolder, StartError } from './data-folder';
import { type GeneratedJob, generatedTag, generateLives, type GenerateOptions } from './seed/generate-jobs';
import { keepTraces } from './seed/keep-traces';
import { openDatabase, type Sqlite } from './store/database';
import { createTrainingJobStore } from './store/sqlite-training-job-store';
import { createTrainingJobQueries } from './store/training-job-queries';
import { AwsError } from './core/aws-error';
import { messageOf } from './core/thrown';

/** Jobs of one transaction. */
const batchSize = 10_000;

const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^-?\d{1,10}$/)
    .transform(Number)
    .pipe(z.number().min(low).max(high));

const argumentsInput = z.object({
  'data-dir': z.string().min(1),
  count: wholeNumber(1, 1_000_000),
  days: wholeNumber(1, 3650).default(180),
  logs: wholeNumber(0, 1_000_000).default(5_000),
  seed: wholeNumber(-2_147_483_648, 2_147_483_647).default(1),
  until: z.iso
    .datetime({ offset: true })
    .transform((time) => Date.parse(time))
    .optional(),
});

const usage =
  'usage: seed-jobs.mjs --data-dir DIR --count N [--days 180] [--seed 1] [--until 2026-11-20T12:00:00Z] [--logs 5000]';

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        'data-dir': { type: 'string' },
        count: { type: 'string' },
        days: { type: 'string' },
        logs: { type: 'string' },
        seed: { type: 'string' },
        until: { type: 'string' },
      },
    });
    return argumentsInput.parse(values);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const wrong = error.issues.map((issue) => `--${String(issue.path[0])}`).join(', ');
      throw new StartError(`${wrong}: missing or not valid. ${usage}`);
    }
    throw new StartError(`${messageOf(error)} ${usage}`);
  }
};

type SeedOptions = GenerateOptions & { logs: number };

/**
 * @returns the newest jobs, as many as are to have a log
 * @throws StartError where a job's name is taken; the batches before are kept
 */
const insertJobs = (database: Sqlite, options: SeedOptions): GeneratedJob[] => {
  const jobs = createTrainingJobStore(database);
  // Makes the indexes now, so that the backend need not when it starts.
  createTrainingJobQueries(database);
  const generated = generateLives(options);
  const logged: GeneratedJob[] = [];
  for (let inserted = 0; inserted < options.count; inserted += batchSize) {
    const batch = [...take(generated, batchSize)];
    const withLog = Math.min(
      batch.length,
      Math.max(0, inserted + batch.length - (options.count - options.logs)),
    );
    if (withLog > 0) logged.push(...batch.slice(-withLog));
    try {
      jobs.insertAll(batch.map(({ job }) => job));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ResourceInUse') throw error;
      throw new StartError(
        `${error.message}. The folder has been filled with these jobs before: take another --seed or --data-dir.`,
      );
    }
  }
  return logged;
};

function* take<Value>(values: Iterator<Value>, count: number): Generator<Value> {
  for (let taken = 0; taken < count; taken += 1) {
    const next = values.next();
    if (next.done) return;
    yield next.value;
  }
}

const main = async (): Promise<void> => {
  const { 'data-dir': dataDir, until = Date.now(), ...given } = readArguments();
  const began = performance.now();
  const folder = openDataFolder(dataDir);
  try {
    const database = openDatabase(folder.records);
    try {
      const logged = insertJobs(database, { ...given, until });
      await keepTraces(database, folder.objects, logged);
    } finally {
      database.close();
    }
  } finally {
    folder.unlock();
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${given.count} jobs with the tag ${generatedTag.Key} in ${seconds} s`);
};

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
});
