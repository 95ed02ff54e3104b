import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { SavingsPage } from '../models/savings-page';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };
const dollars = /\$\d+\.\d+/;

test('A running job tells what it has cost, its rate and its end; without a price there is a place to enter one', async ({
  page,
  aws,
}) => {
  const name = uniqueName('running-up');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '200' },
    instanceType: 'ml.p4de.24xlarge',
    spot,
  });
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.headline).toHaveText(/^Training epoch [2-9] /);
  const parts = ['Cost so far', 'Rate', 'At the end'];
  for (const part of parts) await expect(job.money(part)).toContainText('no price');
  await expect(job.money('Cost so far'), 'hours stand').toContainText(
    /\d+ s on instances, waits not counted/,
  );
  await job.money('Cost so far').getByRole('button', { name: 'no price' }).click();
  const price = page.getByRole('textbox', { name: 'Price of ml.p4de.24xlarge, USD an hour' });
  await price.fill('36');
  await price.press('Enter');
  for (const part of parts) await expect(job.money(part)).toContainText(dollars);
  await expect(job.money('Rate')).toContainText(/of the on-demand price|the on-demand price:/);
  await expect(job.money('At the end')).toContainText('of training left at its pace');
  const first = await job.money('Cost so far').innerText();
  await expect(job.money('Cost so far'), 'it grows').not.toHaveText(first);
  await job.confirmStop();
  const report = new SavingsPage(page);
  await report.open('?period=all');
  await report.frame.content.getByRole('button', { name: 'Take back the price of ml.p4de.24xlarge' }).click();
});

test('A failed job has spent for nothing, and saved nothing', async ({ page, aws }) => {
  const name = uniqueName('for-nothing');
  await createTrainingJob(aws, { name, script: 'fail.mjs', spot });
  await expect.poll(async () => (await describeTrainingJob(aws, name)).TrainingJobStatus).toBe('Failed');
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.money('Spent for nothing')).toContainText(dollars);
  await expect(job.frame.content).toContainText('The job failed: it saved nothing, however little it cost.');
  await expect(job.money('Saved by spot')).toBeHidden();
});

test('Where the log does not tell what was lost, page, list and report say at most', async ({
  page,
  aws,
  spotdeck,
}) => {
  const name = uniqueName('at-most');
  await createTrainingJob(aws, {
    name,
    script: 'print-form.mjs',
    hyperparameters: { form: 'quiet', epochs: '8', 'step-seconds': '0.2', says: 'no' },
    spot,
  });
  await expect.poll(async () => (await describeTrainingJob(aws, name)).SecondaryStatus).toBe('Training');
  await interruptTrainingJob(spotdeck.endpoint, name, { notice: false, capacityWaitSeconds: 3 });
  await trainingJobEnd(aws, name);
  const job = new JobPage(page);
  await job.open(name);
  await expect(job.money('Saved by spot')).toContainText(/at most \d+\.\d\s?%/);
  await expect(job.fact('On demand would have cost')).toHaveText(/^at most \$/);
  const useful = Number((await job.fact('Useful time').innerText()).replace(/^at most | s.*$/gs, ''));
  const onDemand = await job.fact('On demand would have cost').innerText();
  const list = new JobsList(page);
  await list.open(`?name=${name}&column=saved&column=status`);
  await expect(list.row(name)).toContainText('at most');
  const report = new SavingsPage(page);
  await report.open(`?prefix=${name}`);
  await expect(report.figure('On demand would have cost (simulated)')).toHaveText(onDemand);
  await expect(report.figure('Saved by spot (simulated)')).toHaveText(/^at most \$/);
  const described = await describeTrainingJob(aws, name);
  expect(useful, 'the wait is no useful time').toBeLessThanOrEqual(described.TrainingTimeInSeconds! - 3);
});
