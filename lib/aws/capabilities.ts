import 'server-only';
import { z } from 'zod';
import { type ErrorCode } from '../errors/action-result';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type InterruptOrder } from '../training/interrupt-order';
import { type SpotMarket } from '../training/spot-market';
import { type Backend } from './backends';
import { remember } from '../process/process-memory';
import { translating } from './translate-error';
import { parseJson } from '../training/json-text';

/**
 * What a backend can do beyond AWS: only one with an endpoint of its own can have a control API, and one call
 * tells what it offers.
 */
export interface Capabilities {
  /** An instance can be taken away on request. */
  interrupt: boolean;
  /** There is a simulated spot market whose mood can be set. */
  spotMarket: boolean;
  /** AWS's console shows what it has. */
  console: boolean;
  /** Cores of what stands for an instance, whatever its type; absent where it is one (AWS). */
  cores?: number;
  /** How a job sees /opt/ml: as its own, or mapped to elsewhere; undefined where the backend does not say (AWS). */
  containerPaths?: 'mounted' | 'mapped';
}

/** Whether a job runs in the image that it names; else in what stands in for it. */
export const runsImages = ({ endpoint }: Backend): boolean => endpoint === undefined;

const minuteMs = 60_000;

export const readCapabilities = (backend: Backend): Promise<Capabilities> =>
  backend.endpoint === undefined
    ? Promise.resolve({ interrupt: false, spotMarket: false, console: true })
    : remember(
        'capabilities',
        backend.endpoint,
        async () =>
          capabilitiesSchema.parse(
            await control(backend, 'ask what the backend can do', 'GET', 'capabilities'),
          ),
        minuteMs,
      );

/** Takes the instance away. @throws {SpotdeckError} unsupported, conflict, not-found */
export const interruptTrainingJob = async (
  backend: Backend,
  name: string,
  options: InterruptOrder = {},
): Promise<void> => {
  await control(
    backend,
    `interrupt training job ${name}`,
    'POST',
    `training-jobs/${encodeURIComponent(name)}/interrupt`,
    options,
  );
};

export const readSpotMarket = async (backend: Backend): Promise<SpotMarket> =>
  spotMarketSchema.parse(await control(backend, 'read the spot market', 'GET', 'spot-market'));

/** Members that are not given keep their value. */
export const writeSpotMarket = async (backend: Backend, market: Partial<SpotMarket>): Promise<SpotMarket> =>
  spotMarketSchema.parse(await control(backend, 'set the spot market', 'PUT', 'spot-market', market));

/** What a person should know of a backend's data: a full disk, records that were set aside. None of AWS. */
export const readNotices = async (backend: Backend): Promise<BackendNotice[]> =>
  backend.endpoint === undefined
    ? []
    : noticesSchema.parse(await control(backend, 'ask how the backend is', 'GET', 'notices'));

const noticesSchema = z.array(z.object({ kind: z.string(), message: z.string(), since: z.number() }));
export type BackendNotice = z.infer<typeof noticesSchema>[number];

/** A call of a backend's control API, under `/_local/`. @throws {SpotdeckError} unsupported, for AWS */
export const control = (
  backend: Backend,
  action: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> => {
  const { endpoint } = backend;
  if (endpoint === undefined) {
    throw new SpotdeckError(
      'unsupported',
      `Could not ${action}: AWS has no call for it. Use the local backend.`,
    );
  }
  return translating(backend, action, async () => {
    const response = await fetch(`${endpoint}/_local/${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(response.status, text, action);
    return text === '' ? undefined : JSON.parse(text);
  });
};

const refusalOf = (status: number, text: string, action: string): SpotdeckError => {
  const parsed = refusalSchema.safeParse(parseJson(text));
  const reason =
    (parsed.success ? (parsed.data.message ?? parsed.data.Message) : undefined) ?? `HTTP ${status}`;
  const missing = status === 404 || /not found/i.test(reason);
  const code: ErrorCode = missing ? 'not-found' : status < 500 ? 'conflict' : 'internal';
  return new SpotdeckError(code, `Could not ${action}: ${reason.replace(/\.+$/, '')}.`, undefined, {
    cause: text,
  });
};

const refusalSchema = z.object({ message: z.string().optional(), Message: z.string().optional() });

const capabilitiesSchema = z.object({
  interrupt: z.boolean().default(false),
  spotMarket: z.boolean().default(false),
  console: z.boolean().default(false),
  cores: z.number().int().positive().optional().catch(undefined),
  // What a later backend may say is no reason to fail.
  containerPaths: z.enum(['mounted', 'mapped']).optional().catch(undefined),
});

export const spotMarketSchema = z.object({
  meanSecondsBetweenInterruptions: z.number().positive().nullable(),
  meanCapacityWaitSeconds: z.number().min(0),
  discount: z.number().min(0).max(1),
  seed: z.number().int(),
  startWait: z.boolean().optional(),
}) satisfies z.ZodType<SpotMarket>;
