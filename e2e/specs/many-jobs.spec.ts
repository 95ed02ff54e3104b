import { expect, test } from '@playwright/test';
import { RunningSpotdeck } from '../fixtures/running-spotdeck';
import { generateJobs } from '../../scripts/generate-jobs.mjs';
import { setFaults } from '../fixtures/set-faults';
import { JobsList } from '../models/jobs-list';
import { SavingsPage } from '../models/savings-page';

const jobs = 100_000;

/** One after another on one Spotdeck: its catalog is filled by the first. */
test.describe.serial('With 100,000 jobs', () => {
  test.setTimeout(600_000);
  let spotdeck: RunningSpotdeck;

  test.beforeAll(async () => {
    spotdeck = await RunningSpotdeck.start((dataDir) => generateJobs(dataDir, { count: jobs, days: 180 }));
  });
  test.afterAll(() => spotdeck.remove());

  test('the first sync shows its progress, outlives kill -9 and throttling, and reads every job', async ({
    page,
  }) => {
    const list = new JobsList(page);
    const report = new SavingsPage(page);
    const progress = page.getByText(/Reading older jobs: [\d,]+ of 100,000/);
    const stored = async () =>
      Number(/jobs: ([\d,]+) of/.exec(await progress.first().innerText())?.[1]?.replaceAll(',', ''));
    const began = Date.now();

    await page.goto(`${spotdeck.url}/local/jobs`);
    await expect(progress).toBeVisible();
    await expect(list.names()).toHaveCount(25);
    await page.goto(`${spotdeck.url}/local/savings?period=all`);
    await expect(report.figure('Jobs')).toHaveText(/^[\d,]+$/);
    await expect.poll(stored).toBeGreaterThan(2_000);

    const before = await stored();
    process.kill(spotdeck.serverPid('dashboard'), 'SIGKILL');
    await expect(async () => {
      await page.goto(`${spotdeck.url}/local/savings?period=all`);
      await expect(progress).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    expect(await stored(), 'it goes on where it was').toBeGreaterThanOrEqual(before);

    await setFaults(spotdeck.endpoint, [{ operation: 'Search', code: 'ThrottlingException', count: 12 }]);
    await expect(page.getByText(/AWS is throttling/)).toBeVisible({ timeout: 60_000 });
    await setFaults(spotdeck.endpoint, []);
    await expect(page.getByText(/AWS is throttling/)).toBeHidden({ timeout: 90_000 });

    await expect(report.frame.content.getByText(/^As of /)).toBeVisible({ timeout: 400_000 });
    note(`first sync, killed once and throttled: ${seconds(began)}`);
    await page.goto(`${spotdeck.url}/local/jobs`);
    await expect(list.heading).toContainText('(100,000)');
  });

  test('the list sorts, filters and pages, and the report answers', async ({ page }) => {
    const list = new JobsList(page);
    const report = new SavingsPage(page);
    await page.goto(`${spotdeck.url}/local/jobs`);
    await expect(list.names()).toHaveCount(25);

    const timed = async (what: string, act: () => Promise<void>) => {
      const began = Date.now();
      await act();
      note(`${what}: ${seconds(began)}`);
    };
    await timed('sort by duration', async () => {
      await list.sortBy('Duration');
      await expect(page).toHaveURL(/sort=duration/);
      await expect(list.table.getByRole('columnheader', { name: /Duration/ })).toHaveAttribute(
        'aria-sort',
        /ascending|descending/,
      );
    });
    await timed('filter by text', async () => {
      await list.filterByText('train');
      await expect(page).toHaveURL(/name=train/);
      await expect(list.matches).toBeVisible();
    });
    await timed('report of all time', async () => {
      await page.goto(`${spotdeck.url}/local/savings?period=all&by=tag`);
      await expect(report.figure('Jobs')).toHaveText(/^[\d,]{5,}$/);
    });
    const inTotals = Number((await report.figure('Jobs').innerText()).replaceAll(',', ''));
    const excluded = await report.excluded.allInnerTexts();
    const counts = excluded.map((line) => Number(/^([\d,]+) job/.exec(line)?.[1]?.replaceAll(',', '')));
    expect(
      counts.reduce((sum, count) => sum + count, inTotals),
      'no job is dropped in silence',
    ).toBe(jobs);
    await timed('the second page of the groups by name', async () => {
      await page.goto(`${spotdeck.url}/local/savings?period=all&by=prefix&parts=5`);
      const first = await report.groupLinks().first().innerText();
      await report.frame.pageButton(2).click();
      await expect(page).toHaveURL(/groups-page=2/);
      await expect(report.groupLinks().first()).not.toHaveText(first);
    });
    // A group's own link comes before that of its jobs without a price.
    const group = report.groups().first();
    const link = group.getByRole('link').first();
    const name = await link.innerText();
    const [ofGroup = ''] = /^[\d,]+/.exec(await group.getByRole('cell').first().innerText()) ?? [];
    await link.click();
    await expect(list.matches).toHaveText(`${ofGroup} match${ofGroup === '1' ? '' : 'es'}`);
    await expect(list.names().first()).toContainText(name);
    await page.goto(`${spotdeck.url}/local/savings?period=all&by=tag`);
    await timed('jobs behind the totals', async () => {
      await report.figure('Jobs').getByRole('link').click();
      await expect(list.matches).toHaveText(`${inTotals.toLocaleString('en')} matches`);
    });
  });
});

const seconds = (began: number) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const note = (description: string) => test.info().annotations.push({ type: 'time', description });
