import { readFile } from 'node:fs/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type AwsClients } from '../fixtures/aws-clients';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  interruptTrainingJob,
  objectsUnder,
  logLines,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';

const spot = { maxRuntimeSeconds: 300, maxWaitSeconds: 600 };

/** What the script itself says that it took up, in steps: it leaves it in output/data, which is uploaded at its end. */
const tookUp = async (aws: AwsClients, name: string): Promise<number> => {
  const answer = await aws.s3.send(
    new GetObjectCommand({ Bucket: 'e2e-training', Key: `${name}/output/output/took-up.json` }),
  );
  return (JSON.parse(await answer.Body!.transformToString()) as { from: number }).from;
};

test('A run of one epoch that is interrupted within it is shown to resume within it, with the part that was lost', async ({
  page,
  aws,
  spotdeck,
}) => {
  const name = uniqueName('one-epoch');
  const job = new JobPage(page);
  const steps = 20;
  await createTrainingJob(aws, {
    name,
    script: 'print-form.mjs',
    hyperparameters: {
      form: 'hugging-face',
      epochs: '1',
      steps: String(steps),
      'step-seconds': '0.5',
      'save-every': '8',
      says: 'no',
    },
    spot,
    compressed: false,
  });
  await job.open(name);
  // Some steps beyond the checkpoint, so that a part of the epoch is lost.
  await expect(job.log).toContainText("'epoch': 0.50");
  await expect
    .poll(async () => (await objectsUnder(aws, `s3://e2e-training/${name}/checkpoints`)).length)
    .toBeGreaterThan(0);
  await interruptTrainingJob(spotdeck.endpoint, name, { notice: false, capacityWaitSeconds: 3 });
  await trainingJobEnd(aws, name);

  const from = await tookUp(aws, name);
  expect(from).toBeGreaterThan(0);
  const before = (await logLines(aws, name)).filter((line) => line.startsWith("{'loss'"));
  const again = before.length - steps;
  expect(again, 'steps printed twice').toBeGreaterThan(0);
  await expect(job.headline).toHaveText(/^Completed 1 epoch in /);
  await expect(job.verdicts).toContainText(
    `Attempt 2 resumed at ${from / steps} epochs: ${again / steps} of an epoch was trained again.`,
  );
  await expect(job.progress).toHaveJSProperty('value', 100);
  const loss = job.chart('Loss');
  await expect(loss.resumeMark(new RegExp(`${from / steps} epochs`))).toBeVisible();
  const [header, ...rows] = (await readFile(await loss.save('Download values as CSV'), 'utf8'))
    .trim()
    .split('\r\n');
  expect(header).toBe('epoch,attempt,superseded,time,loss');
  expect(rows).toHaveLength(before.length);
  expect(rows.filter((row) => row.split(',')[2] === 'yes')).toHaveLength(again);
});

test('An XGBoost style job that counts from 0 again after its resume is shown at its place', async ({
  page,
  aws,
  spotdeck,
}) => {
  const name = uniqueName('renumbered');
  const job = new JobPage(page);
  await createTrainingJob(aws, {
    name,
    script: 'print-form.mjs',
    hyperparameters: {
      form: 'xgboost',
      num_round: '8',
      epochs: '8',
      steps: '1',
      'step-seconds': '0.6',
      'save-every': '2',
    },
    spot,
    compressed: false,
  });
  await interruptTrainingJob(spotdeck.endpoint, name, {
    afterEpoch: 4,
    notice: false,
    capacityWaitSeconds: 3,
  });
  await trainingJobEnd(aws, name);
  const from = await tookUp(aws, name);
  expect(from).toBeGreaterThan(0);
  await job.open(name);
  await expect(job.headline).toHaveText(/^Completed 8 rounds in /);
  await expect(job.verdicts).toContainText(
    `Attempt 2 resumed at round ${from} from xgboost-checkpoint.${from - 1}`,
  );
  const loss = job.chart('Rmse');
  const rows = (await readFile(await loss.save('Download values as CSV'), 'utf8'))
    .trim()
    .split('\r\n')
    .slice(1);
  const ofSecond = rows.map((row) => row.split(',')).filter(([, attempt]) => attempt === '2');
  expect(ofSecond.map(([round]) => Number(round))).toEqual(
    Array.from({ length: 8 - from }, (_, index) => from + index),
  );

  await test.step('what is read can be handed on, its names masked', async () => {
    await page.getByRole('button', { name: 'Help us read your log' }).click();
    const report = page.getByRole('region', { name: 'The report' });
    await expect(report).toContainText('"verdict": "resumed"');
    await expect(report).toContainText('train-rmse');
    await expect(report).not.toContainText('e2e-training');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as {
      counts: string;
      log: string[];
    };
    expect(saved.counts).toBe('round');
    expect(saved.log).toContain('=== attempt 2');
  });

  await test.step('a verdict leads to the line that shows it', async () => {
    await page.getByRole('button', { name: 'What shows it for attempt 2' }).click();
    await job.verdicts.getByRole('link', { name: /Resuming from checkpoint/ }).click();
    await expect(page).toHaveURL(/[?&]line=\d+/);
    await expect(job.log.getByText(/^Resuming from checkpoint/)).toBeInViewport();
  });
});

test('Two fits of one run have a curve each', async ({ page, aws }) => {
  const name = uniqueName('two-fits');
  const job = new JobPage(page);
  await createTrainingJob(aws, { name, script: 'two-fits.mjs' });
  await trainingJobEnd(aws, name);
  await job.open(name);
  await expect(job.headline).toHaveText(/^Completed 3 epochs in /);
  for (const fold of [1, 2]) {
    const loss = job.chart(`Loss, Fold ${fold}/2`);
    const rows = (await readFile(await loss.save('Download values as CSV'), 'utf8'))
      .trim()
      .split('\r\n')
      .slice(1);
    const own = rows.map((row) => row.split(',')).filter(([, , fit]) => fit === `Fold ${fold}/2`);
    expect(own.map(([epoch]) => epoch)).toEqual(['1', '2', '3']);
    expect(own.map((row) => Number(row[5]))).toEqual(
      [1, 2, 3].map((epoch) => Number((1 / (epoch + fold)).toFixed(4))),
    );
  }
});

test('Several ranks in one stream are one curve, the lowest rank, and another can be chosen', async ({
  page,
  aws,
}) => {
  const name = uniqueName('several-ranks');
  const job = new JobPage(page);
  await createTrainingJob(aws, { name, script: 'several-ranks.mjs' });
  await trainingJobEnd(aws, name);
  const losses = async () => {
    const file = await readFile(await job.chart('Loss').save('Download values as CSV'), 'utf8');
    return file
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => Number(row.split(',').at(-1)));
  };
  const ofRank = (rank: number) => [1, 2, 3].map((epoch) => Number((rank + 1 / epoch).toFixed(4)));

  await job.open(name);
  await expect(job.headline).toHaveText(/^Completed 3 epochs in /);
  await expect(job.rank).toHaveText('rank 0');
  expect(await losses()).toEqual(ofRank(0));

  await job.chooseRank('rank 2');
  await expect(page).toHaveURL(/[?&]rank=rank\+2/);
  await expect.poll(losses).toEqual(ofRank(2));

  await test.step('a link shows the same, and the lowest one needs no word in the address', async () => {
    await page.reload();
    await expect(job.rank).toHaveText('rank 2');
    await expect.poll(losses).toEqual(ofRank(2));
    await job.chooseRank('rank 0');
    await expect(page).not.toHaveURL(/rank=/);
    await expect.poll(losses).toEqual(ofRank(0));
  });
});
