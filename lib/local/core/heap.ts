/** Many things of which the first one is wanted again and again: each change costs the logarithm of their number. */
export interface Heap<Item> {
  readonly size: number;
  first(): Item | undefined;
  add(item: Item): void;
  /** The first one has changed: another may come before it now. */
  settleFirst(): void;
  removeFirst(): void;
}

/** @param isBefore a strict order; of two that are equal in it either may come first */
export const createHeap = <Item>(isBefore: (one: Item, other: Item) => boolean): Heap<Item> => {
  const items: Item[] = [];
  const swap = (one: number, other: number) => {
    [items[one], items[other]] = [items[other]!, items[one]!];
  };
  const settleFirst = () => {
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < items.length && isBefore(items[child]!, items[least]!)) least = child;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    get size() {
      return items.length;
    },
    first: () => items[0],
    add(item) {
      let at = items.push(item) - 1;
      for (let above = (at - 1) >> 1; at > 0 && isBefore(items[at]!, items[above]!); above = (at - 1) >> 1) {
        swap(at, above);
        at = above;
      }
    },
    settleFirst,
    removeFirst() {
      const last = items.pop();
      if (items.length === 0 || last === undefined) return;
      items[0] = last;
      settleFirst();
    },
  };
};
