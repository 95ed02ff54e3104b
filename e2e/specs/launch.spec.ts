import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { LaunchPage } from '../models/launch-page';

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

test('A job can be cloned, continued from its checkpoint and trained on demand', async ({ page, aws }) => {
  const name = uniqueName('origin');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '2', 'epoch-seconds': '0.2' },
    spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
    further: {
      RetryStrategy: { MaximumRetryAttempts: 3 },
      EnableNetworkIsolation: true,
      VpcConfig: { Subnets: ['subnet-0a', 'subnet-0b'], SecurityGroupIds: ['sg-0a'] },
      InfraCheckConfig: { EnableInfraCheck: true },
    },
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

  await test.step('network, retries and the like are carried into their fields, which are open then', async () => {
    await expect(form.form.getByRole('checkbox', { name: 'Network isolation' })).toBeChecked();
    await expect(form.field('Retries')).toHaveValue('3');
    for (const id of ['subnet-0a', 'subnet-0b', 'sg-0a'])
      await expect(form.form.getByRole('button', { name: `Remove ${id}` })).toBeVisible();
    await expect(form.form.getByText('This backend has no VPCs and no KMS keys')).toBeVisible();
    await form.form.getByRole('button', { name: 'Remove sg-0a' }).click();
    await expect(form.form.getByText('In a VPC the instances need a security group.').first()).toBeVisible();
    const groups = form.form.getByRole('combobox', { name: 'Security groups' });
    await groups.fill('sg-0c, sg-0d');
    await groups.press('Enter');
    await expect(form.form.getByRole('button', { name: 'Remove sg-0d' })).toBeVisible();
    await form.field('Retries').fill('5');
  });

  await test.step('what the form has no fields for is carried as JSON, which can be edited and is checked', async () => {
    const further = form.field('Members of CreateTrainingJob');
    expect(JSON.parse(await further.inputValue())).toMatchObject({
      InfraCheckConfig: { EnableInfraCheck: true },
    });
    await expect(form.form.getByRole('list', { name: 'Not carried over' })).toHaveCount(0);
    await further.fill('{"InfraCheckConfig": {"EnableInfraCheck": 7}}');
    await expect(further).toHaveAccessibleDescription(
      /SageMaker would refuse InfraCheckConfig.EnableInfraCheck: no boolean/,
    );
    await further.fill('{"InfraCheckConfig": ');
    await further.blur();
    await expect(further).toHaveAccessibleDescription(/This is not JSON/);
    await further.fill('{"InfraCheckConfig": {"EnableInfraCheck": false}}');
    const cloned = uniqueName('carried');
    await form.name.fill(cloned);
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.launch.click();
    await expect(job.heading(cloned)).toBeVisible();
    expect(await describeTrainingJob(aws, cloned)).toMatchObject({
      RetryStrategy: { MaximumRetryAttempts: 5 },
      EnableNetworkIsolation: true,
      VpcConfig: { Subnets: ['subnet-0a', 'subnet-0b'], SecurityGroupIds: ['sg-0c', 'sg-0d'] },
      InfraCheckConfig: { EnableInfraCheck: false },
    });
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
    const continued = await form.name.inputValue();
    await form.launch.click();
    await expect(job.headline).toHaveText(/^Completed epochs 3 to 4 in /, { timeout: 40_000 });
    await test.step('each of the two has the checkpoints that it wrote', async () => {
      const writers = {
        'checkpoint-1.json': 'an earlier job',
        'checkpoint-2.json': 'an earlier job',
        'checkpoint-3.json': 'this job',
        'checkpoint-4.json': 'this job',
      };
      const tab = job.frame.content.getByRole('tab', { name: 'Checkpoints (2)' });
      await job.open(continued, '?tab=checkpoints');
      await expect(tab).toBeVisible();
      for (const [file, writer] of Object.entries(writers))
        await expect(job.checkpointRows.filter({ hasText: file })).toContainText(writer);
      await job.open(name, '?tab=checkpoints');
      await expect(tab).toBeVisible();
    });
  });
});
