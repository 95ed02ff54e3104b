import 'server-only';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { arraysOf, type LabelColumn } from '../../training/label-column';
import { decodeNpy, decodeTextNpy, parseNpyHeader } from '../../training/npy';
import { type Targets, targetsOf } from '../../training/targets';
import { type LoadedSet, TestSetError } from './loaded-set';

/** Bytes of an archive's arrays, unpacked. */
export const maxUnpackedBytes = 600_000_000;
const maxEntries = 200;

/**
 * NumPy's archive: the array of examples and the one of labels, by their names. Nothing else is unpacked, and no entry
 * beyond the size that the archive's own directory gives it.
 * @throws {TestSetError}; {NpyError} and {TargetsError} for an array that cannot be used
 */
export const readNpz = async (
  bytes: Uint8Array,
  { labelColumn, labelled }: { labelColumn?: LabelColumn; labelled: boolean },
): Promise<LoadedSet> => {
  const zip = await opened(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const entries = await readEntries(zip);
  const names = [...entries.keys()];
  const { labels, examples } = arraysOf(names, labelColumn);
  const has = `it has ${names.length === 0 ? 'no arrays' : `the arrays ${names.slice(0, 12).join(', ')}`}`;
  if (examples === undefined)
    throw new TestSetError(`${has}: name the one with the labels, the other has the examples`);
  if (labelled && labels === undefined) throw new TestSetError(`${has}: name the one with the labels`);
  const read = (name: string) => unpacked(zip, entries.get(name));
  const file = await read(examples);
  const header = parseNpyHeader(file);
  const data = file.subarray(header.dataOffset);
  if (data.length < header.length * header.itemBytes)
    throw new TestSetError(`its array ${examples} is cut short`);
  return {
    header: { ...header, dataOffset: 0 },
    bytes: data,
    ...(labelled && labels !== undefined && { targets: targetsIn(await read(labels)) }),
  };
};

/** Labels of an array in .npy form: numbers, one-hot rows, or texts. */
export const targetsIn = (npy: Uint8Array): Targets => {
  const texts = decodeTextNpy(npy);
  if (texts) return { kind: 'texts', values: texts.values };
  const { shape, values } = decodeNpy(npy);
  return targetsOf(values, shape);
};

const opened = (buffer: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => {
      if (error) reject(broken(error));
      else resolve(zip);
    });
  });

const readEntries = (zip: ZipFile): Promise<Map<string, Entry>> =>
  new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    let total = 0;
    zip.on('error', (error: Error) => reject(broken(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      total += entry.uncompressedSize;
      if (zip.entryCount > maxEntries) reject(new TestSetError(`it has more than ${maxEntries} entries`));
      else if (total > maxUnpackedBytes)
        reject(
          new TestSetError(`its arrays are larger than ${maxUnpackedBytes} bytes when they are unpacked`),
        );
      else {
        if (entry.fileName.endsWith('.npy')) entries.set(entry.fileName.slice(0, -4), entry);
        zip.readEntry();
      }
    });
    zip.readEntry();
  });

/** The library ends with an error where an entry is longer than the directory says. */
const unpacked = (zip: ZipFile, entry: Entry | undefined): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (!entry) return reject(new TestSetError('an array of it is missing'));
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(broken(error));
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', (cause: Error) => reject(broken(cause)));
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });

const broken = (error: Error) =>
  new TestSetError(`it is no archive of arrays that can be read (${error.message})`);
