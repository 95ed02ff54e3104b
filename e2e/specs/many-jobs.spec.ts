import { expect } from '@playwright/test';
import { startBackend, type TestBackend } from '../../testing/local/start-backend';
import { test } from '../fixtures/hydrated-page';
import { type RunningSpotdeck } from '../fixtures/running-spotdeck';
import { startTwoPlaces } from '../fixtures/two-places';
import { setFaults } from '../fixtures/set-faults';
import { JobsList } from '../models/jobs-list';
import { Palette } from '../models/palette';
import { SavingsPage } from '../models/savings-page';

const jobs = 100_000;
const accountJobs = 30;

/** One after another on one Spotdeck: its catalog is filled by the first. */
test.describe.serial('With 100,000 jobs', () => {
  test.setTimeout(900_000);
  let spotdeck: RunningSpotdeck;
  /** Another account, asked as AWS is. */
  let account: TestBackend;

  test.beforeAll(async () => {
    ({ spotdeck, account } = await startTwoPlaces(
      { count: jobs, days: 180 },
      { count: accountJobs, days: 30 },
    ));
  });
  test.afterAll(async () => {
    await spotdeck.remove();
    await account.end();
  });

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

    await expect(report.frame.content.getByText(/^As of /)).toBeVisible({ timeout: 700_000 });
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

  test('the jobs of another account stand in one list and one report with them, also while it is down', async ({
    page,
  }) => {
    const list = new JobsList(page);
    const report = new SavingsPage(page);
    const { content } = list.frame;
    const outOfDate = content.getByRole('list', { name: 'Accounts and Regions that are not up to date' });
    await page.goto(`${spotdeck.url}/local/jobs`);
    await expect(list.names()).toHaveCount(25);
    await page.goto(`${spotdeck.url}/us-east-1/jobs`);
    await expect(list.heading).toContainText(`(${accountJobs})`);

    // What was opened is there by itself.
    await page.goto(`${spotdeck.url}/all/jobs?sort=-where&size=50`);
    await expect(list.names()).toHaveCount(50);
    const where = list.table.getByRole('link', { name: 'us-east-1', exact: true });
    await expect(where).toHaveCount(accountJobs);
    await expect(list.table.getByRole('link', { name: 'Local backend', exact: true })).toHaveCount(
      50 - accountJobs,
    );
    const name = await list.names().first().innerText();
    await list.names().first().click();
    await expect(page).toHaveURL(`${spotdeck.url}/us-east-1/jobs/${name}`);

    await page.goto(`${spotdeck.url}/all/jobs?where=us-east-1`);
    await expect(list.tokens).toHaveText(['Account and Region = us-east-1']);
    await expect(list.matches).toHaveText(`${accountJobs} matches`);
    const csv = await list.readCsv();
    expect(csv.jobs).toHaveLength(accountJobs);
    expect(new Set(csv.jobs.map((job) => job['account and Region']))).toEqual(new Set(['us-east-1']));

    // On this page the last jobs of the account, then local ones; what is done goes to each one's own.
    await page.goto(`${spotdeck.url}/all/jobs?sort=-where&size=25&page=2`);
    await expect(where).toHaveCount(accountJobs - 25);
    const [remote, local] = [await list.names().first().innerText(), await list.names().last().innerText()];
    await list.tick(`${remote} (us-east-1)`, `${local} (Local backend)`);
    const dialog = await list.frame.chooseAction('Mark as favourite');
    await dialog.getByRole('button', { name: 'Mark as favourite' }).click();
    await expect(list.table.getByRole('img', { name: 'Favourite' })).toHaveCount(2);
    const palette = new Palette(page);
    await palette.open();
    await palette.field.fill(remote);
    await expect(palette.group('Jobs').filter({ hasText: 'us-east-1' }).first()).toContainText(remote);
    await page.keyboard.press('Escape');

    await page.goto(`${spotdeck.url}/all/savings?period=all`);
    const parts = content.getByRole('table', { name: 'By account and Region' });
    await expect(parts.getByRole('rowheader')).toHaveCount(2);
    await expect(async () => {
      const counts = await parts
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => Number(row.querySelector('td')?.textContent?.replaceAll(',', ''))),
        );
      const total = Number((await report.figure('Jobs').innerText()).replaceAll(',', ''));
      expect(counts).toHaveLength(2);
      expect(counts.reduce((sum, count) => sum + count)).toBe(total);
    }).toPass();

    const { dataDir, port } = account;
    await account.close();
    await page.goto(`${spotdeck.url}/all/jobs?where=us-east-1`);
    await expect(outOfDate).toContainText(/us-east-1: .*Its 30 jobs are shown as of/, { timeout: 60_000 });
    await expect(list.matches).toHaveText(`${accountJobs} matches`);
    await page.goto(`${spotdeck.url}/all/jobs?where=local`);
    await expect(list.names()).toHaveCount(25);
    account = await startBackend({ dataDir, port });
    await expect(outOfDate).toBeHidden({ timeout: 90_000 });
  });
});

const seconds = (began: number) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const note = (description: string) => test.info().annotations.push({ type: 'time', description });
