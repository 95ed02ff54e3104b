import 'server-only';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { folderPrefix, getObject, listAllObjects, parseS3Uri, type S3Location } from '../aws/objects';
import { describeTrainingJob } from '../aws/training-jobs';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type JobFiles } from '../training/job-files';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, jobNameInput } from '../use-cases/name-inputs';

const maxFiles = 200;

/**
 * Model and output, as archives or file by file.
 * @throws {SpotdeckError} where S3 cannot be read
 */
export const listJobFiles = defineUseCase({
  name: 'list-job-files',
  input: z.strictObject({ name: jobNameInput }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }): Promise<JobFiles> => {
    const { outputS3Uri } = await describeTrainingJob(backend, name);
    if (outputS3Uri === undefined) return { files: [], cut: false };
    const folder = folderOf(outputS3Uri, name);
    const { objects, cut } = await listAllObjects(backend, folder, maxFiles);
    return {
      files: objects.map(({ key, s3Uri, sizeBytes }) => ({
        path: key.slice(folder.key.length),
        s3Uri,
        sizeBytes,
      })),
      cut,
    };
  },
});

/**
 * A file of a job, from its output or its checkpoints, read as fast as the reader takes it.
 * @throws {SpotdeckError} not-found, also of what is no file of the job
 */
export const downloadJobFile = defineUseCase({
  name: 'download-job-file',
  input: z.strictObject({ name: jobNameInput, s3Uri: addressText }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name, s3Uri }) => {
    const file = parseS3Uri(s3Uri);
    if (!(await listPlaces(backend, name)).some((place) => isIn(file, place)))
      throw new SpotdeckError('not-found', `${s3Uri} is no file of training job ${name}.`);
    const { body } = await getObject(backend, file);
    const fileName = `${name}-${file.key.slice(file.key.lastIndexOf('/') + 1)}`;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Node types its web streams apart from the browser's, and an object's stream has bytes
    return { body: Readable.toWeb(body) as ReadableStream<Uint8Array>, fileName };
  },
});

const listPlaces = async (backend: Backend, name: string): Promise<S3Location[]> => {
  const { outputS3Uri, checkpoint } = await describeTrainingJob(backend, name);
  const checkpoints = checkpoint && parseS3Uri(checkpoint.s3Uri);
  return [
    ...(outputS3Uri === undefined ? [] : [folderOf(outputS3Uri, name)]),
    ...(checkpoints ? [{ ...checkpoints, key: folderPrefix(checkpoints.key) }] : []),
  ];
};

/** Where SageMaker puts what a job has left. */
const folderOf = (outputS3Uri: string, name: string): S3Location => {
  const { bucket, key } = parseS3Uri(outputS3Uri);
  return { bucket, key: `${folderPrefix(key)}${name}/output/` };
};

const isIn = ({ bucket, key }: S3Location, place: S3Location): boolean =>
  bucket === place.bucket && key.startsWith(place.key) && key.length > place.key.length;
