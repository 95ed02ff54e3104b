/** Views of the list that a reader named. */
export interface SavedView {
  name: string;
  /** The list's address behind `?`. */
  address: string;
}

export const maxViews = 30;
export const maxViewName = 60;
const maxAddress = 20_000;

/** A view as the browser keeps it; undefined for what is none. By hand: the list has no other use of a schema. */
export const readSavedView = (value: unknown): SavedView | undefined => {
  const { name, address }: { name?: unknown; address?: unknown } = Object(value);
  if (typeof name !== 'string' || name === '' || name.length > maxViewName) return undefined;
  if (typeof address !== 'string' || address.length > maxAddress) return undefined;
  return { name, address };
};

/** One of the same name gives way. */
export const withView = (views: readonly SavedView[], view: SavedView): readonly SavedView[] =>
  [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name));

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);
