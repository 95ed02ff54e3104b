import 'server-only';
import { z } from 'zod';
import { type ConfusionMatrix } from '../training/confusion-matrix';
import { type RegressionMeasures } from '../training/regression';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText } from '../use-cases/name-inputs';
import { evaluationAt, newestEvaluations } from './read-evaluation';

const maxModels = 20;

/** What a model's newest evaluation found; nothing where it was never evaluated. */
export interface NewestResult {
  name: string;
  matrix?: ConfusionMatrix;
  /** Where it is read as a regression. */
  regression?: RegressionMeasures;
}

/**
 * The confusion matrix of each model's newest evaluation, or the measures of a regression.
 * @throws {SpotdeckError} where S3 cannot be read
 */
export const newestMatrices = defineUseCase({
  name: 'newest-matrices',
  input: z.strictObject({
    models: z
      .array(z.strictObject({ name: z.string().max(200), modelArtifactS3Uri: addressText }))
      .max(maxModels, `${maxModels} models can be compared at most.`),
  }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { models }): Promise<NewestResult[]> =>
    Promise.all(
      models.map(async ({ name, modelArtifactS3Uri }) => {
        const [newest] = await newestEvaluations(backend, modelArtifactS3Uri);
        if (newest === undefined) return { name };
        const { id } = newest;
        const { reading, matrix, regression } = await evaluationAt(backend, {
          id,
          jobName: name,
          artifactS3Uri: modelArtifactS3Uri,
        });
        if (reading === 'regression' && regression) {
          const { rmse, mae, bias, r2 } = regression;
          return { name, regression: { rmse, mae, bias, ...(r2 !== undefined && { r2 }) } };
        }
        return { name, ...(matrix && { matrix }) };
      }),
    ),
});
