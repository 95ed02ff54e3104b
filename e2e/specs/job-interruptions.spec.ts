import { readFile } from 'node:fs/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DeleteTrainingJobCommand, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { alertsOf, keepAlerts, lookElsewhere } from '../fixtures/job-alerts';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  objectsUnder,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';

const bucket = 'e2e-training';

/** One after another on one job, which the first test has trained, and the last one deletes. */
test.describe.serial('A job that was interrupted three times', () => {
  const name = uniqueName('interrupted');

  test('whoever looks elsewhere is told of each interruption and each resume; what was asked for is said in passing', async ({
    page,
    aws,
    spotdeck,
  }) => {
    await page.context().grantPermissions(['notifications']);
    await keepAlerts(page);
    await createTrainingJob(aws, {
      name,
      script: 'print-form.mjs',
      hyperparameters: {
        form: 'keras',
        epochs: '2000',
        steps: '2',
        'step-seconds': '0.3',
        'save-every': '2',
      },
      metrics: [{ name: 'pace', regex: '- ([0-9]+)s - loss' }],
      spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
    });
    const job = new JobPage(page);
    await job.open(name);
    await page.getByRole('button', { name: 'Notify me of jobs' }).click();
    await lookElsewhere(page);
    const order = { notice: true, capacityWaitSeconds: 2 };
    const told = job.frame.notifications.getByText(`The instance of ${name} is being taken away.`);
    for (const attempt of [2, 3, 4]) {
      await expect(job.headline).toHaveText(/^Training epoch ([2-9]|\d\d) /);
      if (attempt > 2) await interruptTrainingJob(spotdeck.endpoint, name, order);
      else {
        await job.interruptNow(order);
        await expect(told).toBeVisible();
      }
      await expect.poll(async () => (await alertsOf(page))?.filter(isInterruption)).toHaveLength(attempt - 1);
      await expect(job.verdicts).toContainText(`Attempt ${attempt} resumed`);
    }
    await aws.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
    await trainingJobEnd(aws, name);
    await expect.poll(() => alertsOf(page)).toContain(`${name}: Stopped`);
    await expect(page).toHaveTitle(new RegExp(`^■ ${name}`));
    expect((await alertsOf(page))?.filter((title) => title === `${name} resumed`)).toHaveLength(3);
    await expect(told, 'it has gone by itself').toBeHidden();
  });
  const isInterruption = (title: string) => title === `${name} was interrupted`;

  test('each interruption is a band on both axes, and no label of a resume lies over another', async ({
    page,
  }) => {
    const job = new JobPage(page);
    const loss = job.chart('Loss');
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      for (const axis of ['epoch', 'time']) {
        await job.open(name, `?axis=${axis}`);
        await expect(loss.bands('interruption')).toHaveCount(3);
        for (const band of await loss.bands('interruption').all()) {
          const box = (await band.boundingBox())!;
          expect(box.height).toBeGreaterThan(100);
          if (axis === 'time') expect(box.width, 'it lasted').toBeGreaterThan(0);
        }
        await expect(loss.resumeLabels).not.toHaveCount(0);
        const labels = await Promise.all((await loss.resumeLabels.all()).map((label) => label.boundingBox()));
        for (const [index, one] of labels.entries())
          for (const other of labels.slice(index + 1))
            expect(overlap(one!, other!), `by ${axis}, ${width} px`).toBe(false);
      }
    }
  });

  test('a metric that the log does not count says its axis; charts pinned and hidden are so after a reload', async ({
    page,
  }) => {
    const job = new JobPage(page);
    const [loss, pace] = [job.chart('Loss'), job.chart('Pace')];
    await job.open(name);
    await expect(pace.root).toContainText('By time: the log counts no value of it.');
    const charts = job.frame.content.getByRole('region', { name: / chart$/ });
    await expect(charts.first()).toHaveAccessibleName('Loss chart');
    await pace.choose('Pin to the top');
    await expect(charts.first()).toHaveAccessibleName('Pace chart');
    await loss.choose('Hide this chart');
    await expect(loss.root).toBeHidden();
    await expect(page).toHaveURL(/[?&]pin=/);
    await page.reload();
    await expect(charts.first()).toHaveAccessibleName('Pace chart');
    await expect(loss.root).toBeHidden();
    await page.getByRole('button', { name: 'Charts (1 of 2)' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Loss' }).click();
    await page.keyboard.press('Escape');
    await expect(loss.root).toBeVisible();
    // What is pinned is the reader's for all jobs, what is hidden is this page's.
    await job.open(name);
    await expect(charts.first()).toHaveAccessibleName('Pace chart');
    await pace.choose('Unpin');
    await page.reload();
    await expect(charts.first()).toHaveAccessibleName('Loss chart');
  });

  test('a line of the log has a link of its own, which leads to it', async ({ page, context }) => {
    const job = new JobPage(page);
    await job.open(name);
    await expect(job.logCount).toContainText('lines');
    const search = job.frame.content.getByRole('searchbox', { name: 'Search the log' });
    await search.fill('Epoch 2/2000');
    await search.press('Enter');
    const line = job.log
      .locator('[data-sequence]')
      .filter({ has: page.locator('mark') })
      .first();
    const sequence = Number(await line.getAttribute('data-sequence'));
    await expect(job.lineLink(sequence), 'by keyboard, once it was searched for').toHaveAttribute(
      'tabindex',
      '0',
    );
    const href = (await job.lineLink(sequence).getAttribute('href'))!;
    await job.lineLink(sequence).press('Enter');
    await expect(page).toHaveURL(new RegExp(`[?&]line=${sequence}$`));
    await expect(job.soughtLine).toContainText('Epoch 2/2000');

    const other = await context.newPage();
    const opened = new JobPage(other);
    await other.goto(new URL(href, page.url()).toString());
    await expect(opened.soughtLine).toContainText('Epoch 2/2000');
    await expect(opened.soughtLine).toBeInViewport();
    await other.close();
  });

  test('model, output and checkpoints are files, byte for byte', async ({ page, aws }) => {
    const job = new JobPage(page);
    const stored = async (Key: string) => {
      const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return Buffer.from(await Body!.transformToByteArray());
    };
    await job.open(name, '?tab=configuration');
    for (const file of ['model.tar.gz', 'output.tar.gz']) {
      const bytes = await readFile(await job.downloadFile(file));
      expect(bytes.equals(await stored(`${name}/output/${file}`)), file).toBe(true);
      expect(bytes.subarray(0, 2).toString('hex'), file).toBe('1f8b');
    }
    await job.openTab(/^Checkpoints/);
    const [checkpoint] = await objectsUnder(aws, `s3://${bucket}/${name}/checkpoints`);
    const bytes = await readFile(await job.downloadFile(checkpoint!.file));
    expect(bytes.equals(await stored(`${name}/checkpoints/${checkpoint!.file}`))).toBe(true);
    expect(JSON.parse(bytes.toString())).toHaveProperty('done');
  });

  test('once it is deleted, its page says so, in place and on Back', async ({ page, aws }) => {
    const job = new JobPage(page);
    const list = new JobsList(page);
    await list.open(`?name=${name}`);
    await list.row(name).getByRole('link').click();
    await expect(job.heading(name)).toBeVisible();
    const other = await page.context().newPage();
    const open = new JobPage(other);
    await open.open(name);
    await expect(open.gone).toBeHidden();
    await page.goBack();
    await expect(list.row(name)).toBeVisible();
    await aws.sageMaker.send(new DeleteTrainingJobCommand({ TrainingJobName: name }));
    await expect(open.gone.or(open.vanished), 'the page that was open').toBeVisible({ timeout: 60_000 });
    await other.close();
    await page.goForward();
    await expect(job.gone.or(job.vanished), 'on the way back to it').toBeVisible({ timeout: 60_000 });
    await expect(describeTrainingJob(aws, name)).rejects.toThrow(/not found/i);
  });
});

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
