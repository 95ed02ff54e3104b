/**
 * The keys of the page that is shown. Parts of a page add theirs while they are there; one listener hands each stroke
 * to them, and the list of keys that a reader sees is drawn from the same entries.
 */
export interface PageKey {
  /** As `KeyboardEvent.key` has them; all do the same. */
  keys: readonly string[];
  /** What it does, for the reader. */
  label: string;
  /** Held down, it goes on. */
  repeats?: true;
  /** @returns false where it has nothing to act on: the stroke is then the browser's */
  run: (key: string) => boolean | void;
}

export interface KeyGroup {
  title: string;
  keys: readonly PageKey[];
}

let groups: readonly KeyGroup[] = [];
const listeners = new Set<() => void>();

/** @returns takes them away again */
export const addKeys = (group: KeyGroup): (() => void) => {
  change([...groups, group]);
  return () => change(groups.filter((other) => other !== group));
};

/** In the order in which they were added. */
export const keyGroups = (): readonly KeyGroup[] => groups;

export const watchKeyGroups = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const change = (next: readonly KeyGroup[]) => {
  groups = next;
  for (const listener of listeners) listener();
};

/**
 * Hands a stroke to the parts of the page, the newest first.
 * @returns whether one of them took it
 */
export const pressKey = ({ key, repeat }: { key: string; repeat: boolean }): boolean => {
  for (const group of groups.toReversed()) {
    for (const one of group.keys) {
      if (one.keys.includes(key) && (!repeat || one.repeats) && one.run(key) !== false) return true;
    }
  }
  return false;
};
