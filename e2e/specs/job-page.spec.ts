import { readFile } from 'node:fs/promises';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { alertsOf, keepAlerts, lookElsewhere } from '../fixtures/job-alerts';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  interruptTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };
const epochLines = (text: string) => text.match(/Epoch \d+\/\d+/g) ?? [];

test('A line that the script prints is on the page within 2 s, without a reload; who looks elsewhere is told of the end', async ({
  page,
  aws,
}) => {
  await page.context().grantPermissions(['notifications']);
  await keepAlerts(page);
  const name = uniqueName('prompt');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '90', 'epoch-seconds': '0.7' },
  });
  const job = new JobPage(page);
  await job.open(name);
  const seen = new Map<string, number>();
  // Only what arrives while the page is open: what was there before it came with the page.
  await expect(job.log).toContainText('Epoch 1/90');
  const before = new Set(epochLines(await job.log.innerText()));
  await expect
    .poll(
      async () => {
        for (const line of epochLines(await job.log.innerText())) {
          if (!seen.has(line) && !before.has(line)) seen.set(line, Date.now());
        }
        return seen.size;
      },
      { intervals: [50] },
    )
    .toBeGreaterThan(5);
  const { events = [] } = await aws.logs.send(
    new FilterLogEventsCommand({
      logGroupName: '/aws/sagemaker/TrainingJobs',
      logStreamNamePrefix: `${name}/`,
    }),
  );
  for (const { message = '', timestamp = NaN } of events.filter((event) => seen.has(event.message ?? ''))) {
    expect(seen.get(message)! - timestamp, message).toBeLessThan(2_000);
  }
  await expect(page).toHaveTitle(new RegExp(`^\\d+ % ${name}`));
  await page.getByRole('button', { name: 'Notify me of jobs' }).click();
  await expect(page.getByRole('button', { name: 'Stop notifying me of jobs' })).toBeVisible();
  // Before the end: who still looks at it needs no alert.
  await lookElsewhere(page);
  await aws.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
  await expect(page).toHaveTitle(new RegExp(`^■ ${name}`));
  await expect.poll(() => alertsOf(page)).toContain(`${name}: Stopped`);
});

test.describe('The page of a job that was interrupted', () => {
  const name = uniqueName('explored');
  const job = (page: ConstructorParameters<typeof JobPage>[0]) => new JobPage(page);

  test.beforeAll(async ({ aws, spotdeck }) => {
    await createTrainingJob(aws, {
      name,
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '5', 'epoch-seconds': '0.5', 'save-every': '2' },
      spot,
    });
    await interruptTrainingJob(spotdeck.endpoint, name, { afterEpoch: 3, capacityWaitSeconds: 1 });
    await trainingJobEnd(aws, name);
  });

  test('a chart is saved as PNG, and its values as CSV with the attempt of each', async ({ page }) => {
    const loss = job(page).chart('Loss');
    await job(page).open(name);
    await expect(loss.root.getByRole('application')).toBeVisible();
    const png = await readFile(await loss.save('Download as PNG'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16), 'as wide as the chart at least').toBeGreaterThan(400);
    const [header, ...rows] = (await readFile(await loss.save('Download values as CSV'), 'utf8'))
      .trim()
      .split('\r\n');
    expect(header).toBe('epoch,attempt,superseded,time,loss,val_loss');
    const cells = rows.map((row) => row.split(','));
    expect(cells.map(([epoch, attempt, superseded]) => [epoch, attempt, superseded])).toEqual([
      ['1', '1', 'no'],
      ['2', '1', 'no'],
      ['3', '1', 'yes'],
      ['3', '2', 'no'],
      ['4', '2', 'no'],
      ['5', '2', 'no'],
    ]);
    for (const [epoch, , , , value] of cells) expect(Number(value)).toBeCloseTo(1 / Number(epoch), 4);
  });

  test('a metric is switched off and on in the legend, and the axis is kept in the address', async ({
    page,
  }) => {
    const loss = job(page).chart('Loss');
    await job(page).open(name);
    await expect(loss.lines).toHaveCount(4);
    await loss.legend.getByRole('button', { name: /^val_loss/ }).click();
    await expect(loss.lines).toHaveCount(2);
    await loss.legend.getByRole('button', { name: /^val_loss/ }).click();
    await expect(loss.lines).toHaveCount(4);
    await page.getByRole('button', { name: 'By time' }).click();
    await expect(loss.root.getByText('Time since the job was created')).toBeVisible();
    await page.reload();
    await expect(loss.root.getByText('Time since the job was created')).toBeVisible();
  });

  test('a stretch is looked at closely, smoothed and on a log scale, in all charts and by its link', async ({
    page,
  }) => {
    const loss = job(page).chart('Loss');
    await job(page).open(name);
    await expect(loss.ticks).toHaveText(['1', '2', '3', '4', '5']);
    await loss.point(0.35, 0.75);
    await expect(loss.ticks).toHaveText(['3', '4']);
    await page.getByLabel('Smoothing').fill('0.6');
    // Of each metric: as printed, smoothed, and what was trained again.
    await expect(loss.lines).toHaveCount(6);
    await page.getByRole('checkbox', { name: 'Log scale' }).check();
    await page.reload();
    await expect(loss.ticks).toHaveText(['3', '4']);
    await expect(loss.lines).toHaveCount(6);
    await expect(page.getByRole('checkbox', { name: 'Log scale' })).toBeChecked();
    await loss.root.getByRole('application').press('0');
    await expect(loss.ticks).toHaveText(['1', '2', '3', '4', '5']);
    await loss.root.getByRole('application').press('+');
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    await expect(loss.ticks).toHaveText(['1', '2', '3', '4', '5']);
    await loss.choose('Full screen');
    const full = page.getByRole('dialog', { name: `Loss · ${name}` });
    await expect(full.getByRole('application')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(full).toBeHidden();
    // The reader's choice is kept, and then in the address; one that an address makes wins.
    await job(page).open(name);
    await expect(page.getByLabel('Smoothing')).toHaveValue('0.6');
    await expect(page).toHaveURL(/[?&]smooth=0\.6/);
    await page.goto(`/local/jobs/${name}?scale=log`);
    await expect(page.getByLabel('Smoothing')).toHaveValue('0');
  });

  test('a point of a chart is the same moment on the timeline and in the log, one click away', async ({
    page,
  }) => {
    const { log, frame } = job(page);
    const loss = job(page).chart('Loss');
    await job(page).open(name);
    await expect(log).toContainText('Epoch 5/5');
    await loss.point(0.98);
    await expect(frame.content.getByTestId('moment')).toBeVisible();
    await expect(log.locator('[data-pointed]')).toContainText('loss: 0.2');
    await loss.point(0.1);
    await expect(loss.legend.getByRole('button', { name: 'loss 1', exact: true })).toBeVisible();
    await loss.point(0.1, 0.1);
    await expect(page).toHaveURL(/[?&]line=\d+/);
    const line = Number(new URL(page.url()).searchParams.get('line'));
    await expect(log.locator(`[data-sequence="${line}"]`)).toContainText('loss: 1');
    await expect(log.locator(`[data-sequence="${line}"]`)).toBeInViewport();
  });

  test('the log is searched, and shown for one attempt', async ({ page }) => {
    const { log, frame } = job(page);
    await job(page).open(name);
    await expect(log).toContainText('Epoch 5/5');
    const search = frame.content.getByRole('searchbox', { name: 'Search the log' });
    await search.fill('epoch 3/5');
    await search.press('Enter');
    await expect(frame.content.getByText('1 of 2', { exact: true })).toBeVisible();
    await expect(log.locator('mark').first()).toHaveText('Epoch 3/5');
    await search.press('Enter');
    await expect(frame.content.getByText('2 of 2', { exact: true })).toBeVisible();
    await search.fill('no line has this');
    await expect(frame.content.getByText('no match', { exact: true })).toBeVisible();
    await search.fill('');
    await frame.content.getByRole('button', { name: /^Attempts shown/ }).click();
    await page.getByRole('option', { name: /^Attempt 1/ }).click();
    await expect(log).toContainText('Epoch 1/5');
    await expect(log).not.toContainText('Epoch 5/5');
  });

  test('at 400 and at 1,280 pixels, no sentence breaks within a word', async ({ page }) => {
    for (const width of [400, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await job(page).open(name);
      await expect(job(page).verdicts).toContainText('1 epoch was trained again.');
      const wordBreak = await job(page)
        .verdicts.getByText(/trained again/)
        .last()
        .evaluate((element) => getComputedStyle(element).wordBreak);
      expect(wordBreak).toBe('normal');
    }
  });
});
