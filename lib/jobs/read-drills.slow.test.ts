import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend } from '../aws/backends';
import { getObjectBytes } from '../aws/objects';
import { isTerminal } from '../training/status';
import { launchScript, startLiveBackend } from '../../testing/dashboard/live-backend';
import { randomFrom } from '../../testing/random';

/**
 * Drills: scripts that print as frameworks do are interrupted at random, and what is read of their logs is held to what
 * they really did.
 */
const script = readFileSync(path.resolve('e2e/fixtures/scripts/print-form.mjs'), 'utf8');
const forms = ['keras', 'keras-bar', 'logger', 'hugging-face', 'xgboost', 'steps'] as const;
const drills = 30;
/** At the same time: more would train slower than they print. */
const together = 4;
/** Of one thing in a drill that takes ten seconds as a whole; generous, for a busy machine. */
const maxWaitMs = 120_000;
const seed = Number(process.env.SPOTDECK_DRILL_SEED ?? 20_261_126);

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let backend: Backend;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;

const loadUseCases = async () => ({
  ...(await import('../backfill/watch-job')),
  ...(await import('./interrupt-job')),
  ...(await import('../use-cases/run-use-case')),
  ...(await import('../watch/job-source')),
});

beforeAll(async () => {
  live = await startLiveBackend();
  backend = live.backend;
  jobs = await loadUseCases();
});
afterAll(() => live.end());

/** A job's name is its own for good: what is tried once more has others. */
let tries = 0;

const drillOf = (number: number) => {
  const random = randomFrom(seed + number);
  const form = forms[number % forms.length]!;
  const isOneEpoch = form === 'hugging-face';
  const steps = isOneEpoch ? 20 : 5;
  const epochs = isOneEpoch ? 1 : 4;
  return {
    form,
    steps,
    hyperparameters: {
      form,
      epochs: String(epochs),
      steps: String(steps),
      'step-seconds': '0.15',
      'save-every': String(isOneEpoch || form === 'steps' ? 4 : 5),
      save: random() < 0.5 ? 'before' : 'after',
      says: random() < 0.5 ? 'yes' : 'no',
    },
    notice: random() < 0.5,
    /** After the first line that counts, in ms. */
    delayMs: Math.floor(random() * 0.8 * epochs * steps * 150),
  };
};

/** Lines of one attempt as AWS gives them: what had reached the log, whatever the script had printed. */
const linesOf = async (name: string): Promise<string[][]> => {
  const source = jobs.createJobSource(backend, name);
  const streams = (await source.logStreams()).map((stream) => stream.name).sort();
  return Promise.all(
    streams.map(async (stream) => {
      const lines = (await source.logEvents(stream)).events.map(({ message }) => message);
      // What the platform prints before the script's own lines says nothing of it.
      return lines.slice(lines.findIndex((line) => line.startsWith('Invoking script with')) + 2);
    }),
  );
};

/** How far an attempt's log says that it came, in steps of the script, by the one form it is of. */
const stepsPrinted = (
  lines: readonly string[],
  form: (typeof forms)[number],
  steps: number,
  from: number,
): number => {
  const counted = {
    keras: /^\d+\/\d+ - /,
    'keras-bar': /^\d+\/\d+ \[/,
    logger: /Epoch \[/,
    'hugging-face': /^\{'loss'/,
    xgboost: /^\[\d+\]#011/,
    steps: /iter: /,
  }[form];
  const isOfSteps = form === 'keras-bar' || form === 'hugging-face' || form === 'steps';
  return from + lines.filter((line) => counted.test(line)).length * (isOfSteps ? 1 : steps);
};

const run = async (number: number) => {
  const { form, steps, hyperparameters, notice, delayMs } = drillOf(number);
  const name = `drill-${number}-${form}-${tries}`;
  await launchScript(backend, name, script, {
    HyperParameters: {
      ...hyperparameters,
      sagemaker_program: '"train.mjs"',
      sagemaker_submit_directory: JSON.stringify(`s3://${await bucketOf()}/${name}/source/sourcedir.tar.gz`),
    },
    OutputDataConfig: { S3OutputPath: `s3://${await bucketOf()}/out`, CompressionType: 'NONE' },
  });
  const watch = jobs.watchJob('local', name);
  const until = (what: string, fits: (snapshot: Awaited<ReturnType<typeof watch.snapshot>>) => boolean) =>
    new Promise<Awaited<ReturnType<typeof watch.snapshot>>>((resolve, reject) => {
      let last: Awaited<ReturnType<typeof watch.snapshot>> | undefined;
      const end = () => {
        clearTimeout(timer);
        leave();
      };
      const look = (snapshot: Awaited<ReturnType<typeof watch.snapshot>>) => {
        last = snapshot;
        if (!fits(snapshot)) return;
        end();
        resolve(snapshot);
      };
      // The drill that hangs is named: nothing else would tell it from the other twenty-nine.
      const timer = setTimeout(() => {
        end();
        const { job, reading } = last ?? {};
        const said = { status: job?.status, secondary: job?.secondaryStatus, attempts: reading?.attempts };
        reject(new Error(`${name} waits for ${what}: ${JSON.stringify(said)}`));
      }, maxWaitMs);
      const leave = watch.subscribe((event) => {
        if (event.kind === 'gone') reject(new Error(event.error.message));
        if (event.kind === 'snapshot') look(event.snapshot);
      });
      void watch.snapshot().then(look, reject);
    });
  await until('its training', ({ job }) => job.secondaryStatus === 'Training');
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  // Long enough for the listing of what is in S3 while the job waits.
  const order = { notice, capacityWaitSeconds: 8 };
  const interrupted = await jobs.runUseCase(jobs.interruptJob, 'local', { ...order, name }).then(
    () => true,
    () => false,
  );
  const end = await until('its end', ({ job }) => isTerminal(job.status));
  expect(end.job.status, name).toBe('Completed');
  if (!interrupted) return { name, skipped: true };
  const [first = [], second = []] = await linesOf(name);
  const tookUp = JSON.parse(
    Buffer.from(
      await getObjectBytes(backend, {
        bucket: await bucketOf(),
        key: `out/${name}/output/output/took-up.json`,
      }),
    ).toString(),
  ) as { from: number };
  if (tookUp.from === Number(hyperparameters.epochs) * steps) {
    // It had done all of its work: nothing is left to print, and one verdict alone would be false.
    const { reading } = await watch.snapshot();
    expect(reading.resumes[0]?.verdict, name).not.toBe('from-scratch');
    return { name, skipped: true };
  }
  const whole = await until(
    'the reading of both attempts',
    ({ reading }) => reading.attempts.length === 2 && (reading.attempts[1]?.reached ?? 0) > 0,
  );
  const unit = form === 'steps' ? 1 : steps;
  const reached = stepsPrinted(first, form, steps, 0);
  const truth = {
    verdict: tookUp.from > 0 ? 'resumed' : 'nothing-to-resume',
    at: tookUp.from / unit,
    lost: Math.max(0, reached - tookUp.from) / unit,
  };
  const read = whole.reading.resumes[0];
  const isOpen = form === 'xgboost' && hyperparameters.says === 'no';
  return { name, truth, read, isOpen, stored: whole.stored, lines: { first, second } };
};

const bucketOf = async () => (await import('../aws/default-bucket')).ensureDefaultBucket(backend);

it(`reads the truth of ${drills} random drills (seed ${seed})`, async () => {
  tries += 1;
  const results: Awaited<ReturnType<typeof run>>[] = [];
  for (let from = 0; from < drills; from += together) {
    const batch = Array.from({ length: Math.min(together, drills - from) }, (_, index) => run(from + index));
    results.push(...(await Promise.all(batch)));
  }
  const wrong = results.flatMap((result) => {
    if (!('truth' in result) || result.truth === undefined) return [];
    const { name, truth, read, stored, lines, isOpen } = result;
    // Renumbered in silence, nothing need tell that it resumed: then that is the right answer, and nothing else is.
    if (isOpen && read?.verdict === 'cannot-tell') return [];
    const isRight =
      read?.verdict === truth.verdict &&
      Math.abs((read.at ?? Number.NaN) - truth.at) < 0.02 &&
      Math.abs((read.lost ?? Number.NaN) - truth.lost) < 0.02;
    return isRight ? [] : [{ name, truth, read, stored, lines }];
  });
  expect(wrong).toEqual([]);
  // A drill whose script had ended before it was interrupted shows nothing: most must show something.
  expect(results.filter((result) => 'truth' in result).length).toBeGreaterThan(drills * 0.8);
});
