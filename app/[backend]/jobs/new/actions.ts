'use server';

import { z } from 'zod';
import { spotBilling } from '@/lib/jobs/spot-billing';
import { describeExampleData, prepareExampleData } from '@/lib/launch/example-data';
import { listBuckets, listObjects } from '@/lib/launch/browse-s3';
import { executionRoles } from '@/lib/launch/execution-roles';
import { instanceOffers } from '@/lib/launch/instance-offers';
import { encryptionKeys, networkChoices } from '@/lib/launch/network-choices';
import { openLaunchForm } from '@/lib/launch/open-launch-form';
import { launchJob } from '@/lib/launch/launch-job';
import { trainingQuota } from '@/lib/launch/training-quota';
import { trainingPrice } from '@/lib/launch/training-price';
import { preflightJob } from '@/lib/launch/preflight-job';
import { buildStandIn, describeStandIn, listStandIns, removeStandIn } from '@/lib/launch/stand-ins';
import { beginUpload, cancelUpload, finishUpload, planUpload, resumeUpload } from '@/lib/launch/upload-data';
import { verifyJobLocally } from '@/lib/launch/verify-job-locally';
import { runAction, runActionOn } from '@/lib/server/run-action';
import { withFields } from '@/lib/server/with-fields';
import { SpotdeckError } from '@/lib/errors/spotdeck-error';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type UploadPlace } from '@/lib/training/upload/upload';
import { parseOriginValue } from './search-params';

export const draftFrom = async (backend: string, origin: string) =>
  runActionOn(openLaunchForm, backend, () => parseOriginValue(z.string().max(20_000).parse(origin)));

export const preflight = async (backend: string, draft: LaunchDraft) =>
  runAction(preflightJob, backend, draft);

export const lookUpPrice = async (backend: string, instanceType: string) =>
  runAction(trainingPrice, backend, { instanceType });

export const readQuota = async (backend: string, instanceType: string, spot: boolean) =>
  runAction(trainingQuota, backend, { instanceType, spot });

export const listRoles = async (backend: string) => runAction(executionRoles, backend, {});

export const listNetworks = async (backend: string) => runAction(networkChoices, backend, {});

export const listKeys = async (backend: string) => runAction(encryptionKeys, backend, {});

export const listOffers = async (backend: string) => runAction(instanceOffers, backend, {});

export const readBilling = async (backend: string, instanceType: string) =>
  runAction(spotBilling, backend, { instanceType });

type ImageChoice = Pick<LaunchDraft, 'image' | 'instanceType'>;

export const showStandIn = async (backend: string, choice: ImageChoice) =>
  runAction(describeStandIn, backend, choice);

export const beginStandIn = async (backend: string, choice: ImageChoice) =>
  runAction(buildStandIn, backend, choice);

export const installedStandIns = async (backend: string) => runAction(listStandIns, backend, {});

export const deleteStandIn = async (backend: string, key: string) =>
  runAction(removeStandIn, backend, { key });

export const bucketsPage = async (backend: string, token?: string) =>
  runAction(listBuckets, backend, { token });

export const objectsPage = async (backend: string, bucket: string, prefix: string, token?: string) =>
  runAction(listObjects, backend, { bucket, prefix, token });

type Unfinished = UploadPlace & { uploadId: string };

export const planOfUpload = async (backend: string, bucket: string, prefix: string) =>
  runAction(planUpload, backend, { bucket, prefix });

export const beginningOfUpload = async (backend: string, place: UploadPlace) =>
  runAction(beginUpload, backend, place);

export const partsOfUpload = async (backend: string, upload: Unfinished) =>
  runAction(resumeUpload, backend, upload);

export const endOfUpload = async (
  backend: string,
  upload: Unfinished & { sizeBytes: number; replace: boolean },
) => runAction(finishUpload, backend, upload);

export const cancelOfUpload = async (backend: string, upload: Unfinished) =>
  runAction(cancelUpload, backend, upload);

export const exampleData = async (backend: string, example: string) =>
  runAction(describeExampleData, backend, { example, size: 'full' });

export const prepareData = async (backend: string, example: string) =>
  runAction(prepareExampleData, backend, { example, size: 'full' });

export const launch = async (backend: string, form: FormData) =>
  runActionOn(launchJob, backend, () => readLaunch(form));

export const verifyLocally = async (backend: string, form: FormData) =>
  runActionOn(verifyJobLocally, backend, () => readLaunch(form));

/**
 * A launch form's parts as the use case takes them.
 * @throws {SpotdeckError | ZodError} where a part is missing or malformed
 */
const readLaunch = async (sent: unknown) => {
  const form = z.instanceof(FormData, { error: malformedForm }).parse(sent);
  const draft = parseJson(z.string(malformedForm).parse(form.get('draft')));
  const paths = z.array(z.string()).parse(form.getAll('paths'));
  const files = z.array(z.instanceof(File)).parse(form.getAll('files'));
  if (paths.length !== files.length) {
    throw new SpotdeckError('invalid-input', 'The upload is not whole: try again.', 'source');
  }
  return withFields(draft, {
    launchId: form.get('launchId'),
    files: await Promise.all(
      files.map(async (file, index) => ({
        path: paths[index] ?? file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    ),
  });
};

const malformedForm = 'The form arrived malformed: reload the page and try again.';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpotdeckError('invalid-input', malformedForm, undefined, { cause });
  }
};
