import 'server-only';
import { z } from 'zod';
import { type ConfusionMatrix } from '../training/confusion-matrix';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText } from '../use-cases/name-inputs';
import { evaluationAt, newestEvaluations } from './read-evaluation';

const maxModels = 20;

/**
 * The confusion matrix of each model's newest evaluation; absent where it was never evaluated.
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
  run: ({ backend }, { models }): Promise<{ name: string; matrix?: ConfusionMatrix }[]> =>
    Promise.all(
      models.map(async ({ name, modelArtifactS3Uri }) => {
        const [newest] = await newestEvaluations(backend, modelArtifactS3Uri);
        if (newest === undefined) return { name };
        const { id } = newest;
        const { matrix } = await evaluationAt(backend, {
          id,
          jobName: name,
          artifactS3Uri: modelArtifactS3Uri,
        });
        return { name, matrix };
      }),
    ),
});
