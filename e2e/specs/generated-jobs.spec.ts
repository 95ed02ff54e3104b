import { expect, type Page } from '@playwright/test';
import { generateJobs } from '../../scripts/generate-jobs.mjs';
import { test } from '../fixtures/hydrated-page';
import { RunningSpotdeck } from '../fixtures/running-spotdeck';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';

/** What a page says where something went wrong. */
const failures =
  /could not|cannot be (read|shown|loaded)|did not answer|Something went wrong|InternalFailure/i;

test.describe.serial('Of generated jobs', () => {
  let spotdeck: RunningSpotdeck;
  let names: string[] = [];

  test.beforeAll(async () => {
    spotdeck = await RunningSpotdeck.start((dataDir) =>
      generateJobs(dataDir, { count: 60, days: 10, logs: 60 }),
    );
  });
  test.afterAll(async () => spotdeck.remove());

  const open = async (page: Page, path: string) => {
    const answer = await page.goto(`${spotdeck.url}${path}`);
    expect(answer?.status(), path).toBe(200);
  };
  const expectNoFailure = async (page: Page, what: string) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(
      page
        .getByRole('main')
        .getByText(/^(Loading|Reading)/)
        .filter({ visible: true }),
    ).toHaveCount(0);
    await expect(page.getByRole('main'), what).not.toContainText(failures);
  };

  test('the lists and reports show no error', async ({ page }) => {
    const list = new JobsList(page);
    await open(page, '/local/jobs?size=100&status=completed');
    await expect(list.names()).not.toHaveCount(0);
    names = await list.names().allInnerTexts();
    for (const path of ['/local/jobs', '/local/savings?period=all', '/local/waste', '/local/endpoints']) {
      await open(page, path);
      await expectNoFailure(page, path);
    }
  });

  test('the page of a job, its log and its checkpoints show no error, and its model is said to be none', async ({
    page,
  }) => {
    const job = new JobPage(page);
    for (const name of new Map(names.map((each) => [each.replace(/-\d{4}-.*/, ''), each])).values()) {
      await open(page, `/local/jobs/${name}`);
      await expect(job.heading(name)).toBeVisible();
      await expectNoFailure(page, name);
      await expect(page.getByRole('main')).toContainText(/was generated|This job was generated/);
      await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeDisabled();
      await job.openTab('Configuration');
      await expect(page.getByText('This job has left no model and no output in S3')).toBeVisible();
      await job.openTab(/^Checkpoints/);
      await expectNoFailure(page, `the checkpoints of ${name}`);
    }
  });

  test('that it cannot be deployed is said before it is tried, also where it is chosen in the form', async ({
    page,
  }) => {
    const [name = '', other = ''] = names;
    await open(page, `/local/endpoints/new?job=${name}`);
    await expect(page.getByRole('main')).toContainText(`${name} was generated to fill this list`);
    await page.getByRole('button', { name: /Completed job/ }).click();
    await page.getByRole('option', { name: other, exact: true }).click();
    await expect(page.getByRole('main')).toContainText(`${other} was generated to fill this list`);
  });

  test('compare shows two of them, and a new job begun from one says what is missing', async ({ page }) => {
    const [name = '', other = ''] = names;
    await open(page, `/local/compare?jobs=${name},${other}`);
    await expectNoFailure(page, 'compare');
    const form = new LaunchPage(page);
    for (const start of ['clone', 'continue', 'verify', 'ondemand']) {
      await open(page, `/local/jobs/new?${start}=${name}`);
      await expect(form.name).toBeVisible();
      await expect(form.preflight).not.toContainText('Checking');
      await expect(form.preflight, start).not.toContainText(/Could not check/i);
      await expect(form.preflight, `what is missing is said, ${start}`).toContainText(
        /Nothing lies under s3:/,
      );
    }
  });
});
