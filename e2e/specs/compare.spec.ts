import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  interruptTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { ComparePage } from '../models/compare-page';
import { JobsList } from '../models/jobs-list';

/** What the script prints after an epoch. */
const lossAfter = (epoch: number) => Number((4 / (1 + epoch)).toFixed(4));

test('Ticked jobs are compared: curves, results, parameters, the address and files', async ({
  page,
  aws,
  spotdeck,
}) => {
  const [short, long] = [uniqueName('compare-a'), uniqueName('compare-b')];
  const hyperparameters = { form: 'keras', steps: '2', 'save-every': '2', momentum: '0.9' };
  await createTrainingJob(aws, {
    name: short,
    script: 'print-form.mjs',
    hyperparameters: { ...hyperparameters, epochs: '3', 'step-seconds': '0.1' },
  });
  await createTrainingJob(aws, {
    name: long,
    script: 'print-form.mjs',
    hyperparameters: { ...hyperparameters, epochs: '5', 'step-seconds': '0.3' },
    spot: { maxRuntimeSeconds: 300, maxWaitSeconds: 600 },
  });
  await interruptTrainingJob(spotdeck.endpoint, long, {
    afterEpoch: 2,
    notice: true,
    capacityWaitSeconds: 1,
  });
  await trainingJobEnd(aws, short);
  await trainingJobEnd(aws, long);

  const list = new JobsList(page);
  const compare = new ComparePage(page);
  await list.open();
  const button = page.getByRole('button', { name: 'Compare', exact: true });
  await expect(button).toBeDisabled();
  await page.getByRole('checkbox', { name: `Tick ${short}` }).check();
  await page.getByRole('checkbox', { name: `Tick ${long}` }).check();
  await page.getByRole('link', { name: 'Compare 2' }).click();
  await expect(compare.heading).toHaveText('Compare 2 jobs');
  const order = new URL(page.url()).searchParams.get('jobs')?.split(',') ?? [];
  expect([...order].sort()).toEqual([short, long].sort());
  const [first, second] = order as [string, string];
  const epochsOf = (name: string) => (name === short ? 3 : 5);

  await test.step('each curve is there by epoch, with the place where a job resumed', async () => {
    await expect(compare.chart('loss')).toHaveAccessibleName(`loss by epoch: ${first}, ${second}`);
    await expect(
      page.getByRole('region', { name: 'loss chart', exact: true }).getByRole('img', {
        name: new RegExp(`^${long} resumed at epoch 3$`),
      }),
    ).toBeVisible();
  });

  await test.step('results are those of the scripts, by the direction chosen', async () => {
    expect((await compare.result('Final loss')).map(Number)).toEqual(
      order.map((name) => lossAfter(epochsOf(name))),
    );
    expect(await compare.result(/^Lowest loss/)).toEqual(
      order.map((name) => `${lossAfter(epochsOf(name))} (epoch ${epochsOf(name)})`),
    );
    await page.getByRole('button', { name: /^Lowest loss is best/ }).click();
    expect(await compare.result(/^Highest loss/)).toEqual(order.map(() => `${lossAfter(1)} (epoch 1)`));
    await expect(page).toHaveURL(/[?&]flip=loss/);
    expect(await compare.result('Interruptions')).toEqual(order.map((name) => (name === long ? '1' : '–')));
  });

  await test.step('parameters that differ come first, and can be all that shows', async () => {
    const names = async () =>
      (await compare.parameters.getByRole('rowheader').allInnerTexts()).map((text) => text.split(' ')[0]);
    const all = await names();
    expect(all.slice(0, 2).sort()).toEqual(['epochs', 'step-seconds']);
    expect(all).toContain('momentum');
    await compare.onlyDifferences.check({ force: true });
    expect(await names()).not.toContain('momentum');
    await expect(page).toHaveURL(/[?&]only=differences/);
  });

  await test.step('the axis can be time or cost, and a stretch of it', async () => {
    await compare.chooseAxis('By cost');
    await expect(compare.chart('loss')).toHaveAccessibleName(/^loss by cost: /);
    await expect(page).toHaveURL(/[?&]axis=usd/);
    await compare.chooseAxis('By time');
    const box = (await compare.chart('loss').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 110, { steps: 4 });
    await page.mouse.up();
    await compare.resetZoom.click();
    await expect(compare.resetZoom).toHaveCount(0);
  });

  await test.step('a job can be switched off, and taken out', async () => {
    await compare.legend.getByRole('button', { name: short }).click();
    await expect(compare.chart('loss')).toHaveAccessibleName(`loss by time: ${long}`);
    await compare.legend.getByRole('button', { name: short }).click();
  });

  await test.step('files hold the table and all values', async () => {
    const table = await readFile(await compare.save('Results and parameters as CSV'), 'utf8');
    expect(table.trim().split('\r\n')).toHaveLength(3);
    expect(table).toContain('hyperparameter momentum');
    const values = await readFile(await compare.save('All values of the curves as CSV'), 'utf8');
    const losses = values
      .trim()
      .split('\r\n')
      .map((row) => row.split(','))
      .filter(([job, metric]) => job === long && metric === 'loss');
    expect(losses.map((row) => Number(row[6]))).toEqual([1, 2, 3, 4, 5].map(lossAfter));
  });

  await test.step('a link shows the same', async () => {
    await page.reload();
    await expect(compare.chart('loss')).toHaveAccessibleName(/^loss by time: /);
    await expect(compare.onlyDifferences).toBeChecked();
    await expect(page.getByRole('button', { name: /^Highest loss is best/ })).toBeVisible();
    await page.getByRole('button', { name: `Take ${short} out` }).click();
    await expect(compare.heading).toHaveText('Compare 1 job');
  });
});

test('A comparison of what is not there says so', async ({ page }) => {
  await page.goto('/local/compare?jobs=never-was-1,never-was-2');
  await expect(page.getByText('never-was-1 could not be read')).toBeVisible();
  await expect(page.getByText(/^Tick 2 to 20 jobs in the list/)).toBeVisible();
});
