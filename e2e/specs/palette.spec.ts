import { seriousViolations } from '../fixtures/accessibility';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { Palette } from '../models/palette';

const prefix = uniqueName('found');
const names = Array.from({ length: 9 }, (_, index) => `${prefix}-0${index}`);

test.beforeAll(async ({ aws }) => {
  for (const name of names) await createTrainingJob(aws, { name, script: 'silent.mjs' });
  await trainingJobEnd(aws, names.at(-1)!);
});

test('It finds jobs by name, pages and actions, and gives the focus back', async ({ page }) => {
  const list = new JobsList(page);
  const palette = new Palette(page);
  await list.open();
  await palette.open();
  await expect(palette.field).toBeFocused();
  await expect(palette.group('Jobs').first(), 'the newest, unasked').toContainText(names.at(-1)!);
  await expect(palette.group('Pages')).not.toHaveCount(0);
  expect(await seriousViolations(page), 'the palette').toEqual([]);

  // As fast as a person types: what was asked for a part of the name must not come after the whole.
  await palette.field.pressSequentially(`${prefix} 07`);
  await expect(palette.chosen).toHaveText(new RegExp(`^${names[7]}`));
  await expect(palette.group('Jobs')).toHaveCount(2);
  await palette.field.fill(prefix);
  await expect(palette.group('Jobs').last()).toHaveText(/\b9\b/);
  await page.keyboard.press('ArrowDown');
  await expect(palette.chosen).toContainText(names.at(-2)!);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(palette.chosen, 'past the first comes the last').toContainText('List the jobs');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`name=${prefix}`));
  await expect(list.matches).toHaveText('9 matches');

  await palette.open();
  await palette.field.fill(names[7]!);
  await expect(palette.chosen).toHaveText(new RegExp(`^${names[7]}`));
  await page.keyboard.press('Enter');
  await expect(new JobPage(page).heading(names[7]!)).toBeVisible();

  await palette.opener.click();
  await expect(palette.group('Recent').first()).toHaveText(new RegExp(`^${names[7]}`));
  await page.keyboard.press('Escape');
  await expect(palette.dialog).toBeHidden();
  await expect(palette.opener, 'the focus is where it was').toBeFocused();

  await palette.open();
  await palette.field.fill('theme dark');
  await palette.option('Theme: dark').click();
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
  await palette.open();
  expect(await seriousViolations(page), 'in dark').toEqual([]);
  await palette.field.fill('show keys');
  await page.keyboard.press('Enter');
  await expect(palette.keys.getByText('Search the log')).toBeVisible();
  await page.keyboard.press('Escape');
  await palette.open();
  await palette.field.fill('who wastes');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/local\/waste/);
});

test('It says that jobs cannot be looked up, and has the rest', async ({ page, expectedConsoleErrors }) => {
  expectedConsoleErrors.push(/status of 503/);
  const palette = new Palette(page);
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto('/local/tools');
  await page.route('**/job-list/find?**', (route) =>
    route.fulfill({ status: 503, contentType: 'text/plain', body: 'The backend does not answer.' }),
  );
  await palette.open();
  await expect(palette.status).toContainText('could not be looked up. The backend does not answer.');
  expect(await seriousViolations(page)).toEqual([]);
  await page.unroute('**/job-list/find?**');
  await palette.dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(palette.group('Jobs')).not.toHaveCount(0);
  await palette.field.fill('no such thing anywhere');
  await expect(palette.status).toContainText('No job, page or action');
  await palette.field.fill('savings');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/local\/savings/);
});
