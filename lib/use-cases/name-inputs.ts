import 'server-only';
import { z } from 'zod';
import { evaluationIdSchema } from '../training/evaluation';
import { endpointNameSchema } from '../training/hosting';
import { jobNameSchema } from '../training/job-name';

/** No part of an address is longer: a request's head has 16 KB. */
const maxAddressLength = 20_000;

export const addressText = z.string().max(maxAddressLength);

/** What cannot be a name names nothing: it is not found, as an address that leads nowhere. */
const nameOf = (names: z.ZodType<string>, sentence: (shown: string) => string) =>
  addressText.check(({ value, issues }) => {
    if (names.safeParse(value).success) return;
    issues.push({
      code: 'custom',
      input: value,
      message: sentence(value.slice(0, 80)),
      params: { errorCode: 'not-found' },
    });
  });

export const jobNameInput = nameOf(
  jobNameSchema,
  (shown) => `There is no training job "${shown}": that cannot be a job's name.`,
);

export const endpointNameInput = nameOf(
  endpointNameSchema,
  (shown) => `There is no endpoint "${shown}": that cannot be an endpoint's name.`,
);

export const evaluationIdInput = nameOf(evaluationIdSchema, (shown) => `There is no evaluation "${shown}".`);

/** Slugs of several backends. What names none is told of that one, beside the others. */
export const placesInput = z
  .array(z.string().max(400))
  .max(30, 'At most 30 accounts and Regions are shown together.');

/** Nothing is asked but the backend itself. */
export const nothing = z.strictObject({});
export const jobInput = z.strictObject({ name: jobNameInput });
export const endpointInput = z.strictObject({ name: endpointNameInput });

export const instanceTypeInput = z.strictObject({
  instanceType: z.string().max(64, 'An instance type has 64 characters at most.'),
});
