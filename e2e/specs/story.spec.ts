import { readFile } from 'node:fs/promises';
import { DescribeEndpointCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { seriousViolations } from '../fixtures/accessibility';
import { horizontalOverflow } from '../fixtures/overflow';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  logLines,
  newestCheckpointEpoch,
  objectsUnder,
  uniqueName,
} from '../fixtures/training-jobs';
import { DeployPage, EndpointPage, EndpointsPage } from '../models/endpoint-page';
import { formatShare } from '../../lib/training/format';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';

test('A spot job launched from the browser loses its instance between epochs, resumes at the right one and completes', async ({
  page,
  aws,
}) => {
  const name = uniqueName('mnist-story');
  const list = new JobsList(page);
  const form = new LaunchPage(page);
  const job = new JobPage(page);

  await test.step('launch once by a double click', async () => {
    await list.open();
    await list.launch.click();
    await form.name.fill(name);
    await form.setHyperparameter('epochs', '6');
    await form.setHyperparameter('train-size', '8000');
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.launch.dblclick();
    await expect(job.heading(name)).toBeVisible();
    const { TrainingJobSummaries = [] } = await aws.sageMaker.send(
      new ListTrainingJobsCommand({ NameContains: 'mnist-story' }),
    );
    expect(TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName)).toEqual([name]);
  });
  const { CheckpointConfig } = await describeTrainingJob(aws, name);
  const checkpointUri = CheckpointConfig!.S3Uri!;

  await test.step('epochs arrive without a reload', async () => {
    await job.interruptAfter(3, { notice: true, capacityWaitSeconds: 3 });
    await expect(job.headline).toHaveText(/^Training epoch [1-3] of 6\.$/);
    await expect(job.log).toContainText('Epoch 2/6');
  });

  const newest = await test.step('the instance is taken away, and the job waits', async () => {
    await expect(job.headline).toHaveText(/^Interrupted at epoch \d of 6, waiting for capacity\.$/);
    const epoch = await newestCheckpointEpoch(aws, checkpointUri);
    // Of epoch 3 the instance may be gone before its checkpoint has reached S3.
    expect([2, 3]).toContain(epoch);
    return epoch;
  });

  await test.step('it resumes at the epoch after its newest checkpoint', async () => {
    const sentence = `Attempt 2 resumed at epoch ${newest + 1} from checkpoint-${newest}.safetensors`;
    const lost = newest === 3 ? 'no finished epoch was lost' : '1 epoch was trained again';
    await expect(job.verdicts).toContainText(`${sentence}: ${lost}.`);
    await expect(job.log).toContainText(`Epoch ${newest + 1}/6`);
  });

  await test.step('it completes, and its charts show where it resumed and how long it was gone', async () => {
    await expect(job.headline).toHaveText(/^Completed 6 epochs in /, { timeout: 60_000 });
    await expect(job.interruptions).toContainText('Interrupted once at epoch ');
    await expect(job.interruptions).toContainText(`resumed at epoch ${newest + 1}`);
    const loss = job.chart('Loss');
    await expect(loss.resumeMark(new RegExp(`epoch ${newest + 1}`))).toBeVisible();
    await page.getByRole('button', { name: 'By time' }).click();
    await expect(loss.legend).toContainText('interrupted, waiting');
    await expect(
      job.timeline.getByRole('button', { name: /^Waiting for capacity .*|^Interrupted .*/ }),
    ).not.toHaveCount(0);
  });

  await test.step('its savings are the backend’s', async () => {
    const { TrainingTimeInSeconds = NaN, BillableTimeInSeconds = NaN } = await describeTrainingJob(aws, name);
    expect(BillableTimeInSeconds).toBeLessThan(TrainingTimeInSeconds);
    await expect(job.fact('Training time')).toHaveText(secondsText(TrainingTimeInSeconds));
    await expect(job.fact('Billable time')).toHaveText(secondsText(BillableTimeInSeconds));
    const reported = (100 * (1 - BillableTimeInSeconds / TrainingTimeInSeconds)).toFixed(1);
    await expect(job.fact('SageMaker’s own savings')).toHaveText(`${reported}%`);
    const useful = Number(
      (await job.fact('Useful time').innerText()).replace(/ s.*/s, '').replaceAll(',', ''),
    );
    expect(useful, 'the wait for capacity is no useful time').toBeLessThan(TrainingTimeInSeconds);
    const saved = formatShare(1 - BillableTimeInSeconds / useful);
    await expect(job.money('Saved by spot')).toContainText(saved);
  });

  await test.step('its checkpoints are those in S3', async () => {
    const stored = await objectsUnder(aws, checkpointUri);
    await job.openTab(/^Checkpoints/);
    await expect(job.checkpointRows).toHaveCount(stored.length);
    for (const { file, sizeBytes } of stored) {
      const row = job.checkpointRows.filter({ hasText: file });
      await expect(row).toContainText(`${(sizeBytes / 1e6).toFixed(1)} MB`);
    }
    await expect(job.checkpointRows.filter({ hasText: `checkpoint-${newest}.` })).toContainText('attempt 2');
  });

  await test.step('its log is the backend’s, on the page and in the download', async () => {
    await job.openTab('Metrics and log');
    const lines = await logLines(aws, name);
    const text = await readFile(await job.downloadLog(), 'utf8');
    for (const line of lines) expect(text).toContain(line);
    const last = lines.findLast((line) => line.includes('val_accuracy'));
    await expect(job.log).toContainText(last!);
  });

  const endpoint = new EndpointPage(page);
  await test.step('its model is deployed', async () => {
    const deploy = new DeployPage(page);
    await job.deploy.click();
    await expect(deploy.endpointName).toHaveValue(name);
    await deploy.deploy.click();
    await expect(endpoint.heading(name)).toBeVisible();
    await expect(endpoint.inService).toBeVisible();
    const { EndpointStatus } = await aws.sageMaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    expect(EndpointStatus).toBe('InService');
  });

  const counts = await test.step('it is evaluated on all test digits', async () => {
    await endpoint.evaluate.click();
    await expect(endpoint.result.matrix).toBeVisible({ timeout: 60_000 });
    const matrix = await endpoint.result.counts(10);
    expect(sum(matrix.flat())).toBe(10_000);
    const right = sum(matrix.map((row, index) => row[index]!));
    await expect(endpoint.result.shown(`${(right / 100).toFixed(1)}%`)).toBeVisible();
    const reported = (await logLines(aws, name)).findLast((line) => line.includes('val_accuracy'))!;
    const validated = Number(/val_accuracy: ([0-9.]+)/.exec(reported)![1]);
    expect(right / 10_000, 'as the script found on the same digits').toBeCloseTo(validated, 3);
    return matrix;
  });

  await test.step('a cell of the matrix shows the images behind it', async () => {
    const wrong = counts.flatMap((row, actual) =>
      row.map((count, predicted) => ({ count, actual: String(actual), predicted: String(predicted) })),
    );
    const cell = wrong.find(
      ({ count, actual, predicted }) => actual !== predicted && count > 0 && count <= 10,
    )!;
    await endpoint.result.cell(cell.actual, cell.predicted).click();
    await expect(endpoint.result.images(cell.actual, cell.predicted)).toHaveCount(cell.count);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await horizontalOverflow(page)).toBeLessThanOrEqual(0);
  });

  await test.step('the endpoint is deleted, and its evaluation stays', async () => {
    await endpoint.delete();
    const endpoints = new EndpointsPage(page);
    await expect(endpoints.heading).toBeVisible();
    await expect(endpoints.endpoints).not.toContainText(name);
    await expect(aws.sageMaker.send(new DescribeEndpointCommand({ EndpointName: name }))).rejects.toThrow(
      /Could not find/i,
    );
    await endpoints.evaluationsOf(name).getByRole('rowheader').getByRole('link').click();
    await expect(page).toHaveURL(/\/endpoints\/evaluations\//);
    await expect(endpoint.result.matrix).toBeVisible();
    expect(await endpoint.result.counts(10)).toEqual(counts);
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

test('A spot job that is killed in mid-epoch trains that epoch again from its last checkpoint', async ({
  page,
  aws,
}) => {
  const name = uniqueName('mnist-mid-epoch');
  const form = new LaunchPage(page);
  const job = new JobPage(page);
  await form.open();
  await form.name.fill(name);
  await form.setHyperparameter('epochs', '3');
  await form.setHyperparameter('train-size', '20000');
  await expect(form.preflight).toContainText('Nothing stands in the way');
  await form.launch.click();
  await expect(job.headline).toHaveText('Training epoch 2 of 3.', { timeout: 40_000 });
  const { CheckpointConfig } = await describeTrainingJob(aws, name);
  await expect.poll(() => newestCheckpointEpoch(aws, CheckpointConfig!.S3Uri!)).toBe(1);
  await job.interruptNow({ notice: false, capacityWaitSeconds: 1 });
  await expect(job.verdicts).toContainText('Attempt 2 resumed at epoch 2 from checkpoint-1.safetensors');
  await expect(job.headline).toHaveText(/^Completed 3 epochs in /, { timeout: 60_000 });
  const lines = await logLines(aws, name);
  expect(
    lines.filter((line) => line.includes('Epoch 2/3')),
    'epoch 2 was begun twice',
  ).toHaveLength(2);
  expect(
    lines.filter((line) => line.includes('val_loss')),
    'and ended once',
  ).toHaveLength(3);
  await expect(job.interruptions).toContainText('Interrupted once at epoch 2');
});

test('Epochs that no checkpoint held are trained again, and shown as lost work', async ({
  page,
  aws,
  spotdeck,
}) => {
  const name = uniqueName('lost-work');
  const job = new JobPage(page);
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '5', 'save-every': '2' },
    spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
  });
  await interruptTrainingJob(spotdeck.endpoint, name, { afterEpoch: 3, capacityWaitSeconds: 1 });
  await job.open(name);
  await expect(job.verdicts).toContainText(
    'Attempt 2 resumed at epoch 3 from checkpoint-2.json: 1 epoch was trained again.',
  );
  await expect(job.headline).toHaveText(/^Completed 5 epochs in /);
  await expect(job.interruptions).toContainText('1 epoch recomputed');
  const { legend } = job.chart('Loss');
  await expect(legend).toContainText('trained again later');
  await expect(legend).toContainText('lost work, trained again');
});

/** `42 s`, `75 s (1 min 15 s)`. */
const secondsText = (seconds: number): RegExp =>
  new RegExp(`^${seconds.toLocaleString('en-US')} s( \\(.*\\))?$`);
