import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, uniqueName } from '../fixtures/training-jobs';
import { LaunchPage } from '../models/launch-page';

test.describe('Preflight says beside the field what would go wrong, and what to do', () => {
  test('max wait below max run, and max wait on demand', async ({ page }) => {
    const form = new LaunchPage(page);
    await form.open();
    const maxWait = form.field('Max wait');
    await maxWait.fill('60');
    await expect(maxWait).toHaveAccessibleDescription(
      /cannot be below the max runtime.*Set it to 3600 s or more/,
    );
    await expect(form.preflight).toContainText('cannot be below the max runtime');
    await maxWait.fill('7200');
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.spot.uncheck();
    await expect(maxWait, 'an on-demand job has no max wait').toBeHidden();
    await expect(form.preflight).toContainText('Nothing stands in the way');
  });

  test('spot without checkpoints is a warning, not a refusal', async ({ page }) => {
    const form = new LaunchPage(page);
    await form.open();
    await form.checkpoints.uncheck();
    await expect(form.preflight).toContainText('an interruption throws away all training so far');
    await expect(form.launch).toBeEnabled();
  });

  test('a name that is taken, or malformed', async ({ page, aws }) => {
    const name = uniqueName('taken');
    await createTrainingJob(aws, { name, script: 'silent.mjs' });
    const form = new LaunchPage(page);
    await form.open();
    await form.name.fill(name);
    await expect(form.name).toHaveAccessibleDescription(/exists already.*Choose another name/);
    await form.name.fill('no spaces allowed');
    await form.name.blur();
    await expect(form.name).toHaveAccessibleDescription(/Use letters, digits and hyphens;/);
    await expect(form.preflight, 'of the name before nothing is said').not.toContainText('exists already');
    await expect(form.preflight).toContainText('One field needs a value');
    await form.launch.click();
    await expect(page, 'nothing was sent').toHaveURL(/\/jobs\/new/);
  });

  test('an input channel without data', async ({ page }) => {
    const form = new LaunchPage(page);
    await form.open();
    const uri = form.form.getByRole('textbox', { name: 'S3 URI 1', exact: true });
    await uri.fill('s3://sagemaker-sample-data-us-east-1/tensorflow/nothing-here/');
    await expect(form.preflight).toContainText('Nothing lies under s3://sagemaker-sample-data-us-east-1');
    await expect(
      form.form.getByText('Check bucket and prefix, or put the data there first.').first(),
    ).toBeVisible();
  });

  test('a pattern that is no regular expression', async ({ page }) => {
    const form = new LaunchPage(page);
    await form.open();
    const pattern = form.form.getByRole('textbox', { name: 'Pattern 1', exact: true });
    await pattern.fill('loss: ([0-9.+');
    await pattern.blur();
    await expect(form.preflight).toContainText('One field needs a value');
    await expect(pattern).toHaveAccessibleDescription(/It cannot be read here: /);
  });
});

test('What is wrong leads to its field, times are taken as people say them, and the prefix follows the name', async ({
  page,
}) => {
  const form = new LaunchPage(page);
  await form.open('?from=scratch');
  const name = uniqueName('led');
  const prefix = form.field('Checkpoint URI');

  await test.step('the checkpoint prefix follows the name until it is edited', async () => {
    await form.name.fill(name);
    await expect(prefix).toHaveValue(new RegExp(`/checkpoints/${name}/$`));
    const own = (await prefix.inputValue()).replace(name, 'own');
    await prefix.fill(own);
    await form.name.fill(`${name}-2`);
    await expect(prefix).toHaveValue(own);
  });

  await test.step('2h, 1h30, 90 min and seconds, said back in words', async () => {
    const runtime = form.field('Max runtime');
    for (const [typed, read] of [
      ['2h', '2 h 00 min'],
      ['1h30', '1 h 30 min'],
      ['90 min', '1 h 30 min'],
      ['3600', '1 h 00 min'],
    ] as const) {
      await runtime.fill(typed);
      await expect(runtime).toHaveAccessibleDescription(new RegExp(`stopped: ${read}`));
    }
    await runtime.fill('an hour');
    await runtime.blur();
    await expect(runtime).toHaveAccessibleDescription(/Give a time such as 2h, 90 min/);
  });

  await test.step('every entry of the summary leads to its field, into a folded section too', async () => {
    await form.name.fill('');
    await form.openSection('Tags and environment variables');
    await form.form.getByRole('button', { name: 'Add a tag' }).click();
    await form.form.getByRole('button', { name: 'Tags and environment variables', expanded: true }).click();
    await form.launch.click();
    await expect(form.name, 'the first is under the cursor').toBeFocused();
    const entries = form.preflight.getByRole('listitem');
    await expect(entries).toHaveText([
      /^Job nameGive the job a name/,
      /^Max runtimeGive a time/,
      /^Tag 1Give the tag a key/,
    ]);
    for (const [entry, field] of [
      ['Tag 1', form.field('Tag 1')],
      ['Max runtime', form.field('Max runtime')],
      ['Job name', form.name],
    ] as const) {
      await form.preflight.getByRole('button', { name: entry }).click();
      await expect(field).toBeFocused();
    }
  });

  await test.step('with the last of them mended nothing is left of it', async () => {
    await form.name.fill(name);
    await form.field('Max runtime').fill('1h');
    await form.field('Tag 1').fill('team');
    await expect(form.preflight.getByRole('listitem')).toHaveText([/^Folder or files/, /^Entry point/]);
  });
});
