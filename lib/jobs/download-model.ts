import 'server-only';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { getObject, parseS3Uri } from '../aws/objects';
import { describeTrainingJob } from '../aws/training-jobs';
import { SpotdeckError } from '../errors/spotdeck-error';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

/**
 * The archive of a job's model as the job left it in S3, read as fast as the reader takes it.
 * @throws {SpotdeckError} not-found, also where the job has no model or the object is gone
 */
export const downloadModel = defineUseCase({
  name: 'download-model',
  input: z.strictObject({ name: jobNameInput }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }) => {
    const { modelArtifactS3Uri } = await describeTrainingJob(backend, name);
    if (modelArtifactS3Uri === undefined) {
      throw new SpotdeckError(
        'not-found',
        `Training job ${name} has no model: SageMaker uploads it when the training has ended.`,
      );
    }
    const { body } = await getObject(backend, parseS3Uri(modelArtifactS3Uri));
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Node types its web streams apart from the browser's, and an object's stream has bytes
    return { body: Readable.toWeb(body) as ReadableStream<Uint8Array>, fileName: `${name}-model.tar.gz` };
  },
});
