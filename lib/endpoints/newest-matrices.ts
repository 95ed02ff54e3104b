import 'server-only';
import { z } from 'zod';
import { type ConfusionMatrix } from '../training/confusion-matrix';
import { listEvaluations, readEvaluation } from './read-evaluation';

const inputSchema = z
  .array(z.object({ name: z.string().max(200), modelArtifactS3Uri: z.string().max(2_000) }))
  .max(20);

/**
 * The confusion matrix of each model's newest evaluation; absent where it was never evaluated.
 * @throws {SpotdeckError} where S3 cannot be read
 */
export const newestMatrices = async (
  backendSlug: string,
  input: unknown,
): Promise<{ name: string; matrix?: ConfusionMatrix }[]> =>
  Promise.all(
    inputSchema.parse(input).map(async ({ name, modelArtifactS3Uri }) => {
      const [newest] = await listEvaluations(backendSlug, modelArtifactS3Uri);
      if (newest === undefined) return { name };
      const { matrix } = await readEvaluation(backendSlug, {
        id: newest.id,
        jobName: name,
        artifactS3Uri: modelArtifactS3Uri,
      });
      return { name, matrix };
    }),
  );
