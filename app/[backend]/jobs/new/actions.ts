'use server';

import { z } from 'zod';
import { launchDraft } from '@/lib/launch/launch-draft';
import { launchJob } from '@/lib/launch/launch-job';
import { trainingPrice } from '@/lib/launch/training-price';
import { preflightJob } from '@/lib/launch/preflight-job';
import { verifyJobLocally } from '@/lib/launch/verify-job-locally';
import { runAction } from '@/lib/server/run-action';
import { SpotdeckError } from '@/lib/errors/spotdeck-error';
import { launchInputSchema } from '@/lib/training/launch-input';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { parseOriginValue } from './search-params';

export const draftFrom = async (backend: string, origin: string) =>
  runAction(() => launchDraft(backend, parseOriginValue(z.string().parse(origin))));

export const preflight = async (backend: string, draft: LaunchDraft) =>
  runAction(async () => preflightJob(backend, launchInputSchema.parse(draft)));

export const lookUpPrice = async (backend: string, instanceType: string) =>
  runAction(async () => (await trainingPrice(backend, z.string().max(64).parse(instanceType))) ?? null);

export const launch = async (backend: string, form: FormData) =>
  runAction(async () => launchJob(backend, await readLaunch(form)));

export const verifyLocally = async (backend: string, form: FormData) =>
  runAction(async () => verifyJobLocally(backend, await readLaunch(form)));

/** @throws {SpotdeckError | ZodError} where a part is missing or malformed */
const readLaunch = async (form: FormData) => {
  const input = launchInputSchema.parse(parseJson(z.string().parse(form.get('draft'))));
  const launchId = z.uuid().parse(form.get('launchId'));
  const paths = z.array(z.string().max(1024)).parse(form.getAll('paths'));
  const files = z.array(z.instanceof(File)).parse(form.getAll('files'));
  if (paths.length !== files.length) {
    throw new SpotdeckError('invalid-input', 'The upload is not whole: try again.', 'source');
  }
  return {
    input,
    launchId,
    files: await Promise.all(
      files.map(async (file, index) => ({
        path: paths[index] ?? file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    ),
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpotdeckError(
      'invalid-input',
      'The form arrived malformed: reload the page and try again.',
      undefined,
      {
        cause,
      },
    );
  }
};
