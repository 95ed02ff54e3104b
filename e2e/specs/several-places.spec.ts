import { expect } from '@playwright/test';
import { type TestBackend } from '../../testing/local/start-backend';
import { test } from '../fixtures/hydrated-page';
import { type RunningSpotdeck } from '../fixtures/running-spotdeck';
import { startTwoPlaces } from '../fixtures/two-places';
import { JobsList } from '../models/jobs-list';
import { Palette } from '../models/palette';
import { SavingsPage } from '../models/savings-page';
import { WastePage } from '../models/waste-page';

const unpriced = 'ml.p4d.24xlarge';

/** The local backend and an account, on the pages of all of them. */
test.describe.serial('With jobs in two places', () => {
  let spotdeck: RunningSpotdeck;
  let account: TestBackend;

  test.beforeAll(async () => {
    ({ spotdeck, account } = await startTwoPlaces(
      { count: 210, days: 20, seed: 8 },
      { count: 290, days: 20 },
    ));
  });
  test.afterAll(async () => {
    await spotdeck.remove();
    await account.end();
  });

  test('the waste of both is one board: it adds up, leads to each one’s jobs, and is a file', async ({
    page,
  }) => {
    const list = new JobsList(page);
    const board = new WastePage(page);
    for (const [place, count] of [
      ['us-east-1', 290],
      ['local', 210],
    ] as const) {
      await page.goto(`${spotdeck.url}/${place}/jobs`);
      await expect(list.heading).toContainText(`(${count})`);
    }
    // It is found as the other pages are: from the report, and by the palette.
    await page.goto(`${spotdeck.url}/all/savings?period=all`);
    await board.frame.content.getByRole('link', { name: 'Who wastes most' }).click();
    await expect(page).toHaveURL(/\/all\/waste\?.*period=all/);
    await page.goto(`${spotdeck.url}/all/jobs`);
    const palette = new Palette(page);
    await palette.open();
    await palette.field.fill('waste');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${spotdeck.url}/all/waste`);
    await expect(board.heading).toBeVisible();

    await page.goto(`${spotdeck.url}/all/waste?period=all&by=where`);
    await expect(board.rowNames()).toHaveText(['us-east-1', 'Local backend'], { ignoreCase: false });
    await expect(board.frame.content.getByText('Partly simulated money')).toBeVisible();
    const dollars = (text: string) => Number(text.replace(/[^\d.]/g, ''));
    await expect(async () => {
      const totals = await Promise.all(
        ['us-east-1', 'Local backend'].map(async (name) =>
          dollars(await board.row(name).getByRole('cell').first().innerText()),
        ),
      );
      const [one = 0, other = 0] = totals;
      expect(Math.abs(one + other - dollars(await board.figure('Wasted').innerText()))).toBeLessThan(0.02);
    }).toPass();
    const csv = await (await page.request.get(`${spotdeck.url}/all/waste/export?period=all&by=where`)).text();
    expect(csv.split('\r\n')[0]).toMatch(/^.?account and Region,partly simulated USD wasted/);

    // What a figure counts, in its own place: of this row alone.
    await board.row('Local backend').getByRole('link', { name: 'Local backend' }).click();
    await expect(list.tokens.filter({ hasText: 'Account and Region = local' })).toBeVisible();
    await expect(list.table.getByRole('link', { name: 'us-east-1', exact: true })).toHaveCount(0);
  });

  test('a price that is entered there is that of the place that lacks it', async ({ page }) => {
    const board = new WastePage(page);
    const report = new SavingsPage(page);
    const { content } = board.frame;
    const field = (place: string) =>
      content.getByRole('textbox', { name: `Price of ${unpriced} in ${place}, USD an hour` });
    await page.goto(`${spotdeck.url}/all/waste?period=all`);
    await expect(field('Local backend').first()).toBeVisible();
    await field('us-east-1').first().fill('32.77');
    await field('us-east-1').first().press('Enter');
    await expect(field('us-east-1')).toHaveCount(0);
    await expect(field('Local backend').first()).toBeVisible();

    await page.goto(`${spotdeck.url}/all/savings?period=all`);
    const prices = content.getByRole('table', { name: 'Prices' });
    const takeBack = prices.getByRole('button', { name: `Take back the price of ${unpriced} in us-east-1` });
    await expect(takeBack).toBeVisible();
    await expect(field('Local backend')).toBeVisible();
    await page.goto(`${spotdeck.url}/local/savings?period=all`);
    await expect(report.unpriced).toContainText(unpriced);
    await page.goto(`${spotdeck.url}/us-east-1/savings?period=all`);
    await expect(prices.getByRole('button', { name: `Take back the price of ${unpriced}` })).toBeVisible();
    await page.goto(`${spotdeck.url}/all/savings?period=all`);
    await takeBack.click();
    await expect(takeBack).toBeHidden();
    // Where many are missing their fields are folded.
    await content.getByRole('button', { name: /^Enter \d+ prices$/ }).click();
    await expect(field('us-east-1')).toBeVisible();
  });

  test('jobs of two places are not compared, and the button says why', async ({ page }) => {
    const list = new JobsList(page);
    // Whichever of both comes first: of the third hundred some are of each.
    await page.goto(`${spotdeck.url}/all/jobs?sort=where&size=100&page=3`);
    await expect(list.names()).toHaveCount(100);
    const nameIn = (place: string) =>
      list.table
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name: place, exact: true }) })
        .first()
        .getByRole('rowheader')
        .getByRole('link')
        .innerText();
    const [remote, local] = [await nameIn('us-east-1'), await nameIn('Local backend')];
    await list.tick(`${remote} (us-east-1)`, `${local} (Local backend)`);
    const compare = list.frame.content.getByRole('button', { name: 'Compare 2' });
    await compare.focus();
    await expect(compare).toHaveAccessibleDescription(
      /are in 2 accounts or Regions; those of one can be compared/,
    );
  });
});
