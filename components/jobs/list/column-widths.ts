import { type TablePreferences } from './table-preferences';

/** Px by column, of the columns that were shown when the reader dragged the edge of one. */
export type ColumnWidths = Readonly<Record<string, number>>;

export const columnWidthsCookie = 'spotdeck-jobs-widths';

export const maxColumnPx = 5_000;

const yearInSeconds = 31_536_000;
/** Of the column of check boxes. */
const tickPx = 54;
const usualPx = 120;

/** The cookie as `document.cookie` takes it; one of its own, since a cookie has 4 KB. */
export const columnWidthsCookieOf = (widths: ColumnWidths | undefined): string =>
  `${columnWidthsCookie}=${encodeURIComponent(JSON.stringify(widths))}; path=/; max-age=${
    widths === undefined ? 0 : yearInSeconds
  }; samesite=lax`;

/** The widths to keep: of the columns that are shown now as they are, of others as they were. */
export const keptWidths = (
  columns: readonly { id: string }[],
  display: readonly { id: string; visible: boolean }[],
  widths: readonly number[],
  before: ColumnWidths = {},
): ColumnWidths => {
  const shown = new Set(display.filter(({ visible }) => visible).map(({ id }) => id));
  const now = columns.flatMap(({ id }, index) => {
    const px = widths[index];
    return px === undefined || !shown.has(id) ? [] : [[id, Math.min(Math.round(px), maxColumnPx)] as const];
  });
  const ids = new Set(columns.map(({ id }) => id));
  return Object.fromEntries([...Object.entries(before).filter(([id]) => ids.has(id)), ...now]);
};

/** How wide each shown column is, and the table at least; nothing where the browser decides. */
export const fixedWidths = (
  columns: readonly { id: string; minWidth: number }[],
  display: readonly { id: string; visible: boolean }[],
  { widths }: Pick<TablePreferences, 'widths'>,
): { of: ReadonlyMap<string, number>; tablePx: number } | undefined => {
  if (widths === undefined) return undefined;
  const kept = new Map(Object.entries(widths));
  const of = new Map(
    columns.map(({ id, minWidth }) => [id, Math.max(kept.get(id) ?? usualPx, minWidth)] as const),
  );
  const shown = display.filter(({ visible }) => visible);
  return { of, tablePx: shown.reduce((sum, { id }) => sum + (of.get(id) ?? usualPx), tickPx) };
};
