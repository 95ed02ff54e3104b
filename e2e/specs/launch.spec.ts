import { readdirSync } from 'node:fs';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  scriptPath,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
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

test('An upload without files is not said to be ready', async ({ page }) => {
  const form = new LaunchPage(page);
  await form.open();
  await form.form.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(form.preflight).toHaveText('One field needs a value');
  await form.launch.click();
  await expect(form.preflight).toContainText('The files of the training script are not chosen yet');
  await expect(form.form.getByRole('button', { name: 'Choose a folder' })).toBeFocused();
  await form.chooseFiles(scriptPath('count-epochs.mjs'));
  await form.entryPoint.fill('count-epochs.mjs');
  await expect(form.preflight).toContainText('Nothing stands in the way');
});

test('A URI is chosen by browsing S3: buckets, folders, the newest first, a filter; what is not there is said', async ({
  page,
  aws,
}) => {
  const bucket = uniqueName('browsed');
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const Key of ['sets/old.csv', 'sets/new.csv', 'sets/deeper/part.csv', 'source/sourcedir.tar.gz'])
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'a'.repeat(2_000) }));
  const form = new LaunchPage(page);
  await form.open();

  await test.step('from the buckets down to a folder', async () => {
    const dialog = await form.browse('S3 URI 1');
    await dialog.getByRole('button', { name: 'Buckets', exact: true }).click();
    await dialog.getByRole('searchbox', { name: 'Filter by name' }).fill(bucket);
    await dialog.getByRole('button', { name: bucket, exact: true }).click();
    await dialog.getByRole('button', { name: 'sets/', exact: true }).click();
    const rows = dialog.getByRole('table').getByRole('row');
    await expect(rows).toHaveText([/Name.*Size.*Last changed/, /deeper\//, /new\.csv.*2\.0 kB/, /old\.csv/]);
    await dialog.getByRole('searchbox', { name: 'Filter by name' }).fill('OLD');
    await expect(rows).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(dialog).toBeHidden();
    await expect(form.form.getByRole('textbox', { name: 'S3 URI 1', exact: true })).toHaveValue(
      `s3://${bucket}/sets/`,
    );
  });

  await test.step('an archive alone is an archive, by the keyboard too, and Enter launches nothing', async () => {
    await form.form.getByRole('button', { name: 'Archive in S3', exact: true }).click();
    const dialog = await form.browse('Archive');
    const place = dialog.getByRole('textbox', { name: 'Go to' });
    await place.fill(`s3://${bucket}/source`);
    await place.press('Enter');
    await dialog.getByRole('radio', { name: 'Choose sourcedir.tar.gz' }).check();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).press('Enter');
    await expect(form.field('Archive')).toHaveValue(`s3://${bucket}/source/sourcedir.tar.gz`);
    await expect(page).toHaveURL(/\/jobs\/new/);
  });

  await test.step('a bucket that is not there is said to be so, and what is empty too', async () => {
    const dialog = await form.browse('Output URI');
    const place = dialog.getByRole('textbox', { name: 'Go to' });
    await place.fill('s3://no-such-bucket-anywhere/');
    await place.press('Enter');
    await expect(
      dialog.getByText(/Could not list s3:\/\/no-such-bucket-anywhere\/: it does not exist/),
    ).toBeVisible();
    await place.fill(`s3://${bucket}/results/of/mine`);
    await place.press('Enter');
    await expect(dialog.getByText(/Nothing lies here\. A prefix need not exist/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(form.field('Output URI')).toHaveValue(`s3://${bucket}/results/of/mine/`);
  });
});

test('Metric definitions can be tried on a pasted log line', async ({ page }) => {
  const form = new LaunchPage(page);
  await form.open();
  await form.openSection('Try the patterns on a log line');
  await form
    .field('Log lines')
    .fill('157/157 - 2s - loss: 0.341071 - accuracy: 0.901800 - val_loss: 0.162153 - val_accuracy: 0.952100');
  const results = form.form.getByTestId('tryout-result');
  await expect(results).toHaveText([
    /train:loss: 0.341071/,
    /train:accuracy: 0.9018/,
    /validation:loss: 0.162153/,
    /validation:accuracy: 0.9521/,
  ]);
  await form.field('Log lines').fill('Saved checkpoint');
  await expect(results.first()).toContainText('no match');
});

test('The request is shown as it is sent, as AWS CLI and as Python', async ({ page, aws }) => {
  const name = uniqueName('request');
  const form = new LaunchPage(page);
  await form.open();
  await form.name.fill(name);
  await form.setHyperparameter('epochs', '1');
  await form.setHyperparameter('train-size', '200');
  await form.openSection('Request');
  const shown = JSON.parse(await form.snippet('CreateTrainingJob').innerText());
  await form.form.getByRole('tab', { name: 'AWS CLI' }).click();
  const cli = form.snippet('AWS CLI');
  await expect(cli).toContainText('aws sagemaker create-training-job');
  await expect(cli).toContainText(name);
  await expect(cli).toContainText('--endpoint-url');
  await form.form.getByRole('tab', { name: 'Python SDK' }).click();
  await expect(form.snippet('Python SDK')).toContainText('use_spot_instances=True');
  await expect(form.preflight).toContainText('Nothing stands in the way');
  await form.launch.click();
  await expect(page).toHaveURL(new RegExp(`/local/jobs/${name}`));
  const described = await describeTrainingJob(aws, name);
  expect(shown).toMatchObject({
    TrainingJobName: described.TrainingJobName,
    RoleArn: described.RoleArn,
    HyperParameters: described.HyperParameters,
    StoppingCondition: described.StoppingCondition,
    CheckpointConfig: { S3Uri: described.CheckpointConfig?.S3Uri },
    EnableManagedSpotTraining: true,
  });
});

test('A script of one’s own is uploaded from a folder, and trained', async ({ page, aws }) => {
  const name = uniqueName('own-script');
  const form = new LaunchPage(page);
  const job = new JobPage(page);
  await form.open('?from=scratch');
  await form.name.fill(name);
  await form.launch.click();
  await expect(form.entryPoint).toHaveAccessibleDescription(/needs an entry point/);
  await form.chooseFolder(scriptPath(''));
  const files = readdirSync(scriptPath('')).length;
  await expect(form.form.getByText(new RegExp(`^${files} files, `))).toBeVisible();
  await form.entryPoint.fill('count-epochs.mjs');
  await form.entryPoint.press('Enter');
  await form.addHyperparameter('epochs', '2');
  await expect(form.preflight).not.toContainText(/needs? a value|Checking/);
  await form.launch.click();
  await expect(job.headline).toHaveText(/^Completed 2 epochs in /, { timeout: 40_000 });
  const { HyperParameters } = await describeTrainingJob(aws, name);
  expect(HyperParameters).toMatchObject({ epochs: '2', sagemaker_program: '"count-epochs.mjs"' });
});

test('The code that is chosen proposes what the form needs, and what was typed stands', async ({ page }) => {
  const form = new LaunchPage(page);
  await form.open('?from=scratch');
  await form.addHyperparameter('lr', '0.5');
  const script = `
import argparse
import tensorflow as tf
import wandb
parser = argparse.ArgumentParser()
parser.add_argument('--epochs', type=int, default=7)
parser.add_argument('--lr', type=float, default=1e-3)
print(f"epoch {epoch} val_loss={loss:.4f}")
if __name__ == '__main__':
    parser.parse_args()
`;
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'text/x-python',
    buffer: Buffer.from(text),
  });
  await form.form
    .getByLabel('Files of the training script')
    .setInputFiles([file('fit.py', script), file('a.py', 'x = 1'), file('data.py', '('.repeat(300_000))]);
  const proposals = form.form.getByRole('list', { name: 'Proposals from the code' });
  await expect(proposals.getByRole('listitem')).toContainText([
    /^Entry point: fit\.py/,
    /^Framework: TensorFlow/,
    /^requirements\.txt: wandb/,
    /^Hyperparameter epochs: 7.*fit\.py, line 6/,
    /^Metric val_loss: .*epoch 0\.125 val_loss=0\.125/,
  ]);
  const chosenAtFirst = await form.entryPoint.inputValue();
  await proposals.getByRole('button', { name: 'Dismiss: requirements.txt' }).click();
  await form.form.getByRole('button', { name: 'Accept all', exact: true }).click();
  await expect(form.form.getByRole('textbox', { name: 'Name 2', exact: true })).toHaveValue('epochs');
  await expect(
    form.form.getByRole('textbox', { name: 'Value 1', exact: true }),
    'what was typed',
  ).toHaveValue('0.5');
  await expect(form.form.getByRole('button', { name: /^Framework/ })).toContainText('TensorFlow');
  await expect(form.form.getByRole('textbox', { name: 'Metric 1', exact: true })).toHaveValue('val_loss');
  await expect(form.entryPoint, 'another file is chosen already').toHaveValue(chosenAtFirst);
  await proposals.getByRole('button', { name: 'Accept: Entry point' }).click();
  await expect(form.entryPoint).toHaveValue('fit.py');
  await expect(proposals).toBeHidden();
});

test('Verifying locally launches the same script for one epoch, on demand', async ({ page, aws }) => {
  const name = uniqueName('to-verify');
  const form = new LaunchPage(page);
  const job = new JobPage(page);
  await form.open('?from=scratch');
  await form.name.fill(name);
  await form.chooseFiles(scriptPath('count-epochs.mjs'));
  await expect(form.entryPoint).toHaveValue('count-epochs.mjs');
  await form.addHyperparameter('epochs', '5');
  await form.verify.click();
  await form.frame.notifications.getByRole('link', { name: 'Watch it' }).click();
  await expect(job.heading(`${name}-verify`)).toBeVisible();
  await expect(job.headline).toHaveText(/^Completed 1 epoch in /);
  const verified = await describeTrainingJob(aws, `${name}-verify`);
  expect(verified.EnableManagedSpotTraining ?? false).toBe(false);
  expect(verified.HyperParameters).toMatchObject({ epochs: '1' });
  await expect(
    aws.sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name })),
    'the job itself was not launched',
  ).rejects.toThrow(/not found/i);
});

test('A job can be cloned, continued from its checkpoint and trained on demand', async ({ page, aws }) => {
  const name = uniqueName('origin');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '2', 'epoch-seconds': '0.2' },
    spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
    further: { RetryStrategy: { MaximumRetryAttempts: 3 }, EnableNetworkIsolation: true },
  });
  await trainingJobEnd(aws, name);
  const uri = (await describeTrainingJob(aws, name)).CheckpointConfig!.S3Uri!;
  const job = new JobPage(page);
  const form = new LaunchPage(page);

  await test.step('clone: the same, with a prefix of its own', async () => {
    await job.open(name);
    await job.frame.chooseAction('Clone');
    await expect(form.name).toHaveValue(/^origin-/);
    await expect(form.field('Max runtime')).toHaveValue('600');
    await expect(form.field('Max wait')).toHaveValue('1200');
    await expect(form.field('Checkpoint URI')).not.toHaveValue(uri);
  });

  await test.step('what the form has no fields for is carried as JSON, which can be edited and is checked', async () => {
    const further = form.field('Members of CreateTrainingJob');
    expect(JSON.parse(await further.inputValue())).toMatchObject({
      RetryStrategy: { MaximumRetryAttempts: 3 },
      EnableNetworkIsolation: true,
    });
    await expect(form.form.getByRole('list', { name: 'Not carried over' })).toHaveCount(0);
    await further.fill('{"RetryStrategy": {"MaximumRetryAttempts": 99}}');
    await expect(further).toHaveAccessibleDescription(
      /SageMaker would refuse RetryStrategy.MaximumRetryAttempts: 99/,
    );
    await further.fill('{"RetryStrategy": ');
    await further.blur();
    await expect(further).toHaveAccessibleDescription(/This is not JSON/);
    await further.fill('{"RetryStrategy": {"MaximumRetryAttempts": 5}}');
    const cloned = uniqueName('carried');
    await form.name.fill(cloned);
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.launch.click();
    await expect(job.heading(cloned)).toBeVisible();
    expect((await describeTrainingJob(aws, cloned)).RetryStrategy).toEqual({ MaximumRetryAttempts: 5 });
  });

  await test.step('the page of a job shows all that Describe gave', async () => {
    await job.open(name);
    await page.getByRole('tab', { name: 'Configuration' }).click();
    await page.getByRole('button', { name: 'As DescribeTrainingJob gives it' }).click();
    await expect(page.getByLabel('Job as JSON')).toContainText('"MaximumRetryAttempts": 3');
  });

  await test.step('on demand: no spot, no checkpoints', async () => {
    await job.open(name);
    await job.frame.chooseAction('Train the same on demand');
    await expect(form.spot).not.toBeChecked();
    await expect(form.checkpoints).not.toBeChecked();
    await expect(form.field('Max wait')).toBeHidden();
  });

  await test.step('continue: the same prefix, and training goes on where it ended', async () => {
    await job.open(name);
    await job.frame.chooseAction('Continue from checkpoint');
    await expect(form.field('Checkpoint URI')).toHaveValue(uri);
    await expect(form.preflight).toContainText('the script will go on at epoch 3');
    await form.launch.click();
    await expect(job.headline).toHaveText(/^Completed epochs 3 to 4 in /, { timeout: 40_000 });
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
