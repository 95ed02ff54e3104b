import { ListEndpointsCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import path from 'node:path';
import { type AwsClients } from '../fixtures/aws-clients';
import { dropFiles, pressEverythingBut } from '../fixtures/press-everything';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  scriptPath,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { DeployPage } from '../models/endpoint-page';
import { JobPage } from '../models/job-page';
import { LaunchPage } from '../models/launch-page';

const jobsNamed = async (aws: AwsClients, part: string): Promise<string[]> => {
  const { TrainingJobSummaries = [] } = await aws.sageMaker.send(
    new ListTrainingJobsCommand({ NameContains: part }),
  );
  return TrainingJobSummaries.map(({ TrainingJobName = '' }) => TrainingJobName);
};

const adders = [
  'Add a hyperparameter',
  'Add a channel',
  'Add a file system',
  'Add a metric',
  'Add a tag',
  'Add a variable',
];

const endpointNames = async (aws: AwsClients): Promise<string[]> => {
  const { Endpoints = [] } = await aws.sageMaker.send(new ListEndpointsCommand({}));
  return Endpoints.map(({ EndpointName = '' }) => EndpointName);
};

test('Only Launch launches: not the choice of files, no other button, no Enter in any field', async ({
  page,
  aws,
}) => {
  const name = uniqueName('deliberate');
  const form = new LaunchPage(page);
  await form.open();
  await form.name.fill(name);
  const nothingIsLaunched = async (after: string) => {
    // Preflight answers after what was pressed before, so a launch would have been sent by now.
    await form.name.fill(name);
    await expect(form.preflight).toContainText(/Nothing stands in the way|One field needs a value/);
    await expect(page, after).toHaveURL(/\/jobs\/new/);
    expect(await jobsNamed(aws, name), after).toEqual([]);
    await expect(form.launch, after).toBeEnabled();
  };
  await expect(form.preflight).toContainText('Nothing stands in the way');

  await test.step('every field and every other button of a form that could be launched', async () => {
    const { fields, buttons } = await pressEverythingBut(page, form.form, [
      'Launch',
      'Verify locally for one epoch',
      // It installs a framework, which is gigabytes.
      'Build it now',
      'Try again',
      // These change what the fields hold; the steps below press them.
      'Begin from',
      'Delete this draft',
      'Undo',
      'Upload',
      'Archive in S3',
      'Image only',
      'Image URI',
      'Remove',
      'Clear',
      ...adders,
    ]);
    expect(fields).toBeGreaterThan(15);
    expect(buttons).toBeGreaterThan(7);
    await nothingIsLaunched('after every field and button');
  });

  await test.step('rows of lists, added and removed', async () => {
    for (const adder of adders) {
      await form.form.getByRole('button', { name: adder }).click();
      await expect(form.preflight).toContainText(/needs? a value/);
      await form.removeLastRow(adder);
      await nothingIsLaunched(`after ${adder}`);
    }
  });

  await test.step('files: chosen by a person, cleared, chosen again, dropped', async () => {
    await form.form.getByRole('button', { name: 'Upload', exact: true }).click();
    await nothingIsLaunched('after the choice of an upload');
    for (const button of ['Choose files', 'Choose a folder']) {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        form.form.getByRole('button', { name: button }).click(),
      ]);
      await chooser.setFiles(
        button === 'Choose files' ? scriptPath('count-epochs.mjs') : path.dirname(scriptPath('x')),
      );
      await expect(form.form.getByText(/\d files?, .*count-epochs\.mjs/)).toBeVisible();
      await nothingIsLaunched(`after ${button}`);
      // The field of the entry point has an icon of that name, too.
      await form.form.getByRole('button', { name: 'Clear' }).filter({ hasText: 'Clear' }).click();
      await expect(form.form.getByText(/^No files chosen/)).toBeVisible();
      await nothingIsLaunched('after Clear');
    }
    await dropFiles(page, form.form.getByText(/^No files chosen/), [scriptPath('count-epochs.mjs')]);
    await expect(form.form.getByText(/^1 file, .*count-epochs\.mjs/)).toBeVisible();
    await nothingIsLaunched('after a drop');
    await dropFiles(page, form.name, [path.dirname(scriptPath('x'))]);
    await expect(form.form.getByText(/^(?:[2-9]|\d{2,}) files, .*count-epochs\.mjs/)).toBeVisible();
    await nothingIsLaunched('after the drop of a folder');
  });

  await test.step('the entry point and another beginning, by keyboard', async () => {
    await form.entryPoint.fill('count-epochs.mjs');
    await page.keyboard.press('Enter');
    await nothingIsLaunched('after the entry point');
    await form.beginFrom.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await form.begin(/MNIST digits with TensorFlow\.js/);
    // What is begun from comes from the server, and brings a name of its own.
    await expect(form.name).toHaveValue(/^mnist-tensorflow-/);
    await nothingIsLaunched('after another beginning');
  });

  await test.step('and Launch launches, once', async () => {
    await form.setHyperparameter('epochs', '1');
    await form.setHyperparameter('train-size', '200');
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.launch.dblclick();
    await expect(page).toHaveURL(new RegExp(`/jobs/${name}$`));
    expect(await jobsNamed(aws, name)).toEqual([name]);
  });
});

test('A file dropped where none is wanted does not lead away from the form', async ({ page }) => {
  const form = new LaunchPage(page);
  await form.open();
  const prevented = await form.name.evaluate((field) =>
    ['dragover', 'drop'].map((type) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'notes.txt'));
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      field.dispatchEvent(event);
      return event.defaultPrevented;
    }),
  );
  expect(prevented).toEqual([true, true]);
});

test('Only Deploy deploys', async ({ page, aws }) => {
  const name = uniqueName('to-deploy');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '1', 'epoch-seconds': '0.1' },
  });
  await trainingJobEnd(aws, name);
  await page.goto(`/local/endpoints/new?job=${name}`);
  const deploy = new DeployPage(page);
  await expect(deploy.endpointName).toHaveValue(name);
  const { fields } = await pressEverythingBut(page, deploy.form, ['Deploy']);
  expect(fields).toBeGreaterThanOrEqual(3);
  await expect(page).toHaveURL(/\/endpoints\/new/);
  await expect(deploy.deploy).toBeEnabled();
  expect(await endpointNames(aws)).not.toContain(name);
});

test('Only Interrupt interrupts, and only Stop stops', async ({ page, aws }) => {
  const name = uniqueName('uninterrupted');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '60' },
    spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
  });
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.headline).toHaveText(/^Training epoch /);
  await job.interrupt.click();
  const dialog = page.getByRole('dialog', { name: 'Interrupt this job' });
  for (const radio of ['After an epoch', 'Without notice', 'With notice', 'Now']) {
    await dialog.getByRole('radio', { name: radio }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
  }
  for (const field of await dialog.getByRole('spinbutton').all()) {
    await field.focus();
    await page.keyboard.press('Enter');
  }
  await expect(dialog, 'the dialog is still open').toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await job.stop.click();
  // A dialog's code may still be on its way, and Escape would come before what it is to close.
  await expect(page.getByRole('dialog', { name: `Stop ${name}?` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const { SecondaryStatus, SecondaryStatusTransitions = [] } = await describeTrainingJob(aws, name);
  expect(SecondaryStatus).toBe('Training');
  expect(SecondaryStatusTransitions.map(({ Status }) => Status)).not.toContain('Interrupted');
  await job.confirmStop();
});
