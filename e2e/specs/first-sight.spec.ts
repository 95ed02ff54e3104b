import { gzipSync } from 'node:zlib';
import { type Page } from '@playwright/test';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { watchShifts } from '../fixtures/watch-shifts';
import { JobsList } from '../models/jobs-list';

/** Pages, and what is there once they are. */
const pages = [
  { title: 'the list of jobs', path: '/local/jobs', heading: /Training jobs/ },
  { title: 'the launch form', path: '/local/jobs/new', heading: 'Launch a training job' },
  { title: 'the list of endpoints', path: '/local/endpoints', heading: /Endpoints/ },
  { title: 'the waste board', path: '/local/waste', heading: 'Waste' },
  { title: 'the lines for other tools', path: '/local/tools', heading: /./ },
];

for (const { title, path, heading } of pages) {
  test(`${title} loads at most three style sheets, and nothing on it jumps`, async ({ page }) => {
    await page.addInitScript(watchShifts);
    await page.goto(path, { waitUntil: 'load' });
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await hydrated(page);
    const sheets = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => new URL(name).pathname.endsWith('.css'))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    expect(sheets.length).toBeGreaterThan(0);
    expect(sheets.length).toBeLessThanOrEqual(3);
    expect(sheets.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(60 * 1024);
    expect(await page.evaluate(() => globalThis.shifts)).toBeLessThanOrEqual(0.02);
  });
}

/** Kilobytes of gzip that a page may have of scripts, charts included: what is not seen at first comes when it is asked for. */
const maxScriptKb = 350;

test('the list and the page of a job with its charts load no more scripts than they may', async ({
  page,
  aws,
}) => {
  const name = uniqueName('scripts');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '3', 'epoch-seconds': '0.2' },
  });
  await trainingJobEnd(aws, name);
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) scripts.set(response.url(), response.body());
  });
  const kbOf = async (path: string, isThere: () => Promise<void>): Promise<number> => {
    scripts.clear();
    await page.goto(path, { waitUntil: 'load' });
    await isThere();
    const bodies = await Promise.all(scripts.values());
    return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
  };
  const job = await kbOf(`/local/jobs/${name}`, async () => {
    await expect(page.getByRole('application', { name: /^Loss by epoch/ })).toBeVisible();
    await hydrated(page);
  });
  expect(job, 'the page of a job').toBeLessThanOrEqual(maxScriptKb);
  const list = await kbOf('/local/jobs', async () => {
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await hydrated(page);
  });
  expect(list, 'the list of jobs').toBeLessThanOrEqual(maxScriptKb);
  expect(list, 'all of them were seen').toBeGreaterThan(200);
});

/** What a press does shows that scripts run. */
const hydrated = async (page: Page): Promise<void> => {
  const theme = page.getByRole('banner').getByRole('button', { name: 'Theme' });
  await expect(async () => {
    await theme.click();
    await expect(page.getByRole('menuitemcheckbox', { name: 'Dark' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
};

test.describe('A reader in another zone', () => {
  test.use({ timezoneId: 'Asia/Kolkata' });

  test('reads the own clock from the first visit on, and the server writes by it from the second', async ({
    page,
    aws,
  }) => {
    const name = uniqueName('zone');
    await createTrainingJob(aws, { name, script: 'silent.mjs' });
    const { CreationTime } = await describeTrainingJob(aws, name);
    // Kolkata is 5 h 30 min ahead of UTC all year round.
    const there = new Date(CreationTime!.getTime() + 330 * 60_000).toISOString().slice(11, 16);
    const list = new JobsList(page);
    await list.open(`?name=${name}`);
    await expect(list.row(name).locator('time')).toHaveText(new RegExp(`, ${there}$`));
    // The page tells its zone once its scripts run.
    const again = async () => (await page.request.get(`/local/jobs?name=${name}`)).text();
    await expect.poll(again).toMatch(new RegExp(`<time[^>]*>[^<]*, ${there}</time>`));
  });
});

test('What is not there answers 404, with a page that says so', async ({ page, expectedConsoleErrors }) => {
  expectedConsoleErrors.push(/status of 404/);
  for (const path of [
    '/local/jobs/no-such-job',
    '/local/endpoints/no-such-endpoint',
    '/local/no-such-page',
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
});
