import 'server-only';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { parquetWorkerFile } from '../../env';
import { labelColumnOf, type LabelColumn } from '../../training/label-column';
import { targetsOfTexts } from '../../training/targets';
import { type LoadedSet, maxCells, maxExamples, setOfTable, TestSetError } from './loaded-set';
import { unknownColumn } from './read-csv';
import { maxUnpackedBytes } from './read-npz';

const answerSchema = z.union([
  z.object({ refused: z.string() }),
  z.object({ columns: z.array(z.object({ name: z.string(), values: z.array(z.unknown()) })) }),
]);

export interface ParquetOptions {
  labelColumn?: LabelColumn;
  /** After which a file counts as one that cannot be read. */
  maxMs?: number;
}

/** A flat table of numbers and a label. @throws {TestSetError}; {TargetsError} */
export const readParquet = async (
  bytes: Uint8Array,
  { labelColumn, maxMs = 60_000 }: ParquetOptions,
): Promise<LoadedSet> => {
  const columns = await readColumns(bytes, maxMs);
  const names = columns.map(({ name }) => name);
  const label = labelColumnOf(names, names.length, labelColumn);
  if (label === undefined) throw unknownColumn(names, labelColumn);
  const rows = columns[0]?.values.length ?? 0;
  const features = columns.filter((_, index) => index !== label);
  const values = new Float64Array(rows * features.length);
  features.forEach(({ name, values: column }, at) => {
    column.forEach((value, row) => {
      values[row * features.length + at] = numberOf(value, row, name);
    });
  });
  const labels = (columns[label]?.values ?? []).map((value) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '',
  );
  return setOfTable(values, rows, features.length, targetsOfTexts(labels));
};

const numberOf = (value: unknown, row: number, column: string): number => {
  if (value === null) return NaN;
  if (typeof value === 'number') return value;
  throw new TestSetError(
    `${column} of example ${row} is “${String(value).slice(0, 60)}”: a model is sent numbers. Encode texts as in training`,
  );
};

/** In a thread that is ended where it takes too long or too much memory. */
const readColumns = (bytes: Uint8Array, maxMs: number) =>
  new Promise<{ name: string; values: unknown[] }[]>((resolve, reject) => {
    const limits = { rows: maxExamples, cells: maxCells, bytes: maxUnpackedBytes };
    const worker = new Worker(parquetWorkerFile, {
      workerData: { bytes, limits },
      resourceLimits: { maxOldGenerationSizeMb: 1500 },
      env: {},
    });
    const broken = (why: string) => new TestSetError(`it is no Parquet file that can be read (${why})`);
    const timer = setTimeout(() => {
      reject(broken(`not within ${maxMs / 1000} s`));
      void worker.terminate();
    }, maxMs);
    worker.once('message', (message) => {
      const answer = answerSchema.parse(message);
      if ('refused' in answer) reject(new TestSetError(answer.refused));
      else resolve(answer.columns);
    });
    worker.once('error', (error) => reject(broken(error.message)));
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(broken('its reader ended'));
    });
  });
