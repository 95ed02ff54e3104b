/** CSV by RFC 4180 that is safe to open in a spreadsheet. */
import { type EpochSeries } from './epoch-series';

export type CsvValue = string | number | undefined;

/** Rows end with CRLF; an absent value is an empty cell. */
export const toCsv = (rows: readonly (readonly CsvValue[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** A text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers. */
export const csvCell = (value: CsvValue): string => {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One row per attempt and epoch, one column per metric. */
export const seriesToCsv = (series: readonly EpochSeries[]): string => {
  const rows = new Map<string, { attempt: number; epoch: number; superseded: boolean; cells: CsvValue[] }>();
  series.forEach(({ points }, column) => {
    for (const { attempt, epoch, superseded, value } of points) {
      const key = `${attempt}/${epoch}`;
      const row = rows.get(key) ?? { attempt, epoch, superseded, cells: series.map(() => undefined) };
      row.cells[column] = value;
      rows.set(key, row);
    }
  });
  const ordered = [...rows.values()].sort((a, b) => a.attempt - b.attempt || a.epoch - b.epoch);
  return toCsv([
    ['attempt', 'epoch', 'superseded', ...series.map(({ metric }) => metric)],
    ...ordered.map((row) => [row.attempt, row.epoch, row.superseded ? 'yes' : 'no', ...row.cells]),
  ]);
};
