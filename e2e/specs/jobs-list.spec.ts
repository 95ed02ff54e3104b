import { DeleteTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { seriousViolations } from '../fixtures/accessibility';
import { expect, test } from '../fixtures/spotdeck';
import { setFaults } from '../fixtures/set-faults';
import {
  createTrainingJob,
  describeTrainingJob,
  tagsOf,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { Palette } from '../models/palette';

test('A list without jobs says so and offers the first launch', async ({ page, freshSpotdeck }) => {
  const list = new JobsList(page);
  await page.goto(`${freshSpotdeck.url}/local/jobs`);
  await expect(list.frame.content.getByText('No training jobs yet')).toBeVisible();
  await list.frame.content.getByRole('link', { name: 'Launch a job' }).last().click();
  await expect(page).toHaveURL(/\/local\/jobs\/new$/);
});

test('A job appears and completes in the list without a reload', async ({ page, aws }) => {
  const name = uniqueName('live');
  const list = new JobsList(page);
  await list.open(`?name=${name}`);
  await expect(
    list.frame.content.getByText('No job matches').or(list.frame.content.getByText('No training jobs yet')),
  ).toBeVisible();
  await expect(list.live).toBeVisible();
  // Logs of what runs are read together every few seconds: an epoch has to last for one to be seen.
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '3', 'epoch-seconds': '4' },
  });
  await expect(list.row(name)).toContainText('Training');
  await expect(list.row(name)).toContainText(/[12] of 3/);
  await expect(list.row(name)).toContainText('Completed', { timeout: 40_000 });
  await expect(list.row(name)).toContainText('3 of 3', { timeout: 40_000 });
});

test.describe('With more jobs than a page holds', () => {
  const prefix = uniqueName('many');
  const names = Array.from({ length: 27 }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);

  test.beforeAll(async ({ aws }) => {
    for (const name of names) await createTrainingJob(aws, { name, script: 'silent.mjs' });
    await trainingJobEnd(aws, names.at(-1)!);
  });

  test('filter, sort and page are in the address, which can be shared, reloaded and gone back from', async ({
    page,
    context,
  }) => {
    const list = new JobsList(page);
    await list.open();
    await list.filterByText(prefix);
    await expect(page).toHaveURL(new RegExp(`name=${prefix}`));
    await expect(list.names()).toHaveText(names.toReversed().slice(0, 25));
    await list.sortBy('Name');
    await expect(page).toHaveURL(/sort=name/);
    await expect(list.names()).toHaveText(names.slice(0, 25));
    await list.tick(names[3]!);
    await list.frame.pageButton(2).click();
    await expect(page).toHaveURL(/page=2/);
    await expect(list.names()).toHaveText(names.slice(25));

    // Its rows came without the page: what is done next is as after one that was opened.
    await list.tick(names[26]!);
    await page.goBack();
    await expect(page).not.toHaveURL(/page=2/);
    await expect(list.names()).toHaveText(names.slice(0, 25));
    await expect(list.table.getByRole('checkbox', { name: `Tick ${names[3]}` })).toBeChecked();
    await page.goForward();
    await expect(list.names()).toHaveText(names.slice(25));
    await expect(list.table.getByRole('checkbox', { name: `Tick ${names[26]}` })).toBeChecked();
    await list.sortBy('Name');
    await expect(page).toHaveURL(/sort=-name/);
    await expect(list.names()).toHaveText(names.toReversed().slice(0, 25));
    await page.goBack();
    await expect(page).toHaveURL(/page=2/);
    await expect(list.names()).toHaveText(names.slice(25));

    await page.reload();
    await expect(list.names()).toHaveText(names.slice(25));

    const shared = new JobsList(await context.newPage());
    await shared.frame.page.goto(page.url());
    await expect(shared.names()).toHaveText(names.slice(25));
    await shared.frame.page.close();

    await page.goBack();
    await expect(list.names()).toHaveText(names.slice(0, 25));
    await page.goBack();
    await expect(list.names()).toHaveText(names.toReversed().slice(0, 25));
  });

  test('one press opens the preferences, and what is saved there is in force at once', async ({ page }) => {
    const list = new JobsList(page);
    await list.open();
    await list.filterByText(prefix);
    await expect(list.names()).toHaveCount(25);
    await page.getByRole('button', { name: 'Preferences' }).click();
    const preferences = page.getByRole('dialog', { name: 'Preferences' });
    await preferences.getByRole('radio', { name: '50 jobs' }).check();
    await preferences.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(list.names()).toHaveText(names.toReversed());
    await expect(page.getByRole('button', { name: 'Preferences' })).toBeFocused();
  });

  test.describe('with the dashboard gone for a moment', () => {
    test.use({ expectedConsoleErrors: [/net::ERR_|Failed to load/] });

    test('the preferences say that they cannot be loaded, and are there when they can be', async ({
      page,
    }) => {
      const list = new JobsList(page);
      await list.open(`?name=${prefix}`);
      const scripts = '**/_next/static/**/*.js';
      await page.route(scripts, (route) => route.abort());
      await page.getByRole('button', { name: 'Preferences' }).click();
      await expect(list.frame.notifications.getByText('The dialog could not be loaded')).toBeVisible();
      await page.unroute(scripts);
      await expect(await list.openPreferences()).toBeVisible();
    });
  });

  test('keys move through the rows, open and tick jobs, and find the filter', async ({ page }) => {
    const list = new JobsList(page);
    const palette = new Palette(page);
    await list.open(`?name=${prefix}&sort=name`);
    const link = (index: number) => list.row(names[index]!).getByRole('link');
    await expect(async () => {
      await page.keyboard.press('j');
      await expect(list.names().and(page.locator(':focus'))).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.press('k');
    await expect(link(0)).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(link(0)).toBeFocused();
    for (let step = 0; step < 20; step++) await page.keyboard.press(step % 2 ? 'ArrowDown' : 'j');
    await expect(link(20)).toBeFocused();
    await expect(link(20)).toBeInViewport();
    await page.keyboard.press('x');
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    for (const index of [19, 20]) await expect(list.row(names[index]!).getByRole('checkbox')).toBeChecked();

    await page.keyboard.press('?');
    await expect(palette.keys.getByText('Tick the job')).toBeVisible();
    await expect(palette.keys.getByText('Filter the jobs')).toBeVisible();
    expect(await seriousViolations(page), 'the keys').toEqual([]);
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await expect(palette.keys).toBeHidden();
    await expect(link(19), 'the focus is where it was').toBeFocused();

    await page.keyboard.press('/');
    await expect(list.filter).toBeFocused();
    await page.keyboard.type('jx?/');
    await expect(list.filter).toHaveValue('jx?/');
    await page.keyboard.press('Escape');
    await list.filter.fill('');
    await link(3).focus();
    await page.keyboard.press('Control+j');
    await expect(link(3), 'with a modifier it is the browser’s').toBeFocused();
    await page.keyboard.press('Enter');
    await expect(new JobPage(page).heading(names[3]!)).toBeVisible();
  });

  test('a filter that nothing meets says so, and can be cleared', async ({ page }) => {
    const list = new JobsList(page);
    await list.open(`?name=${prefix}&status=failed`);
    await expect(list.frame.content.getByText('No job matches')).toBeVisible();
    await list.frame.content.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(list.names().first()).toBeVisible();
    await expect(page).not.toHaveURL(/name=|status=/);
  });

  test('ticked jobs are tagged, archived and deleted together, and what fails is named', async ({
    page,
    aws,
  }) => {
    const list = new JobsList(page);
    const [first, second, third] = [names[0]!, names[1]!, names[2]!];
    await list.open(`?name=${prefix}-0&sort=name&size=50`);
    await test.step('a tag is set on two', async () => {
      await list.tick(first, second);
      const dialog = await list.frame.chooseAction('Set or remove a tag');
      await dialog.getByRole('button', { name: 'Change the tag' }).click();
      await expect(dialog).toContainText('Give the tag a key.');
      await dialog.getByLabel('Tag', { exact: true }).fill('team');
      await dialog.getByLabel('Value').fill('vision');
      await dialog.getByRole('button', { name: 'Change the tag' }).click();
      await expect(list.frame.notifications.getByText('2 jobs are tagged anew.')).toBeVisible();
      expect(await tagsOf(aws, second)).toEqual({ team: 'vision' });
      expect(await tagsOf(aws, third)).toEqual({});
    });
    await test.step('an archived one leaves the list, and is back on demand', async () => {
      await list.tick(first);
      await (await list.frame.chooseAction('Archive')).getByRole('button', { name: 'Archive' }).click();
      await expect(list.row(first)).toBeHidden();
      const palette = new Palette(page);
      await palette.open();
      await palette.field.fill(first);
      await expect(palette.group('Jobs').first()).toHaveText(new RegExp(`^${first}Archived, `));
      await page.keyboard.press('Escape');
      await list.frame.content.getByRole('link', { name: '1 archived' }).click();
      await expect(page).toHaveURL(/archived=only/);
      await expect(list.names()).toHaveText([first]);
      await list.tick(first);
      await (
        await list.frame.chooseAction('Take out of the archive')
      )
        .getByRole('button', { name: 'Take out of the archive' })
        .click();
      await expect(list.frame.content.getByText('No job matches')).toBeVisible();
    });
    await test.step('of two that are tagged, one is gone; deleted together, neither is left', async () => {
      await list.open(`?name=${prefix}-0&sort=name&size=50`);
      await list.tick(first, second);
      let dialog = await list.frame.chooseAction('Set or remove a tag');
      await aws.sageMaker.send(new DeleteTrainingJobCommand({ TrainingJobName: first }));
      await dialog.getByLabel('Tag', { exact: true }).fill('team');
      await dialog.getByLabel('Value').fill('speech');
      await dialog.getByRole('button', { name: 'Change the tag' }).click();
      await expect(dialog).toContainText('1 job could not be changed');
      await expect(dialog.getByRole('listitem')).toContainText(first);
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await list.open(`?name=${prefix}-0&sort=name&size=50`);
      await list.tick(first, second);
      dialog = await list.frame.chooseAction('Delete');
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(list.row(second)).toBeHidden();
      await expect(list.row(first)).toBeHidden();
    });
  });

  test('running jobs are stopped together: how far it is, which one failed and why, and that again', async ({
    page,
    aws,
    spotdeck,
  }) => {
    const list = new JobsList(page);
    const together = uniqueName('running');
    const running = ['a', 'b', 'c'].map((letter) => `${together}-${letter}`);
    for (const name of running)
      await createTrainingJob(aws, { name, script: 'count-epochs.mjs', hyperparameters: { epochs: '500' } });
    await list.open(`?name=${together}&sort=name`);
    for (const name of running) await expect(list.row(name)).toContainText('Training');
    await list.tick(...running);
    const dialog = await list.frame.chooseAction('Stop');
    await expect(dialog.getByRole('listitem')).toHaveText(running);
    await setFaults(spotdeck.endpoint, [
      { operation: 'StopTrainingJob', code: 'AccessDeniedException', count: 1, delayMs: 1_000 },
      { operation: 'StopTrainingJob', delayMs: 1_000 },
    ]);
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(dialog.getByText('1 of 3', { exact: true }), 'how far it is').toBeVisible();
    await expect(dialog).toContainText('1 job could not be changed');
    await setFaults(spotdeck.endpoint, []);
    await expect(dialog.getByRole('listitem')).toHaveText(new RegExp(`^${running[0]}: .*denied`, 'i'));
    await dialog.getByRole('button', { name: 'Try 1 again' }).click();
    await expect(dialog).toBeHidden();
    await expect(list.frame.notifications.getByText('3 jobs are stopping.')).toBeVisible();
    for (const name of running)
      await expect
        .poll(async () => (await describeTrainingJob(aws, name)).TrainingJobStatus)
        .toMatch(/^Stopp(ing|ed)$/);
  });

  test('a job is a favourite with a note and tags of its own, which its page and the list show', async ({
    page,
    aws,
  }) => {
    const name = names[3]!;
    const job = new JobPage(page);
    await job.open(name);
    const note = 'Diverges, from epoch 7 on;\ntry lr=0.1 (50 %)';
    let dialog = await job.frame.chooseAction('Add a note');
    await dialog.getByLabel('Note', { exact: true }).fill(note);
    await dialog.getByRole('button', { name: 'Save note' }).click();
    await expect(job.note).toHaveText(note);
    dialog = await job.frame.chooseAction('Edit tags');
    await dialog.getByRole('button', { name: 'Add a tag' }).click();
    await dialog.getByLabel('Tag 1').fill('aws:mine');
    await dialog.getByRole('button', { name: 'Save tags' }).click();
    await expect(dialog).toContainText('Keys that begin with aws: are AWS’s own.');
    await dialog.getByLabel('Tag 1').fill('team');
    await dialog.getByRole('button', { name: 'Save tags' }).click();
    await expect(dialog).toBeHidden();
    await job.favourite.click();
    await expect(job.favourite).toHaveAttribute('aria-pressed', 'true');
    expect(Object.keys(await tagsOf(aws, name)).sort()).toEqual([
      'spotdeck:favourite',
      'spotdeck:note',
      'team',
    ]);
    await page.reload();
    await expect(job.note).toHaveText(note);
    const list = new JobsList(page);
    await list.open(`?name=${prefix}&favourite=yes`);
    await expect(list.names()).toHaveText([name]);
    await expect(list.row(name).getByRole('img', { name: 'Favourite' })).toBeVisible();
  });
});

test('a job may have the name of an address that the list has beside it', async ({ page, aws }) => {
  const list = new JobsList(page);
  const job = new JobPage(page);
  for (const name of ['events', 'export']) {
    await createTrainingJob(aws, { name, script: 'silent.mjs' });
    await trainingJobEnd(aws, name);
    await list.open(`?prefix=${name}`);
    await list.row(name).getByRole('link', { name, exact: true }).click();
    await expect(job.heading(name)).toBeVisible();
    await job.open(name);
  }
});
