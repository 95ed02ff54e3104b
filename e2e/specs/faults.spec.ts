import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  logLines,
  newestCheckpointEpoch,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };

test.describe('What is killed comes back', () => {
  // The browser itself notes each request that a dead server does not answer.
  test.use({ expectedConsoleErrors: [/net::ERR_|Failed to load resource|Failed to fetch/] });

  test('a job resumes from its checkpoint after kill -9 of the backend, and the page says what it knows', async ({
    page,
    aws,
    spotdeck,
  }) => {
    const name = uniqueName('backend-killed');
    await createTrainingJob(aws, {
      name,
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '14' },
      spot,
    });
    const job = new JobPage(page);
    await job.open(name);
    const uri = (await describeTrainingJob(aws, name)).CheckpointConfig!.S3Uri!;
    await expect(job.headline).toHaveText(/^Training epoch [3-9] /);
    const before = await newestCheckpointEpoch(aws, uri);
    expect(spotdeck.programs()).not.toEqual([]);
    const backend = spotdeck.serverPid('local backend');
    // An epoch has just ended: a kill between a checkpoint and its line would lose the line that is asked for below.
    const printed = (await logLines(aws, name)).length;
    await expect.poll(async () => (await logLines(aws, name)).length).toBeGreaterThan(printed);
    // It is back within half a second, which is too soon for anybody to notice.
    spotdeck.holdRestarts();
    try {
      process.kill(backend, 'SIGKILL');
      await expect(job.problem).toBeVisible();
    } finally {
      spotdeck.allowRestarts();
    }
    await expect
      .poll(() =>
        describeTrainingJob(aws, name).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('there');
    await expect(job.problem).toBeHidden();
    await expectResumed(job, before);
    await expect(job.headline).toHaveText(/^Completed 14 epochs in /, { timeout: 40_000 });
    expect(await newestCheckpointEpoch(aws, uri)).toBe(14);
    const own = spotdeck.programs().filter(({ args }) => args.endsWith('--epochs 14'));
    expect(own, 'no training program of it is left').toEqual([]);
  });

  test('a backend that hangs leaves no page blank: each has its frame and title, and comes once there is an answer', async ({
    page,
    spotdeck,
  }) => {
    // Seven pages, each looked at while it waits.
    test.slow();
    const backend = spotdeck.serverPid('local backend');
    process.kill(backend, 'SIGSTOP');
    try {
      for (const [path, title] of [
        ['jobs', /^Training jobs/],
        ['savings', /^Savings/],
        ['waste', /^Waste/],
        ['story', 'Run the whole story'],
        ['jobs/new', 'Launch a training job'],
        ['endpoints/new', 'Deploy a model'],
        ['endpoints', 'Endpoints'],
      ] as const) {
        await page.goto(`/local/${path}`, { waitUntil: 'commit' });
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      }
      await expect(page.getByRole('status').filter({ hasText: 'Still waiting for an answer' })).toBeVisible();
    } finally {
      process.kill(backend, 'SIGCONT');
    }
    await expect(page.getByRole('link', { name: 'Deploy a model' }).first()).toBeVisible();
    await expect(page.getByText('Still waiting for an answer')).toHaveCount(0);
  });

  test('the page says that the dashboard is gone, and goes on by itself once it is back', async ({
    page,
    aws,
    spotdeck,
  }) => {
    const name = uniqueName('dashboard-killed');
    await createTrainingJob(aws, {
      name,
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '14' },
      spot,
    });
    const job = new JobPage(page);
    await job.open(name);
    await expect(job.headline).toHaveText(/^Training epoch [2-9] /);
    await expect(job.chart('Loss').root.getByRole('application')).toBeVisible();
    const dashboard = spotdeck.serverPid('dashboard');
    spotdeck.holdRestarts();
    try {
      process.kill(dashboard, 'SIGKILL');
      await expect(job.connectionLost).toBeVisible();
    } finally {
      spotdeck.allowRestarts();
    }
    await expect(job.connectionLost).toBeHidden();
    await expect(job.headline).toHaveText(/^Completed 14 epochs in /, { timeout: 40_000 });
    const lines = await logLines(aws, name);
    expect(
      lines.filter((line) => line.startsWith('Epoch ')),
      'training went on meanwhile',
    ).toHaveLength(14);
    await expect(job.logCount, 'and no line is missing').toContainText(`(${lines.length} lines)`);
    await expect(job.log).toContainText('Epoch 14/14');
  });

  test('a connection that stays open and says nothing is noticed by the job page and by the list', async ({
    page,
    aws,
    spotdeck,
  }) => {
    const name = uniqueName('half-open');
    await createTrainingJob(aws, { name, script: 'silent.mjs' });
    await trainingJobEnd(aws, name);
    // Nothing fails in the browser: the frozen server's connections stay as they are.
    await page.clock.install();
    const dashboard = spotdeck.serverPid('dashboard');
    const freeze = async (isLost: () => Promise<void>) => {
      process.kill(dashboard, 'SIGSTOP');
      try {
        await page.clock.fastForward(26_000);
        await isLost();
      } finally {
        process.kill(dashboard, 'SIGCONT');
      }
    };
    const job = new JobPage(page);
    const isLive = page.waitForResponse((response) => response.url().endsWith(`/jobs/${name}/events`));
    await job.open(name);
    await isLive;
    await expect(job.logCount).toBeVisible();
    await freeze(() => expect(job.connectionLost).toBeVisible());
    await expect(job.connectionLost).toBeHidden();
    const list = new JobsList(page);
    await list.open(`?prefix=${name}`);
    await expect(list.live).toBeVisible();
    await freeze(() => expect(list.connectionLost).toBeVisible());
    await expect(list.live).toBeVisible();
  });

  test('Ctrl-C ends everything within 5 s, and the next start resumes what was running', async ({
    page,
    aws,
    spotdeck,
  }) => {
    const name = uniqueName('ctrl-c');
    await createTrainingJob(aws, {
      name,
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '14' },
      spot,
    });
    const job = new JobPage(page);
    await job.open(name);
    await expect(job.headline).toHaveText(/^Training epoch [3-9] /);
    const uri = (await describeTrainingJob(aws, name)).CheckpointConfig!.S3Uri!;
    const before = await newestCheckpointEpoch(aws, uri);
    expect(spotdeck.programs()).not.toEqual([]);
    expect(await spotdeck.stop()).toBeLessThan(5_000);
    expect(spotdeck.programs()).toEqual([]);
    await expect(job.connectionLost).toBeVisible();
    await spotdeck.startAgain();
    await expect(job.connectionLost).toBeHidden({ timeout: 30_000 });
    await expectResumed(job, before);
    await expect(job.headline).toHaveText(/^Completed 14 epochs in /, { timeout: 40_000 });
  });
});

test('A second Spotdeck on the same data refuses to start, in one line', async ({ spotdeck }) => {
  const { code, said } = await spotdeck.startSecond();
  expect(said.trim()).toBe(`The data folder ${spotdeck.dataDir} is in use by another local backend.`);
  expect(code).toBe(1);
});

test('A script that ends with an error fails the job, with the reason on the page', async ({ page, aws }) => {
  const name = uniqueName('failing');
  await createTrainingJob(aws, { name, script: 'fail.mjs' });
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.headline).toHaveText(
    /^Failed: Error: the labels do not fit the images \((?:at .* )?after .*\)\.$/,
  );
  const { FailureReason = '' } = await describeTrainingJob(aws, name);
  expect(FailureReason).toContain('AlgorithmError');
  const shown = await job.failureReason.innerText();
  expect(shown.replace(/\s+/g, ' ')).toContain(FailureReason.replace(/\s+/g, ' ').trim());
  await expect(job.log).toContainText('Error: the labels do not fit the images');
  await page.getByRole('button', { name: 'Show it in the log' }).click();
  await expect(page).toHaveURL(/[?&]line=\d+/);
  await expect(job.log.getByText(/^Error: the labels do not fit the images/)).toBeInViewport();
});

test('A script that prints no epoch is shown without one', async ({ page, aws }) => {
  const name = uniqueName('silent');
  await createTrainingJob(aws, { name, script: 'silent.mjs' });
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.headline).toHaveText(/^Completed in /);
  await expect(job.frame.content.getByText('The log names no epoch.')).toBeVisible();
  await expect(
    job.frame.content.getByText('Neither the log nor CloudWatch has a metric of this job.'),
  ).toBeVisible();
});

test('A job that was stopped looks different from one that ran out of max wait', async ({
  page,
  aws,
  spotdeck,
}) => {
  const stopped = uniqueName('stopped');
  const late = uniqueName('late');
  const job = new JobPage(page);
  await createTrainingJob(aws, {
    name: stopped,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '60' },
    spot,
  });
  await createTrainingJob(aws, {
    name: late,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '60' },
    spot: { maxRuntimeSeconds: 8, maxWaitSeconds: 8 },
  });
  await expect.poll(async () => (await describeTrainingJob(aws, late)).SecondaryStatus).toBe('Training');
  await interruptTrainingJob(spotdeck.endpoint, late, { capacityWaitSeconds: 600 });

  await job.open(stopped);
  await expect(job.headline).toHaveText(/^Training epoch /);
  await job.confirmStop();
  await expect(job.headline).toHaveText(/^Stopped on request at epoch \d+ of 60 after /);
  await expect(job.status('Stopped')).toBeVisible();
  await expect(job.stop).toBeHidden();

  await job.open(late);
  await expect(job.headline).toHaveText(/^Ran out of max wait \(8 s\)/);
  await expect(job.status('Max wait time exceeded')).toBeVisible();
  expect((await describeTrainingJob(aws, late)).SecondaryStatus).toBe('MaxWaitTimeExceeded');
});

/** The second attempt went on from a checkpoint, one no older than the newest that S3 had before the fault. */
const expectResumed = async (job: JobPage, newestBefore: number): Promise<void> => {
  await expect(job.verdicts).toContainText('Attempt 2 resumed at epoch ');
  const [, epoch, checkpoint] = /at epoch (\d+) from checkpoint-(\d+)\.json/.exec(
    await job.verdicts.innerText(),
  )!;
  expect(Number(epoch)).toBe(Number(checkpoint) + 1);
  expect(Number(checkpoint)).toBeGreaterThanOrEqual(newestBefore);
};
