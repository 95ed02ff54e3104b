import { type Locator, type Page } from '@playwright/test';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { watchShifts } from '../fixtures/watch-shifts';
import { JobsList } from '../models/jobs-list';

const name = uniqueName('columns');

test.beforeAll(async ({ aws }) => {
  await createTrainingJob(aws, { name, script: 'silent.mjs' });
  await trainingJobEnd(aws, name);
});

test('columns are as wide as they were dragged, by mouse or keyboard, also in what the server sends', async ({
  page,
}) => {
  const list = new JobsList(page);
  await list.open(`?name=${name}`);
  await test.step('by mouse: the edge follows, and the columns before it stay', async () => {
    const [before, untouched] = [await widthOf(list, 'Status'), await widthOf(list, 'Name')];
    await drag(page, list.edge('Status'), 60);
    await expectWidth(list, 'Status', before + 60);
    await expectWidth(list, 'Name', untouched);
  });
  await test.step('by keyboard: arrows move the edge, and Escape leaves it', async () => {
    const before = await widthOf(list, 'Type');
    await list.edge('Type').focus();
    await page.keyboard.press('Enter');
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
    await expectWidth(list, 'Type', before + 30);
    await page.keyboard.press('Escape');
    await expect(list.edge('Type')).toBeFocused();
  });
  await test.step('what is kept is there from the first paint on, at any width of the window', async () => {
    const kept = { status: await widthOf(list, 'Status'), type: await widthOf(list, 'Type') };
    await page.addInitScript(watchShifts);
    for (const width of [1280, 700, 1900]) {
      await page.setViewportSize({ width, height: 900 });
      await page.reload();
      await expect(list.row(name)).toBeVisible();
      await expectWidth(list, 'Status', kept.status);
      await expectWidth(list, 'Type', kept.type);
      expect(await page.evaluate(() => globalThis.shifts), `at ${width} px`).toBeLessThanOrEqual(0.02);
    }
  });
  await test.step('other columns come and go, and the widths stay until the reader lets them go', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const kept = await widthOf(list, 'Status');
    await list.open(`?name=${name}&column=status&column=instance`);
    await expectWidth(list, 'Status', kept);
    await list.open(`?name=${name}`);
    const preferences = await list.openPreferences();
    await preferences.getByRole('checkbox', { name: /^Keep the widths/ }).uncheck();
    await preferences.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(async () => {
      expect(Math.abs((await widthOf(list, 'Status')) - kept)).toBeGreaterThan(10);
    }).toPass();
    await page.reload();
    await list.openPreferences();
    await expect(page.getByRole('checkbox', { name: /^Keep the widths/ })).toBeHidden();
  });
});

test('widths that cannot be read are told of, and the list is there without them', async ({
  page,
  context,
  baseURL,
}) => {
  const list = new JobsList(page);
  for (const value of ['%7B', '%7B%22name%22%3A%22wide%22%7D', '%7B%22name%22%3A-5%7D', '[]']) {
    await context.addCookies([{ name: 'spotdeck-jobs-widths', value, url: baseURL! }]);
    await list.open(`?name=${name}`);
    await expect(list.row(name)).toBeVisible();
    await expect(
      list.frame.content.getByText(/the widths of this table’s columns cannot be read/),
    ).toBeVisible();
  }
  await list.frame.content.getByRole('button', { name: 'Remove it' }).click();
  await page.reload();
  await expect(list.row(name)).toBeVisible();
  await expect(list.frame.content.getByText(/cannot be read/)).toBeHidden();
});

test('columns of a tag, a hyperparameter and a metric are a view with a name, which is its address', async ({
  page,
  aws,
}) => {
  const trained = uniqueName('viewed');
  await createTrainingJob(aws, {
    name: trained,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '2', 'epoch-seconds': '0.2' },
  });
  await trainingJobEnd(aws, trained);
  const list = new JobsList(page);
  await list.open(`?name=${trained}&column=tag:team&column=hyperparameter:epochs&column=status`);
  await expect(list.row(trained)).toContainText('2');
  const headers = await list.table.getByRole('columnheader').allInnerTexts();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Views' });
  await dialog.getByRole('textbox', { name: 'Name of this view' }).fill('Mine');
  await dialog.getByRole('button', { name: 'Save the view' }).click();
  await expect(dialog).toBeHidden();
  await list.open();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Mine' }).click();
  await expect(page).toHaveURL(/tag%3Ateam|tag:team/);
  await expect(list.names()).toHaveText([trained]);
  expect(await list.table.getByRole('columnheader').allInnerTexts()).toEqual(headers);
  for (const column of ['team', 'epochs']) await expect(list.columnHeader(column)).toBeVisible();
});

const widthOf = async (list: JobsList, column: string): Promise<number> =>
  (await list.columnHeader(column).boundingBox())!.width;

const expectWidth = (list: JobsList, column: string, px: number): Promise<void> =>
  expect(async () => {
    expect(Math.abs((await widthOf(list, column)) - px), column).toBeLessThanOrEqual(3);
  }).toPass();

const drag = async (page: Page, edge: Locator, px: number): Promise<void> => {
  const { x, y, width, height } = (await edge.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + px / 2, y + height / 2);
  await page.mouse.move(x + width / 2 + px, y + height / 2);
  await page.mouse.up();
};
