/** Views of the list that a reader named. */

export interface SavedView {
  name: string;
  /** The list's address behind `?`. */
  address: string;
}

export const maxViews = 30;
export const maxViewName = 60;
const maxAddress = 20_000;

const isView = (value: unknown): value is SavedView => {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('address' in value))
    return false;
  const { name, address } = value;
  if (typeof name !== 'string' || typeof address !== 'string') return false;
  return name !== '' && name.length <= maxViewName && address.length <= maxAddress;
};

/** What was kept; anyone can write there, and what cannot be read is left out. */
export const parseViews = (text: string | null): readonly SavedView[] => {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isView).slice(0, maxViews) : [];
  } catch {
    // Text that another program, or a hand, has put there.
    return [];
  }
};

/** One of the same name gives way. */
export const withView = (views: readonly SavedView[], view: SavedView): readonly SavedView[] =>
  [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name));

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);
