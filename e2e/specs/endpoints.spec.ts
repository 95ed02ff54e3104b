import { readFile } from 'node:fs/promises';
import { seriousViolations } from '../fixtures/accessibility';
import { watchOverflow, widestOverflow } from '../fixtures/overflow';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, putText, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { DeployPage, EndpointPage, EndpointsPage } from '../models/endpoint-page';
import { JobPage } from '../models/job-page';
import { LaunchPage } from '../models/launch-page';
import { WastePage } from '../models/waste-page';

const sampleData = 's3://sagemaker-sample-data-us-east-1/tensorflow/mnist';

test('An evaluation shows how far it is, is cancelled without a trace, and says what it cannot read', async ({
  page,
}) => {
  const name = uniqueName('served');
  const form = new LaunchPage(page);
  const job = new JobPage(page);
  const endpoint = new EndpointPage(page);

  await test.step('a model is trained and deployed', async () => {
    await form.open();
    await form.name.fill(name);
    await form.setHyperparameter('epochs', '1');
    await form.setHyperparameter('train-size', '1000');
    await expect(form.preflight).toContainText('Nothing stands in the way');
    await form.launch.click();
    await expect(job.headline).toHaveText(/^Completed 1 epoch in /, { timeout: 60_000 });
    await job.deploy.click();
    await new DeployPage(page).deploy.click();
    await expect(endpoint.inService).toBeVisible();
  });

  await test.step('until it is asked anything, the waste board tells what it costs', async () => {
    const board = new WastePage(page);
    const address = page.url();
    await board.open(`?prefix=${name}&by=prefix&parts=5`);
    await expect(board.figure('Idle endpoints')).toHaveText(/^\$0\.0/);
    await board.table.getByRole('link', { name: /: Idle endpoints of / }).click();
    await expect(page).toHaveURL(address);
  });

  await test.step('files that are not there are named', async () => {
    await endpoint.images.fill(`${sampleData}/none.npy`);
    await endpoint.evaluate.click();
    await expect(endpoint.shown(`Could not read ${sampleData}/none.npy: it does not exist.`)).toBeVisible();
  });

  await test.step('a running evaluation has a bar, and ends when it is cancelled', async () => {
    await endpoint.images.fill(`${sampleData}/train_data.npy`);
    await endpoint.labels.fill(`${sampleData}/train_labels.npy`);
    await endpoint.evaluate.click();
    await expect(endpoint.progress).toBeVisible();
    await endpoint.cancel.click();
    await expect(
      endpoint.shown(/^Cancelled after [\d,]+ of [\d,]+ examples\. Nothing was kept\.$/),
    ).toBeVisible();
    await expect(endpoint.result.matrix).toBeHidden();
  });

  await test.step('the matrix shows shares of each row as well as counts', async () => {
    await endpoint.images.fill(`${sampleData}/eval_data.npy`);
    await endpoint.labels.fill(`${sampleData}/eval_labels.npy`);
    await endpoint.evaluate.click();
    await expect(endpoint.result.matrix).toBeVisible({ timeout: 60_000 });
    const [first = []] = await endpoint.result.counts(10);
    const total = first.reduce((sum, count) => sum + count, 0);
    await endpoint.result.view('Row shares').click();
    await expect(endpoint.result.cell('0', '0')).toHaveText(`${((100 * first[0]!) / total).toFixed(1)}%`);
  });

  await test.step('it is whole in 400 pixels, and usable in light and in dark', async () => {
    await page.setViewportSize({ width: 400, height: 900 });
    await watchOverflow(page);
    await page.reload();
    await expect(endpoint.result.matrix).toBeVisible();
    const corner = endpoint.result.matrix.getByRole('columnheader', { name: /Actual/ });
    expect(await corner.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(0);
    expect(await widestOverflow(page)).toBeUndefined();
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.reload();
    await expect(endpoint.result.matrix).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
    expect(await seriousViolations(page)).toEqual([]);
  });

  await test.step('in 1,280 pixels the list has room for its Delete, and says what that stops costing', async () => {
    const endpoints = new EndpointsPage(page);
    await endpoints.open();
    const remove = endpoints.endpoints.getByRole('button', { name: `Delete ${name}` });
    const table = (await endpoints.endpoints.locator('..').boundingBox())!;
    const button = (await remove.boundingBox())!;
    expect(button.x + button.width).toBeLessThanOrEqual(table.x + table.width);
    await remove.click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
    await expect(dialog).toContainText(/stop costing \$\d+\.\d+\/h/);
    await dialog.getByRole('button', { name: 'Delete endpoint' }).click();
    await expect(remove).toBeHidden();
    await expect(endpoints.evaluationsOf(name)).toHaveCount(1);
  });
});

/** Rings, sex and length of so many sea snails, in the form of UCI's abalone: label first, no header. */
const snails = (count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const rings = 1 + (index % 28);
    const length = 0.75 * (1 - Math.exp(-0.2 * rings)) * (0.95 + ((index * 7) % 11) / 100);
    return [rings, 1 + (index % 3), length.toFixed(4)].join(',');
  }).join('\n');

test('A regression shows its errors and residuals, is read as classes on demand, and is whole as CSV', async ({
  page,
  aws,
}) => {
  const name = uniqueName('rings');
  const endpoint = new EndpointPage(page);
  const { result } = endpoint;

  await test.step('a model of snails is deployed and evaluated on a CSV with the label first', async () => {
    await createTrainingJob(aws, { name, script: 'predict-rings.mjs' });
    const testSet = await putText(aws, `${name}/abalone.csv`, snails(627));
    await trainingJobEnd(aws, name);
    const job = new JobPage(page);
    await job.open(name);
    await job.deploy.click();
    await new DeployPage(page).deploy.click();
    await expect(endpoint.inService).toBeVisible();
    await endpoint.images.fill(testSet);
    await endpoint.labels.fill('');
    await endpoint.evaluate.click();
    await expect(result.heading('Regression')).toBeVisible({ timeout: 60_000 });
    await expect(endpoint.shown(/^627 examples/)).toBeVisible();
  });

  await test.step('every example is drawn in both plots, and is a row of the CSV', async () => {
    for (const plot of ['Predicted against actual', 'Residuals'] as const)
      await expect(result.plot(plot).locator('.recharts-scatter circle')).toHaveCount(627);
    const download = page.waitForEvent('download');
    await result.csv.click();
    const rows = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
    expect(rows).toHaveLength(628);
    expect(rows[0]).toBe('example,actual,predicted,residual');
  });

  await test.step('it is usable in light and in dark, and whole in 400 pixels', async () => {
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 900 });
    await watchOverflow(page);
    await page.reload();
    await expect(result.plot('Residuals').locator('.recharts-scatter circle')).toHaveCount(627);
    expect(await widestOverflow(page)).toBeUndefined();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step('read as classes it has a matrix of rings, and the address keeps that', async () => {
    await result.readAs('Classification').click();
    await expect(result.matrix).toBeVisible();
    await expect(page).toHaveURL(/\?reading=classification$/);
    await page.reload();
    await expect(result.matrix).toBeVisible();
    await result.readAs('Regression').click();
    await expect(result.plot('Residuals')).toBeVisible();
    await endpoint.delete();
  });
});

test.describe('An endpoint that is not there', () => {
  // The browser itself notes an answer of 404.
  test.use({ expectedConsoleErrors: [/404/] });

  test('has a page that says so and leads to the others', async ({ page }) => {
    await page.goto('/local/endpoints/never-deployed');
    await expect(page.getByRole('heading', { name: 'There is no endpoint “never-deployed”' })).toBeVisible();
    await page.getByRole('link', { name: 'Go to the endpoints' }).click();
    await expect(new EndpointsPage(page).heading).toBeVisible();
  });
});
