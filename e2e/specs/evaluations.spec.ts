import { seriousViolations } from '../fixtures/accessibility';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, putText, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { ComparePage } from '../models/compare-page';
import { DeployPage, EndpointPage } from '../models/endpoint-page';
import { EvaluationResult } from '../models/evaluation-result';

/** How many examples each class has. */
const sizes = [30, 20, 10];

/** Label and the one number, as `predict-classes.mjs` reads it: evenly spread over each class. */
const testSet = sizes
  .flatMap((size, label) =>
    Array.from({ length: size }, (_, index) => `${label},${(label + (index + 0.5) / size).toFixed(4)}`),
  )
  .join('\n');

test('What models confuse: the worst pairs beside the matrix, a cell by its link, two models side by side', async ({
  page,
  aws,
}) => {
  const [above, below] = [uniqueName('confused-above'), uniqueName('confused-below')];
  const endpoint = new EndpointPage(page);
  const { result } = endpoint;
  const confused = {
    [above]: [
      [24, 6, 0],
      [0, 16, 4],
      [0, 0, 10],
    ],
    [below]: [
      [30, 0, 0],
      [8, 12, 0],
      [0, 4, 6],
    ],
  };

  await test.step('two models are deployed and evaluated on the same test set', async () => {
    const script = 'predict-classes.mjs' as const;
    await createTrainingJob(aws, { name: above, script, hyperparameters: { upper: '0.8' } });
    await createTrainingJob(aws, { name: below, script, hyperparameters: { lower: '0.4' } });
    const uri = await putText(aws, `${above}/test.csv`, testSet);
    for (const name of [below, above]) {
      await trainingJobEnd(aws, name);
      await page.goto(`/local/endpoints/new?job=${name}`);
      await new DeployPage(page).deploy.click();
      await expect(endpoint.inService).toBeVisible();
      await endpoint.images.fill(uri);
      await endpoint.labels.fill('');
      await endpoint.evaluate.click();
      await expect(result.matrix).toBeVisible({ timeout: 60_000 });
      expect(await result.counts(3)).toEqual(confused[name]);
    }
  });

  await test.step('what is confused most stands beside the matrix, and leads to its cell', async () => {
    await expect(result.pairs).toHaveText([
      /^0 taken for 1.*6 \(20\.0% of 0\)$/,
      /^1 taken for 2.*4 \(20\.0% of 1\)$/,
    ]);
    const [matrix, list] = [await result.matrix.boundingBox(), await result.pairs.first().boundingBox()];
    expect(list!.x, 'beside').toBeGreaterThan(matrix!.x + matrix!.width);
    await result.pairs.first().getByRole('button').click();
    await expect(result.cell('0', '1')).toHaveAttribute('aria-selected', 'true');
    await expect(page).toHaveURL(/[?&]cell=0-1/);
  });

  await test.step('the chosen cell is that of the link, and can be chosen by keyboard', async () => {
    await page.reload();
    await expect(result.cell('0', '1')).toHaveAttribute('aria-selected', 'true');
    await result.cell('0', '0').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect(result.cell('1', '2')).toHaveAttribute('aria-selected', 'true');
    await expect(page).toHaveURL(/[?&]cell=1-2/);
    await expect(result.cell('0', '1')).toHaveAttribute('aria-selected', 'false');
  });

  await test.step('in dark, too, errors stand out from what was right', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
    const [wrong, right, none] = [
      await result.shade('1', '2'),
      await result.shade('1', '1'),
      await result.shade('2', '0'),
    ];
    expect(wrong).toBeGreaterThan(3 * right);
    expect(right).toBeGreaterThan(none);
    expect(await seriousViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('compared, their matrices stand side by side, also by the link', async () => {
    const compare = new ComparePage(page);
    await page.goto(`/local/compare?jobs=${above},${below}`);
    await compare.showEvaluations.click();
    const matrixOf = (name: string) => new EvaluationResult(compare.evaluationOf(name));
    for (const reload of [false, true]) {
      if (reload) await page.reload();
      for (const name of [above, below]) {
        await expect(matrixOf(name).matrix).toBeVisible();
        expect(await matrixOf(name).counts(3)).toEqual(confused[name]);
      }
      const [first, second] = [
        (await compare.evaluationOf(above).boundingBox())!,
        (await compare.evaluationOf(below).boundingBox())!,
      ];
      expect(second.y).toBeCloseTo(first.y, 0);
      expect(second.x).toBeGreaterThanOrEqual(first.x + first.width);
      await expect(page).toHaveURL(/[?&]evaluations=shown/);
    }
    expect(await seriousViolations(page)).toEqual([]);
  });
});
