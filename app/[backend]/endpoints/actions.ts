'use server';

import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint';
import { pollEndpoints } from '@/lib/endpoints/list-endpoints';
import { cellImages } from '@/lib/endpoints/read-evaluation';
import { type ActionResult } from '@/lib/errors/action-result';
import { type ChannelOrder } from '@/lib/training/image-pixels';
import { runAction } from '@/lib/server/run-action';
import { withFields } from '@/lib/server/with-fields';

/** Answers from the server's memory. */
export const pollEndpointsAction = async (backend: string) => runAction(pollEndpoints, backend, {});

export const deleteEndpointAction = async (
  backend: string,
  name: string,
): Promise<ActionResult<{ usdPerHour?: number }>> => {
  const deleted = await runAction(deleteEndpoint, backend, { name });
  if (!deleted.ok) return deleted;
  const { usdPerHour } = deleted.value;
  return { ok: true, value: usdPerHour === undefined ? {} : { usdPerHour } };
};

interface Address {
  id: string;
  jobName: string;
  artifactS3Uri?: string;
}

export const cellImagesAction = async (
  backend: string,
  address: Address,
  actual: number,
  predicted: number,
  page: number,
  order?: ChannelOrder,
) =>
  runAction(
    cellImages,
    backend,
    withFields(address, { actual, predicted, page, ...(order !== undefined && { order }) }),
  );
