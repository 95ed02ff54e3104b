import 'server-only';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { labelColumnOf, type LabelColumn } from '../../training/label-column';
import { targetsOfTexts } from '../../training/targets';
import { GrowingNumbers, type LoadedSet, maxExamples, setOfTable, TestSetError } from './loaded-set';

export interface CsvOptions {
  labelColumn?: LabelColumn;
  /** Whether the first row has names; absent: found out. */
  header?: boolean;
}

/** A row an example: numbers, and a label. @throws {TestSetError} that names line and column; {TargetsError} */
export const readCsv = async (bytes: Uint8Array, options: CsvOptions): Promise<LoadedSet> => {
  const values = new GrowingNumbers();
  const labels: string[] = [];
  let names: string[] | undefined;
  let label: number | undefined;
  let width = 0;
  let first: string[] | undefined;
  const take = (row: readonly string[]) => {
    if (labels.length === maxExamples) throw new TestSetError(`it holds more than ${maxExamples} examples`);
    const example = labels.length;
    row.forEach((cell, column) => {
      if (column === label) labels.push(cell);
      else values.push(numberAt(cell, example, names?.[column] ?? `column ${column + 1}`));
    });
  };
  const begin = (row: string[], second: string[] | undefined) => {
    width = row.length;
    if (options.header ?? looksLikeNames(row, second)) names = row;
    label = labelColumnOf(names, width, options.labelColumn);
    if (label === undefined) throw unknownColumn(names, options.labelColumn);
    if (!names) take(row);
  };
  for await (const row of readRows(bytes)) {
    if (label !== undefined) take(row);
    else if (!first) first = row;
    else {
      begin(first, row);
      take(row);
    }
  }
  if (label === undefined && first) begin(first, undefined);
  return setOfTable(values.all(), labels.length, Math.max(0, width - 1), targetsOfTexts(labels));
};

/** One label a row, in a file of its own. */
export const readLabelLines = async (bytes: Uint8Array, { header }: CsvOptions) => {
  const cells: string[] = [];
  for await (const row of readRows(bytes)) {
    if (row.length !== 1)
      throw new TestSetError(`labels are one value an example, but a row has ${row.length}`);
    cells.push(row[0] ?? '');
    if (cells.length > maxExamples + 1) throw new TestSetError(`it holds more than ${maxExamples} labels`);
  }
  const [name = '', second] = cells;
  const named = header ?? looksLikeNames([name], second === undefined ? undefined : [second]);
  return targetsOfTexts(named ? cells.slice(1) : cells);
};

async function* readRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(bytes),
    trim: true,
    skip_empty_lines: true,
    max_record_size: 4_000_000,
  });
  const slices = Readable.from(slicesOf(bytes));
  slices.pipe(parser);
  try {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- csv-parse gives lists of texts where no columns are asked for
    for await (const row of parser) yield row as string[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw new TestSetError(`it is no CSV: ${error.message}`);
    }
    throw error;
  } finally {
    slices.destroy();
    parser.destroy();
  }
}

/** A table of many megabytes is read in turns, not in one. */
function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const step = 1 << 16;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

/** Of the first line: what separates its cells. */
const delimiterOf = (bytes: Uint8Array): string => {
  const line = new TextDecoder().decode(bytes.subarray(0, 4096)).split('\n')[0] ?? '';
  return [',', ';', '\t'].find((one) => line.includes(one)) ?? ',';
};

const isNumber = (cell: string): boolean =>
  cell === '' || !Number.isNaN(numberOf(cell)) || /^[-+]?nan$/i.test(cell);

/** Names stand where numbers follow; a table of nothing but names has no row of numbers. */
const looksLikeNames = (row: readonly string[], second: readonly string[] | undefined): boolean =>
  row.every((cell) => !isNumber(cell)) ||
  row.some((cell, column) => !isNumber(cell) && isNumber(second?.[column] ?? 'none'));

const numberOf = (cell: string): number => {
  const spelled = /^([-+]?)inf(inity)?$/i.exec(cell);
  if (spelled) return spelled[1] === '-' ? -Infinity : Infinity;
  return Number(cell);
};

/** An empty cell is a missing value. */
const numberAt = (cell: string, row: number, column: string): number => {
  if (isNumber(cell)) return cell === '' ? NaN : numberOf(cell);
  throw new TestSetError(
    `${column} of example ${row} is “${cell.slice(0, 60)}”: a model is sent numbers. Encode texts as in training`,
  );
};

export const unknownColumn = (
  names: readonly string[] | undefined,
  wanted: LabelColumn | undefined,
): TestSetError => {
  const name = typeof wanted === 'object' ? wanted.named : '';
  if (!names) return new TestSetError(`its columns have no names, so that none is “${name}”`);
  const listed = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '');
  return new TestSetError(`it has no column “${name}”, but ${listed}`);
};
