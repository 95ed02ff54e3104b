import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { runsImages } from '../aws/capabilities';
import { ensureDefaultBucket } from '../aws/default-bucket';
import { getObject, objectExists, parseS3Uri, putObject, s3UriOf } from '../aws/objects';
import { listTags } from '../aws/tags';
import { createTrainingJob, describeTrainingJob } from '../aws/training-jobs';
import { recordChange } from '../backfill/job-catalog';
import { warnOnce } from '../errors/log-fault';
import { isNotFound, isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { launchIdTag, trainingJobRequest } from '../training/launch-request';
import { type LaunchInput, launchInputSchema } from '../training/launch-input';
import { preflight } from '../training/preflight';
import { readExampleSource } from '../source/list-examples';
import { packSource, type SourceFile } from '../source/pack-source';
import { modelFacts } from './model-facts';
import { findRoleProblem } from './role-problem';
import { defineUseCase } from '../use-cases/define-use-case';

const maxFiles = 10_000;

/** What a launch form sends. */
export const launchFormSchema = launchInputSchema.extend({
  /** Drawn once per form: a second launch with the same id finds the job of the first. */
  launchId: z.uuid(),
  /** The script, for `source.kind` upload. */
  files: z
    .array(z.strictObject({ path: z.string().max(1024), bytes: z.instanceof(Uint8Array) }))
    .max(maxFiles, `The source has more than ${maxFiles} files.`)
    .optional(),
});

export interface Launch {
  input: LaunchInput;
  launchId: string;
  files?: readonly SourceFile[] | undefined;
  /** Backend on which an archive given by S3 URI lies, if another than the one launched on. */
  sourceBackend?: Backend;
}

export const launchSubject = ({
  name,
  instanceType,
  instanceCount,
  spot,
}: Pick<LaunchInput, 'name' | 'instanceType' | 'instanceCount' | 'spot'>) => ({
  job: name,
  instanceType,
  instanceCount,
  spot,
});

/**
 * Packs and uploads the script, and creates the training job. Asking twice with one launch id creates one job.
 * @returns the job's name
 * @throws {SpotdeckError} invalid-input, name-taken, quota, access-denied …
 */
export const launchJob = defineUseCase({
  name: 'launch-job',
  input: launchFormSchema,
  access: 'operate',
  changes: true,
  subject: launchSubject,
  run: ({ backend }, form) => launchOn(backend, launchOf(form)),
});

/** What a form asks for, apart from what it brings along. */
export const launchOf = ({ launchId, files, ...input }: z.output<typeof launchFormSchema>): Launch => ({
  input,
  launchId,
  files,
});

export const launchOn = async (backend: Backend, launch: Launch): Promise<{ name: string }> => {
  const { input, launchId } = launch;
  const { region } = backend;
  // What cannot be read of the role does not hold the launch up: SageMaker looks again.
  const roleProblem = await findRoleProblem(backend, input.roleArn).catch(() => undefined);
  const facts = {
    ...{ region, runsImages: runsImages(backend), ...modelFacts(input, region) },
    ...(roleProblem && { roleProblem }),
  };
  const blocking = preflight(input, facts).find(({ severity }) => severity === 'error');
  if (blocking) {
    throw new SpotdeckError('invalid-input', `${blocking.reason} ${blocking.remedy}`, blocking.field);
  }
  if (await isLaunchOf(backend, input.name, launchId)) return { name: input.name };
  const sourceS3Uri = await placeSource(backend, launch);
  try {
    await createTrainingJob(
      backend,
      trainingJobRequest(input, { region: backend.region, sourceS3Uri, launchId }),
    );
  } catch (error) {
    // The other of two simultaneous launches, or a first try whose answer was lost, has made this very job.
    const taken = isSpotdeckError(error) && error.code === 'name-taken';
    if (!taken || !(await isLaunchOf(backend, input.name, launchId))) throw error;
  }
  await listAtOnce(backend, input.name);
  return { name: input.name };
};

/** Search would show it minutes later. */
const listAtOnce = async (backend: Backend, name: string): Promise<void> => {
  try {
    await recordChange(backend.slug, await describeTrainingJob(backend, name));
  } catch (error) {
    // It is launched, and a list has it as soon as Search does.
    warnOnce(`The launched job ${name} could not be described`, error);
  }
};

/** Whether the name is that of a job made by this launch. */
const isLaunchOf = async (backend: Backend, name: string, launchId: string): Promise<boolean> => {
  try {
    const { arn } = await describeTrainingJob(backend, name);
    return (await listTags(backend, arn))[launchIdTag] === launchId;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};

/**
 * Puts the script's archive where the SageMaker SDK puts it, under the launch's id, so that a launch that fails on
 * a taken name never touches the other job's archive.
 */
const placeSource = async (backend: Backend, launch: Launch): Promise<string | undefined> => {
  const { source, name } = launch.input;
  if (source.kind === 'image') return undefined;
  if (source.kind === 's3') return bringArchive(backend, source.s3Uri, launch);
  const files = source.kind === 'example' ? await readExampleSource(source.example) : (launch.files ?? []);
  requireEntryPoint(files, launch.input.entryPoint);
  const location = await archiveLocation(backend, name, launch.launchId);
  await putObject(backend, location, packSource(files), { contentType: 'application/gzip' });
  return s3UriOf(location);
};

const archiveLocation = async (backend: Backend, name: string, launchId: string) => ({
  bucket: await ensureDefaultBucket(backend),
  key: `${name}/source/${launchId}/sourcedir.tar.gz`,
});

const requireEntryPoint = (files: readonly SourceFile[], entryPoint: string) => {
  if (files.length > 0 && !files.some(({ path }) => path === entryPoint)) {
    throw new SpotdeckError(
      'invalid-input',
      `The source has no file ${entryPoint}. Choose the entry point among its files.`,
      'entryPoint',
    );
  }
};

/** An archive on this backend is used where it is; one of another backend is copied over. */
const bringArchive = async (backend: Backend, uri: string, { input, launchId, sourceBackend }: Launch) => {
  const from = sourceBackend ?? backend;
  if (!(await objectExists(from, parseS3Uri(uri)))) {
    throw new SpotdeckError(
      'invalid-input',
      `There is no archive at ${uri}. Check the URI, or upload it first.`,
      'source',
    );
  }
  if (from.slug === backend.slug) return uri;
  const location = await archiveLocation(backend, input.name, launchId);
  const { body } = await getObject(from, parseS3Uri(uri));
  await putObject(backend, location, body, { contentType: 'application/gzip' });
  return s3UriOf(location);
};
