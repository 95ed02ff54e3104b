/** Reads tables: a header row with names, then rows of values below it (Ultralytics, fastai, skorch, spaCy, CSV). */
import { type MetricPair } from './pairs';

export interface TableHeader {
  columns: string[];
  /** Split at single blanks too, for tables whose columns stand close. */
  close: string[];
  delimiter: 'blank' | 'bar' | 'comma';
  /** Whether its first column counts; else its rows belong to what is under way. */
  counts?: 'epoch' | 'round' | 'step';
}

export interface TableRow {
  number?: number;
  of?: number;
  step?: number;
  pairs: MetricPair[];
}

const COUNTS = new Map<string, TableHeader['counts']>([
  ['epoch', 'epoch'],
  ['ep', 'epoch'],
  ['e', 'epoch'],
  ['round', 'round'],
  ['iter', 'step'],
  ['iteration', 'step'],
  ['step', 'step'],
  ['steps', 'step'],
  ['global_step', 'step'],
]);

/** @param text a piece without its prefixes; cheap for any that is no header */
export const tableHeaderOf = (text: string): TableHeader | undefined => {
  if (text.length > 600 || !START.test(text) || IS_ROW.test(text)) return undefined;
  const bare = text.replace(/:?\s{0,4}\d{1,3}%[|#].*$/, '').replace(/:\s*$/, '');
  const delimiter = /^\s*\|/.test(bare) || bare.split('|').length > 3 ? 'bar' : delimiterOf(bare);
  const columns = cells(bare, delimiter, 2);
  const close = cells(bare, delimiter, 1);
  if (close.length < 3 && columns.length < 2) return undefined;
  if (!close.every((cell) => /^[A-Za-z#%][\w@.:/()%#-]*$/.test(cell))) return undefined;
  const first = (columns[0] ?? '').toLowerCase();
  if (first === 'class' && /images|mAP/i.test(bare)) return { columns, close, delimiter };
  const counts = COUNTS.get(first);
  return counts && columns.length >= 2 ? { columns, close, delimiter, counts } : undefined;
};
const START =
  /^\s{0,40}\|?\s{0,20}(?:epoch|ep|e|round|iter|iteration|step|steps|global_step|class)(?:[\s,|])/i;
/** `step 120 …`: the word is no column's name. */
const IS_ROW = /^\s{0,40}\|?\s{0,20}\w+\s{1,40}\d/;
const delimiterOf = (text: string) => (text.includes(',') && !/\s{2}/.test(text) ? 'comma' : 'blank');

const cells = (text: string, delimiter: TableHeader['delimiter'], blanks: 1 | 2): string[] => {
  const trimmed = text.trim();
  if (delimiter === 'comma') return trimmed.split(',').map((cell) => cell.trim());
  if (delimiter === 'bar') {
    return trimmed
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
  }
  return trimmed.split(blanks === 2 ? /\s{2,}|\t/ : /\s+/);
};

/** @returns undefined where the text is no row of the table */
export const tableRowOf = (header: TableHeader, text: string): TableRow | undefined => {
  const start = /^\s{0,40}\|?\s{0,12}(?:\d|all\b)/.exec(text);
  if (!start || text.length > 2000) return undefined;
  const bare = text.replace(/:?\s{0,4}\d{1,3}%\s{0,4}[|#━].*$/, '').replace(/:\s*$/, '');
  const values = cells(bare, header.delimiter, 1);
  const names = [header.columns, header.close].find((columns) => fits(columns, values));
  if (!names) return undefined;
  const row: TableRow = { pairs: [] };
  for (const [index, cell] of values.entries()) {
    const name = nameOf(names[index] ?? '');
    if (index === 0 && header.counts) {
      const [, number, of] = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(cell) ?? [];
      if (number === undefined) return undefined;
      row.number = Number(number);
      if (of !== undefined) row.of = Number(of);
    } else if (/^(?:#|step|iter)$/i.test(name) && /^\d+$/.test(cell)) {
      row.step = Number(cell);
    } else if (/^[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?%?$/i.test(cell)) {
      row.pairs.push({ name, value: Number(cell.replace(/[,%]/g, '')), assigned: true });
    } else if (/^[-+]?(?:nan|inf|none|-)$/i.test(cell)) {
      row.pairs.push({ name, assigned: true });
    } else if (index > 0 && !/^(?:[\d.,:]+\w{0,4}|[+*-]+|\d+:\d+(?::\d+)?)$/.test(cell)) {
      return undefined;
    }
  }
  return row;
};

/** skorch leaves its last column (a plus for a checkpoint) empty. */
const fits = (names: readonly string[], values: readonly string[]) =>
  values.length === names.length ||
  (values.length === names.length - 1 && /^(?:cp|time|dur)$/i.test(names.at(-1) ?? ''));

/** `Box(P` and `mAP50-95)` are `P` and `mAP50-95`. */
const nameOf = (column: string) => column.replace(/^[A-Za-z]+\(/, '').replace(/\)$/, '');
