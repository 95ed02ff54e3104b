import { type Page } from '@playwright/test';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, uniqueName } from '../fixtures/training-jobs';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';
import { Palette } from '../models/palette';

/** The page as it is painted, before any of its scripts have come; they come once `letCome` is called. */
const openPainted = async (page: Page, path: string): Promise<{ letCome: () => void }> => {
  let letCome: () => void = () => undefined;
  const come = new Promise<void>((resolve) => (letCome = resolve));
  await page.route('**/_next/static/**/*.js', async (route) => {
    await come;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  return { letCome };
};

// A page of its own: the fixture's waits until it answers, which is what is not waited for here.
test('what is pressed and typed before the scripts have come is done once they have', async ({
  context,
  aws,
}) => {
  const [ticked, other] = [uniqueName('early-b'), uniqueName('early-a')];
  for (const name of [ticked, other]) await createTrainingJob(aws, { name, script: 'silent.mjs' });
  const address = '/local/jobs?name=early-';
  for (const name of [ticked, other]) {
    await expect.poll(async () => (await context.request.get(address)).text()).toContain(`Tick ${name}`);
  }
  const page = await context.newPage();
  const list = new JobsList(page);
  const { letCome } = await openPainted(page, address);
  const box = list.table.getByRole('checkbox', { name: `Tick ${ticked}` });

  // Pressed twice, since nothing had shown that it was heard.
  for (let press = 0; press < 2; press++) await box.click({ force: true });
  await expect(box).not.toBeChecked();
  await list.sortBy('Name');
  await page.getByRole('banner').getByRole('button', { name: 'Theme' }).click();
  await list.filter.pressSequentially('early-b');
  letCome();

  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('menuitemcheckbox', { name: 'Dark' })).toBeVisible();
  await expect(box).toBeChecked();
  await expect(list.table.getByRole('checkbox', { name: `Tick ${other}` })).not.toBeChecked();
  await expect(list.filter).toHaveValue('early-b');
  await page.close();
});

test('keys of the page that are pressed before the scripts have come do their part once they have', async ({
  context,
  aws,
}) => {
  const names = [uniqueName('keyed-a'), uniqueName('keyed-b')];
  for (const name of names) await createTrainingJob(aws, { name, script: 'silent.mjs' });
  const address = '/local/jobs?name=keyed-&sort=name';
  for (const name of names)
    await expect.poll(async () => (await context.request.get(address)).text()).toContain(`Tick ${name}`);
  const page = await context.newPage();
  const list = new JobsList(page);
  const palette = new Palette(page);
  const pressing = async (...keys: string[]) => {
    const { letCome } = await openPainted(page, address);
    await expect(list.row(names[0]!)).toBeVisible();
    for (const key of keys) await page.keyboard.press(key);
    await expect(list.filter).not.toBeFocused();
    letCome();
  };

  await test.step('a row, and one further', async () => {
    await pressing('j', 'ArrowDown');
    await expect(list.row(names[1]!).getByRole('link')).toBeFocused();
  });
  await test.step('the filter, and what is typed into it', async () => {
    await pressing('/', ...'keyed-b');
    await expect(list.filter).toHaveValue('keyed-b');
    await expect(list.filter).toBeFocused();
  });
  await test.step('the palette, and what is sought in it', async () => {
    await pressing('Control+k', ...'keyed-b');
    await expect(palette.field).toHaveValue('keyed-b');
  });
  await test.step('the list of keys; what means nothing is let go', async () => {
    await pressing('y', '?');
    await expect(palette.keys).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect(list.names().and(page.locator(':focus'))).toBeVisible();
  });
  await page.close();
});

test('a press that would launch a job before the form answers launches none', async ({ context }) => {
  const page = await context.newPage();
  const launch = new LaunchPage(page);
  await page.addInitScript(() => {
    globalThis.pressed = [];
    document.addEventListener(
      'click',
      ({ target }) =>
        globalThis.pressed.push((target as Element).closest('button')?.textContent?.trim() ?? ''),
      true,
    );
  });
  const { letCome } = await openPainted(page, '/local/jobs/new');
  await launch.launch.click();
  await page.getByRole('banner').getByRole('button', { name: 'Theme' }).click();
  letCome();
  // What was pressed after it is done, so it would have been, too.
  await expect(page.getByRole('menuitemcheckbox', { name: 'Dark' })).toBeVisible();
  const pressed = await page.evaluate(() => globalThis.pressed);
  expect(pressed).toHaveLength(1);
  expect(pressed).not.toContain('Launch');
  await page.close();
});

declare global {
  /** In the page: texts of the buttons whose presses have come to it. */
  var pressed: string[];
}
