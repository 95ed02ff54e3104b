import 'server-only';
import { type Backend } from '../aws/backends';
import { getObjectBytes, headObject, parseS3Uri, type S3Location } from '../aws/objects';
import { SpotdeckError } from '../errors/spotdeck-error';
import { inProcess } from '../process/process-memory';
import { type EvaluationInput } from '../training/evaluation';
import { NpyError, type NpyHeader, npyHeaderBytes, numpyMagic, parseNpyHeader } from '../training/npy';
import { type Targets, TargetsError } from '../training/targets';
import { type LoadedSet, maxExamples, TestSetError } from './test-sets/loaded-set';
import { readCsv, readLabelLines } from './test-sets/read-csv';
import { looksLikeLibsvm, readLibsvm } from './test-sets/read-libsvm';
import { readNpz, targetsIn } from './test-sets/read-npz';
import { readParquet } from './test-sets/read-parquet';

/** The examples of a test set: of a .npy file only what is asked for is read, any other file is in memory. */
export interface TestSet {
  header: NpyHeader;
  sizeBytes: number;
  count: number;
  /** Bytes of one example. */
  exampleBytes: number;
  read: (first: number, count: number, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Where the same file has them. */
  targets?: Targets;
  /** Rows of a table, in double precision. */
  table: boolean;
}

/** Which file, and how it is to be read. */
export type TestSetInput = Pick<EvaluationInput, 'imagesS3Uri' | 'labelsS3Uri' | 'labelColumn' | 'header'>;

/** Sizes that are read whole; a .npy of examples may be of any size. */
export const maxFileBytes = { table: 64_000_000, archive: 300_000_000, labels: 64_000_000 };

/** What the file of examples holds, and its labels where there is no file of their own. @throws {SpotdeckError} invalid-input, not-found */
export const openTestSet = (backend: Backend, input: TestSetInput, signal?: AbortSignal): Promise<TestSet> =>
  refusing(input.imagesS3Uri, 'imagesS3Uri', async () => {
    const location = parseS3Uri(input.imagesS3Uri);
    const { sizeBytes, etag = '' } = await headObject(backend, location);
    if (sizeBytes === 0) throw new TestSetError('the file is empty');
    const range = { start: 0, end: Math.min(sizeBytes, npyHeaderBytes) - 1 };
    const start = await getObjectBytes(backend, location, { range, signal });
    if (kindOf(start) === 'npy') return openNpy(backend, location, start, sizeBytes);
    const key = JSON.stringify([backend.slug, backend.endpoint, input, etag]);
    const loaded = await loadedOnce(key, () => load(backend, location, input, { start, sizeBytes }));
    return ofLoaded(loaded, sizeBytes);
  });

/** The pictures behind several cells are read one after another: the newest file stays in memory for a while, no other. */
const keptMs = 60_000;

const loadedOnce = (key: string, read: () => Promise<LoadedSet>): Promise<LoadedSet> => {
  const memory = inProcess(
    'loaded-test-set',
    () => ({}) as { newest?: { key: string; set: Promise<LoadedSet> } },
  );
  if (memory.newest?.key === key) return memory.newest.set;
  const own = { key, set: read() };
  memory.newest = own;
  const forget = () => {
    if (memory.newest === own) delete memory.newest;
  };
  own.set.then(() => setTimeout(forget, keptMs).unref(), forget);
  return own.set;
};

/** The labels of a file of their own: .npy, or one a line. @throws {SpotdeckError} invalid-input, not-found */
export const readTargets = (
  backend: Backend,
  uri: string,
  { header }: Pick<EvaluationInput, 'header'>,
  signal?: AbortSignal,
): Promise<Targets> =>
  refusing(uri, 'labelsS3Uri', async () => {
    const location = parseS3Uri(uri);
    const { sizeBytes } = await headObject(backend, location);
    refuseLarge(sizeBytes, maxFileBytes.labels);
    const bytes = await getObjectBytes(backend, location, { signal });
    const kind = kindOf(bytes);
    if (kind === 'npy') return targetsIn(bytes);
    if (kind !== 'csv')
      throw new TestSetError(
        'labels in a file of their own are .npy, or one a line. Leave it empty where the examples’ file has them',
      );
    return readLabelLines(bytes, { ...(header !== undefined && { header }) });
  });

const openNpy = (backend: Backend, location: S3Location, start: Uint8Array, sizeBytes: number): TestSet => {
  const header = parseNpyHeader(start);
  const { count, exampleBytes } = examplesIn(header);
  if (sizeBytes < header.dataOffset + header.length * header.itemBytes)
    throw new TestSetError('the file is cut short');
  const read = (first: number, some: number, signal?: AbortSignal) => {
    const from = header.dataOffset + first * exampleBytes;
    const range = { start: from, end: from + some * exampleBytes - 1 };
    return getObjectBytes(backend, location, { range, signal, maxBytes: some * exampleBytes });
  };
  return { header, sizeBytes, count, exampleBytes, read, table: false };
};

const examplesIn = ({ shape, length, itemBytes }: NpyHeader): { count: number; exampleBytes: number } => {
  const [count = 0] = shape;
  if (shape.length < 2) throw new TestSetError('examples need at least two dimensions');
  if (count < 1 || length === 0) throw new TestSetError('it holds no examples');
  if (count > maxExamples) throw new TestSetError(`it holds more than ${maxExamples} examples`);
  return { count, exampleBytes: (length / count) * itemBytes };
};

const ofLoaded = ({ header, bytes, targets, table = false }: LoadedSet, sizeBytes: number): TestSet => {
  const { count, exampleBytes } = examplesIn(header);
  return {
    header,
    sizeBytes,
    count,
    exampleBytes,
    table,
    read: (first, some) =>
      Promise.resolve(bytes.subarray(first * exampleBytes, (first + some) * exampleBytes)),
    ...(targets && { targets }),
  };
};

/** By the first bytes, not by the name. */
const kindOf = (start: Uint8Array): 'npy' | 'npz' | 'parquet' | 'csv' => {
  if (numpyMagic.every((byte, index) => start[index] === byte)) return 'npy';
  const head = String.fromCharCode(...start.subarray(0, 4));
  if (head === 'PK\u0003\u0004' || head === 'PK\u0005\u0006') return 'npz';
  return head === 'PAR1' ? 'parquet' : 'csv';
};

const load = async (
  backend: Backend,
  location: S3Location,
  { labelsS3Uri, labelColumn, header }: TestSetInput,
  { start, sizeBytes }: { start: Uint8Array; sizeBytes: number },
): Promise<LoadedSet> => {
  const kind = kindOf(start);
  const limit = kind === 'csv' ? maxFileBytes.table : maxFileBytes.archive;
  refuseLarge(sizeBytes, limit);
  const bytes = await getObjectBytes(backend, location, { maxBytes: limit });
  const column = labelColumn !== undefined && { labelColumn };
  if (kind === 'npz') return readNpz(bytes, { labelled: labelsS3Uri === undefined, ...column });
  if (labelsS3Uri !== undefined)
    throw new TestSetError('a table has its labels in a column: leave the file of labels empty');
  if (kind === 'parquet') return readParquet(bytes, { ...column });
  const text = new TextDecoder('utf-8').decode(start);
  if (text.includes('\0')) throw new TestSetError('it is neither .npy, .npz, Parquet, CSV nor libsvm');
  if (looksLikeLibsvm(text)) return readLibsvm(bytes);
  return readCsv(bytes, { ...column, ...(header !== undefined && { header }) });
};

const refuseLarge = (sizeBytes: number, limit: number): void => {
  if (sizeBytes > limit)
    throw new TestSetError(`it has ${sizeBytes} bytes, and a file that is read whole ${limit} at most`);
};

const refusing = async <Value>(uri: string, field: string, read: () => Promise<Value>): Promise<Value> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NpyError || error instanceof TargetsError || error instanceof TestSetError) {
      const reason = error.message.replace(/\.$/, '');
      throw new SpotdeckError('invalid-input', `${uri} cannot be used: ${reason}.`, field, { cause: error });
    }
    throw error;
  }
};
