/**
 * Reads the columns of a Parquet file in a thread of its own, which whoever started it can end: the reader trusts what
 * pages claim of themselves, and a file of a kilobyte can keep it busy, or fill the memory, for ever.
 * Given `{ bytes, limits }`; answers `{ columns: [{ name, values }] }`, or `{ refused }` with the reason.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** @typedef {{ rows: number, cells: number, bytes: number }} Limits */

/** What is told to the reader in its words. */
class Refusal extends Error {}

/** pandas keeps a frame's index as a column of this name. */
const indexColumn = /^__index_level_\d+__$/;

/** @param {Uint8Array} bytes @param {Limits} limits */
const readColumns = async (bytes, limits) => {
  const file = {
    byteLength: bytes.length,
    /** @param {number} start @param {number} [end] */
    slice: (start, end) => bytes.slice(start, end).buffer,
  };
  const metadata = await parquetMetadataAsync(file);
  const names = namesOf(metadata);
  const rows = Number(metadata.num_rows);
  if (rows > limits.rows) throw new Refusal(`it holds more than ${limits.rows} examples`);
  if (rows * names.length > limits.cells) throw new Refusal(`it holds more than ${limits.cells} numbers`);
  const unpacked = metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
  if (unpacked > limits.bytes)
    throw new Refusal(`it is larger than ${limits.bytes} bytes when it is unpacked`);
  const columns = names.map((name) => ({ name, values: new Array(rows).fill(null) }));
  await parquetRead({
    file,
    metadata,
    columns: names,
    compressors: bounded(limits.bytes),
    onChunk: ({ columnName, columnData, rowStart }) => {
      const values = columns[names.indexOf(columnName)]?.values ?? [];
      for (let index = 0; index < columnData.length && rowStart + index < rows; index++)
        values[rowStart + index] = plainOf(columnData[index]);
    },
  });
  return columns;
};

/** @param {import('hyparquet').FileMetaData} metadata */
const namesOf = ({ schema, num_rows: rows }) => {
  const [root, ...columns] = schema;
  const nested = columns.find(
    ({ num_children: children, repetition_type: repetition }) =>
      (children ?? 0) > 0 || repetition === 'REPEATED',
  );
  if (nested) throw new Refusal(`its column “${nested.name}” is nested: only flat tables can be read`);
  const names = columns.map(({ name }) => name).filter((name) => !indexColumn.test(name));
  if (!root || rows < 0n || new Set(names).size !== names.length) throw new Error('its schema is broken');
  return names;
};

/** A page says how large it is unpacked: no larger than all of it may be. @param {number} maxBytes */
const bounded = (maxBytes) =>
  Object.fromEntries(
    Object.entries(compressors).map(([name, unpack]) => [
      name,
      /** @param {Uint8Array} input @param {number} length */
      (input, length) => {
        if (!(length <= maxBytes)) throw new Refusal('a page of it is larger than all of it may be');
        return unpack(input, length);
      },
    ]),
  );

/** What can be posted: a number, a text, or null; others as a text that says what they are. @param {unknown} value */
const plainOf = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return value instanceof Date ? 'a time' : 'no number';
};

const { bytes, limits } = workerData;
readColumns(bytes, limits).then(
  (columns) => parentPort?.postMessage({ columns }),
  (error) => {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    const refused = error instanceof Refusal ? reason : `it is no Parquet file that can be read (${reason})`;
    parentPort?.postMessage({ refused });
  },
);
