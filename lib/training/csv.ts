/** CSV by RFC 4180 that is safe to open in a spreadsheet. */

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
