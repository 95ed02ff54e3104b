import { expect } from '@playwright/test';
import { type AccountSpotdeck, startAccountSpotdeck } from '../fixtures/account-spotdeck';
import { test } from '../fixtures/hydrated-page';
import {
  createTrainingJob,
  describeTrainingJob,
  logLines,
  scriptPath,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';
import { SavingsPage } from '../models/savings-page';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };
const earlier = ['earlier-1', 'earlier-2', 'earlier-3'];

test.describe.serial('In an account that throttles 30 % of all requests', () => {
  let place: AccountSpotdeck;
  const name = uniqueName('once');

  test.beforeAll(async () => {
    place = await startAccountSpotdeck();
    const hyperparameters = { epochs: '2', 'epoch-seconds': '0.1' };
    for (const job of earlier)
      await createTrainingJob(place.aws, { name: job, script: 'count-epochs.mjs', hyperparameters, spot });
    await Promise.all(earlier.map((job) => trainingJobEnd(place.aws, job)));
    place.account.limits.throttledShare = 0.3;
  });
  test.afterAll(() => place.remove());

  /** Requests that were answered, by action. */
  const answered = (action: string) =>
    place.account.calls.filter((call) => call.action === action && call.status === 200).length;

  test('a job is launched once, by a form that opens and checks all the same', async ({ page }) => {
    const form = new LaunchPage(page);
    await page.goto(`${place.url}/jobs/new?from=scratch`);
    await form.name.fill(name);
    await form.chooseFiles(scriptPath('count-epochs.py'));
    await expect(form.entryPoint).toHaveValue('count-epochs.py');
    await form.role.fill('arn:aws:iam::000000000000:role/e2e');
    await form.addHyperparameter('epochs', '20');
    await form.addHyperparameter('epoch-seconds', '0.5');
    await expect(form.preflight).not.toContainText('field needs');
    await form.launch.click();
    const dialog = page.getByRole('dialog', { name: `Launch ${name} on AWS in us-east-1?` });
    await dialog.getByRole('button', { name: /^Launch / }).click();
    await expect(page).toHaveURL(`${place.url}/jobs/${name}`, { timeout: 60_000 });
    expect(answered('sagemaker:CreateTrainingJob')).toBe(1);
    expect((await describeTrainingJob(place.aws, name)).HyperParameters).toMatchObject({ epochs: '20' });
  });

  test('its page has each line of the log once and in order, to the end', async ({ page }) => {
    const job = new JobPage(page);
    await page.goto(`${place.url}/jobs/${name}`);
    await expect(job.headline).toHaveText(/^Training epoch /, { timeout: 60_000 });
    await expect(job.headline).toHaveText(/^Completed 20 epochs in /, { timeout: 120_000 });
    const lines = await logLines(place.aws, name);
    await expect(job.logCount).toContainText(`(${lines.length} lines)`, { timeout: 60_000 });
    const shown = await job.log.getByText(/^Epoch \d+\/20$/).allInnerTexts();
    expect(shown).toEqual(Array.from({ length: 20 }, (_, index) => `Epoch ${index + 1}/20`));
    await expect(job.chart('Loss').root.getByRole('application')).toBeVisible({ timeout: 60_000 });
  });

  test('list and report have each job once', async ({ page }) => {
    const list = new JobsList(page);
    await page.goto(`${place.url}/jobs?sort=name`);
    await expect(list.names()).toHaveText([...earlier, name], { timeout: 60_000 });
    await expect(list.heading).toContainText('(4)');
    await expect(list.row(name)).toContainText('Completed', { timeout: 60_000 });
    const report = new SavingsPage(page);
    await page.goto(`${place.url}/savings?period=all`);
    await expect(report.heading).toBeVisible();
    await expect(report.figure('Jobs')).toHaveText('4', { timeout: 60_000 });
  });

  test('where nothing is answered for a while, the pages say that AWS is throttling, and since when their data are', async ({
    page,
  }) => {
    const list = new JobsList(page);
    for (const operation of ['Search', 'DescribeTrainingJob'])
      place.account.limits.rates.set(`sagemaker:${operation}`, 0);
    await page.goto(`${place.url}/jobs?sort=name`);
    await expect(list.frame.content.getByText(/^AWS is throttling; data of /)).toBeVisible({
      timeout: 60_000,
    });
    await expect(list.names()).toHaveText([...earlier, name]);
    place.account.limits.rates.clear();
    await expect(list.live).toBeVisible({ timeout: 90_000 });
    expect(answered('sagemaker:CreateTrainingJob')).toBe(1);
  });
});
