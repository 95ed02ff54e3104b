import { type ColumnWidths } from './column-widths';

/** What the reader chose for the table of jobs, kept in a cookie so that the server renders it so. */
export interface TablePreferences {
  pageSize: number;
  /** In the order of the columns; absent is the default. */
  columns?: { id: string; visible: boolean }[];
  /** Absent: the browser decides by what is in the columns. Kept in a cookie of their own. */
  widths?: ColumnWidths;
}

/** As they were found. */
export interface KeptPreferences extends TablePreferences {
  /** A part of them could not be read. */
  isUnreadable?: true;
  areWidthsUnreadable?: true;
}

export const tablePreferencesCookie = 'spotdeck-jobs-table';

const yearInSeconds = 31_536_000;

/** The cookie as `document.cookie` takes it. */
export const tablePreferencesCookieOf = ({ pageSize, columns }: TablePreferences): string =>
  `${tablePreferencesCookie}=${encodeURIComponent(JSON.stringify({ pageSize, columns }))}; path=/; max-age=${yearInSeconds}; samesite=lax`;
