import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import * as control from '../aws/stand-ins';
import { imageOf } from '../training/launch-request';
import { launchInputSchema } from '../training/launch-input';
import { type InstalledStandIn, type StandInDescription } from '../training/stand-in';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

const choice = launchInputSchema.pick({ image: true, instanceType: true });

const imageIn = ({ region }: Backend, input: z.output<typeof choice>) => imageOf(input, region);

/** What will run in place of the image that a form has chosen; null where the image itself runs, or nothing does. */
export const describeStandIn = defineUseCase({
  name: 'describe-stand-in',
  input: choice,
  access: 'watch',
  changes: false,
  run: async ({ backend }, input): Promise<StandInDescription | null> => {
    const image = imageIn(backend, input);
    return image === undefined ? null : ((await control.describeStandIn(backend, image)) ?? null);
  },
});

/** Begins to build it, unless it is there. @throws {SpotdeckError} unsupported on AWS, conflict */
export const buildStandIn = defineUseCase({
  name: 'build-stand-in',
  input: choice,
  access: 'operate',
  changes: true,
  subject: ({ image }) => (image.kind === 'custom' ? { image: image.uri } : { ...image }),
  run: async ({ backend }, input): Promise<StandInDescription | null> => {
    const image = imageIn(backend, input);
    return image === undefined ? null : ((await control.buildStandIn(backend, image)) ?? null);
  },
});

/** The environments that are built on the backend's machine; none on AWS. */
export const listStandIns = defineUseCase({
  name: 'list-stand-ins',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }): Promise<InstalledStandIn[]> => control.listStandIns(backend),
});

/** Deletes one; the next job that needs it builds it again. @throws {SpotdeckError} conflict while it is used */
export const removeStandIn = defineUseCase({
  name: 'remove-stand-in',
  input: z.strictObject({ key: z.string().max(200) }),
  access: 'operate',
  changes: true,
  subject: ({ key }) => ({ key }),
  run: ({ backend }, { key }): Promise<void> => control.removeStandIn(backend, key),
});
