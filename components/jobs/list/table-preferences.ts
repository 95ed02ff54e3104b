/** What the reader chose for the table of jobs, kept in a cookie so that the server renders it so. */
export interface TablePreferences {
  pageSize: number;
  /** In the order of the columns; absent is the default. */
  columns?: { id: string; visible: boolean }[];
}

/** As they were found. */
export interface KeptPreferences extends TablePreferences {
  /** A part of them could not be read. */
  isUnreadable?: true;
}

export const tablePreferencesCookie = 'spotdeck-jobs-table';

const yearInSeconds = 31_536_000;

/** The cookie as `document.cookie` takes it. */
export const tablePreferencesCookieOf = (preferences: TablePreferences): string =>
  `${tablePreferencesCookie}=${encodeURIComponent(JSON.stringify(preferences))}; path=/; max-age=${yearInSeconds}; samesite=lax`;
