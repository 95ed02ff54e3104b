import { readdirSync } from 'node:fs';
import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { expect, test } from '../fixtures/spotdeck';
import { describeTrainingJob, scriptPath, uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { LaunchPage } from '../models/launch-page';

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
