import 'server-only';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type InstalledStandIn, type StandInDescription, standInStates } from '../training/stand-in';
import { type Backend } from './backends';
import { control } from './capabilities';

const answerSchema = z.object({
  standIn: z
    .object({
      title: z.string(),
      sentence: z.string(),
      state: z.enum(standInStates),
      bytes: z.number().optional(),
      lines: z.array(z.string()).default([]),
      reason: z.string().optional(),
    })
    .nullable(),
});

const ask = async (
  backend: Backend,
  image: string,
  action: string,
  method: 'GET' | 'POST',
): Promise<StandInDescription | undefined> => {
  const answer = await control(backend, action, method, `stand-in?image=${encodeURIComponent(image)}`);
  return answerSchema.parse(answer).standIn ?? undefined;
};

/** A backend without stand-ins has no such path: it has none. */
const orNone = async <Value, None>(act: () => Promise<Value>, none: None): Promise<Value | None> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SpotdeckError && error.code === 'not-found') return none;
    throw error;
  }
};

/**
 * What stands in for an image there.
 * @returns undefined on AWS, which runs the image itself, for an image that is no framework's, and where the backend has
 *   no stand-ins
 */
export const describeStandIn = async (
  backend: Backend,
  image: string,
): Promise<StandInDescription | undefined> =>
  backend.endpoint === undefined
    ? undefined
    : orNone(() => ask(backend, image, 'ask what stands in for the image', 'GET'), undefined);

/** Begins to build it. @throws {SpotdeckError} unsupported, conflict */
export const buildStandIn = (backend: Backend, image: string): Promise<StandInDescription | undefined> =>
  ask(backend, image, 'build what stands in for the image', 'POST');

const installedSchema = z.array(
  z.object({
    key: z.string(),
    title: z.string(),
    bytes: z.number(),
    builtAt: z.number(),
    inUse: z.boolean(),
  }),
);

/** The environments that are built there. */
export const listStandIns = async (backend: Backend): Promise<InstalledStandIn[]> =>
  backend.endpoint === undefined
    ? []
    : orNone(
        async () =>
          installedSchema.parse(await control(backend, 'list the environments', 'GET', 'environments')),
        [],
      );

/** @throws {SpotdeckError} unsupported; conflict while it is used, or where there is none of this key */
export const removeStandIn = async (backend: Backend, key: string): Promise<void> => {
  await control(backend, 'delete the environment', 'DELETE', `environments/${encodeURIComponent(key)}`);
};
