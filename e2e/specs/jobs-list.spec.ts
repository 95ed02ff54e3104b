import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { JobsList } from '../models/jobs-list';

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
  await createTrainingJob(aws, { name, script: 'count-epochs.mjs', hyperparameters: { epochs: '3' } });
  await expect(list.row(name)).toContainText('Training');
  await expect(list.row(name)).toContainText(/[12] of 3/);
  await expect(list.row(name)).toContainText('Completed');
  await expect(list.row(name)).toContainText('3 of 3');
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
    await list.pageButton(2).click();
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

  test('a filter that nothing meets says so, and can be cleared', async ({ page }) => {
    const list = new JobsList(page);
    await list.open(`?name=${prefix}&status=failed`);
    await expect(list.frame.content.getByText('No job matches')).toBeVisible();
    await list.frame.content.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(list.names().first()).toBeVisible();
    await expect(page).not.toHaveURL(/name=|status=/);
  });
});
