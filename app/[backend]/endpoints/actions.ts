'use server';

import { z } from 'zod';
import { deleteEndpoint } from '@/lib/endpoints/delete-endpoint';
import { pollEndpoints } from '@/lib/endpoints/list-endpoints';
import { cellImages } from '@/lib/endpoints/read-evaluation';
import { runAction } from '@/lib/server/run-action';

const slug = z.string().max(40);

/** Answers from the server's memory. */
export const pollEndpointsAction = async (backend: string) =>
  runAction(() => pollEndpoints(slug.parse(backend)));

export const deleteEndpointAction = async (backend: string, name: string) =>
  runAction(async () => {
    const { usdPerHour } = await deleteEndpoint(slug.parse(backend), z.string().parse(name));
    return usdPerHour === undefined ? {} : { usdPerHour };
  });

const addressSchema = z.object({
  id: z.string().max(60),
  jobName: z.string().max(63),
  artifactS3Uri: z.string().max(1100).optional(),
});

export const cellImagesAction = async (
  backend: string,
  address: z.input<typeof addressSchema>,
  actual: number,
  predicted: number,
  page: number,
) =>
  runAction(() => {
    const count = z.number().int().min(0);
    return cellImages(slug.parse(backend), addressSchema.parse(address), {
      actual: count.parse(actual),
      predicted: count.parse(predicted),
      page: count.min(1).parse(page),
    });
  });
