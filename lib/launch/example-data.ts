import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { objectExists, parseS3Uri } from '../aws/objects';
import { describeError } from '../errors/describe-error';
import { SpotdeckError } from '../errors/spotdeck-error';
import { inProcess } from '../process/process-memory';
import { type Example, readExample } from '../source/list-examples';
import { exampleSizes, placeExample } from '../source/place-example';
import { type ExampleData } from '../training/example-data';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText } from '../use-cases/name-inputs';
import { manifestName, writeExampleData } from './write-example-data';

const input = z.strictObject({ example: addressText, size: z.literal(exampleSizes) });
type Input = z.output<typeof input>;
type Data = NonNullable<Example['data']>;

/** What this server is doing, or could not do, by where the data lies: what is in S3 outlives it. */
interface Preparation {
  running: boolean;
  step?: string;
  share?: number;
  reason?: string;
}
const preparations = () => inProcess('example-data', () => new Map<string, Preparation>());
const keyOf = ({ slug }: Backend, { s3Uri }: Data) => `${slug} ${s3Uri}`;

/** Whether an example's data is there; null for one that prepares none. @throws {SpotdeckError} not-found */
export const describeExampleData = defineUseCase({
  name: 'describe-example-data',
  input,
  access: 'watch',
  changes: false,
  run: async ({ backend }, asked): Promise<ExampleData | null> => {
    const data = await findData(backend, asked);
    return data === undefined ? null : describe(backend, data);
  },
});

/** Begins to prepare it unless it is there, and answers at once. @throws {SpotdeckError} not-found */
export const prepareExampleData = defineUseCase({
  name: 'prepare-example-data',
  input,
  access: 'operate',
  changes: true,
  subject: (asked) => asked,
  run: async ({ backend }, asked): Promise<ExampleData> => {
    const data = await findData(backend, asked);
    if (data === undefined) {
      throw new SpotdeckError('conflict', `The data of ${asked.example} needs no preparing.`);
    }
    const described = await describe(backend, data);
    if (described.state !== 'ready' && described.state !== 'preparing') begin(backend, data, asked);
    return describe(backend, data);
  },
});

const findData = async (backend: Backend, { example, size }: Input): Promise<Data | undefined> => {
  const [found, bucket] = await Promise.all([readExample(example), defaultBucket(backend)]);
  return placeExample(found, { bucket, region: backend.region, size }).data;
};

const describe = async (backend: Backend, data: Data): Promise<ExampleData> => {
  const { origin, s3Uri } = data;
  const preparation = preparations().get(keyOf(backend, data));
  if (preparation?.running) {
    const { step, share } = preparation;
    return {
      state: 'preparing',
      origin,
      s3Uri,
      ...(step !== undefined && { step }),
      ...(share !== undefined && { share }),
    };
  }
  if (await objectExists(backend, parseS3Uri(`${s3Uri}${manifestName}`))) {
    return { state: 'ready', origin, s3Uri };
  }
  return preparation?.reason === undefined
    ? { state: 'missing', origin, s3Uri }
    : { state: 'failed', origin, s3Uri, reason: preparation.reason };
};

/** One at a time for one place: a second click finds the first. */
const begin = (backend: Backend, data: Data, { size }: Input): void => {
  const preparation: Preparation = { running: true };
  const all = preparations();
  const key = keyOf(backend, data);
  if (all.get(key)?.running) return;
  all.set(key, preparation);
  writeExampleData(backend, data, size, (step, share) => Object.assign(preparation, { step, share }))
    .catch((error: unknown) => {
      preparation.reason = describeError(error).message;
    })
    .finally(() => {
      preparation.running = false;
    });
};
