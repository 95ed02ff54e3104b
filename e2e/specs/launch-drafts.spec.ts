import { expect, test } from '../fixtures/spotdeck';
import { scriptPath, uniqueName } from '../fixtures/training-jobs';
import { LaunchPage } from '../models/launch-page';

test('A draft survives a reload, Back, another start and a closed tab, with its files', async ({
  page,
  context,
}) => {
  const form = new LaunchPage(page);
  const name = uniqueName('kept');
  await form.open('?from=scratch');
  await form.name.fill(name);
  await form.chooseFiles(scriptPath('count-epochs.mjs'));
  await form.field('Max runtime').fill('1h30');
  await expect(form.form.getByText(`Kept in this browser as draft ${name}.`)).toBeVisible();
  const isWhole = async (opened: LaunchPage) => {
    await expect(opened.name).toHaveValue(name);
    await expect(opened.entryPoint).toHaveValue('count-epochs.mjs');
    await expect(opened.field('Max runtime')).toHaveValue('1h30');
    await expect(opened.form.getByText(/^1 file, .*count-epochs\.mjs/)).toBeVisible();
    await expect(opened.preflight).toContainText('Nothing stands in the way');
  };

  await test.step('a reload', async () => {
    await page.reload();
    await isWhole(form);
  });

  await test.step('leaving in the middle of a word, and Back', async () => {
    await form.field('Volume, GB').fill('77');
    await page.getByRole('link', { name: 'Jobs', exact: true }).first().click();
    await expect(page).toHaveURL(/\/local\/jobs(\?|$)/);
    await page.goBack();
    await isWhole(form);
    await expect(form.field('Volume, GB')).toHaveValue('77');
  });

  await test.step('another start takes its place only until it is undone', async () => {
    await form.begin(/MNIST digits with TensorFlow\.js/);
    await expect(form.name).toHaveValue(/^mnist-tensorflow-/);
    await expect(page).toHaveURL(/example=mnist-tensorflow/);
    await form.form.getByRole('button', { name: 'Undo' }).click();
    await isWhole(form);
  });

  await test.step('a name of its own, and a closed tab', async () => {
    await form.form.getByRole('button', { name: 'Name this draft' }).click();
    const dialog = page.getByRole('dialog', { name: 'Name this draft' });
    await dialog.getByRole('textbox', { name: 'Name of the draft' }).fill('The long one');
    await dialog.getByRole('button', { name: 'Use this name' }).click();
    await expect(form.form.getByText('Kept in this browser as draft The long one.')).toBeVisible();
    const later = await context.newPage();
    const laterForm = new LaunchPage(later);
    await laterForm.open();
    await laterForm.form.getByRole('button', { name: /^Go on with The long one, of/ }).click();
    await isWhole(laterForm);
    await later.close();
  });

  await test.step('a second draft stands beside it, and a deleted one comes back by Undo', async () => {
    await form.begin(/^From scratch/);
    // What is typed before the start has arrived belongs to both.
    await expect(form.name).not.toHaveValue(name);
    await form.name.fill(`${name}-second`);
    await form.form.getByRole('button', { name: 'Another draft' }).click();
    // The menu lies above the page, not in the form.
    await page.getByRole('menuitem', { name: /The long one/ }).click();
    await isWhole(form);
    await form.form.getByRole('button', { name: 'Delete this draft' }).click();
    await form.form.getByRole('button', { name: 'Undo' }).click();
    await isWhole(form);
    await page.reload();
    await isWhole(form);
  });

  await test.step('what is launched is no draft any more', async () => {
    await form.launch.click();
    await expect(page).toHaveURL(new RegExp(`/jobs/${name}$`));
    await form.open('?from=scratch');
    await expect(
      form.form.getByRole('button', { name: `Go on with ${name}-second`, exact: false }),
    ).toBeVisible();
    await expect(form.form.getByRole('button', { name: /other drafts|The long one/ })).toHaveCount(0);
    await form.beginFrom.click();
    await expect(form.form.getByRole('option', { name: `Job ${name}` }), 'it is a start now').toBeVisible();
  });
});
