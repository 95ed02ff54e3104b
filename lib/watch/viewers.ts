/**
 * Whether somebody looks: who holds a page open, and who asked for one not long ago. Work in the background goes on
 * for viewers, and rests without any.
 */
export interface Viewers {
  present: () => boolean;
  /** Somebody looks now. */
  touch: () => void;
  /** Somebody looks until the returned function is called, once or more often. */
  view: () => () => void;
}

/**
 * @param now ms since the epoch
 * @param staysMs how long after the last look somebody still counts as looking
 */
export const createViewers = (now: () => number, staysMs: number): Viewers => {
  let open = 0;
  let touchedAt = -Infinity;
  const touch = () => {
    touchedAt = now();
  };
  return {
    present: () => open > 0 || now() - touchedAt < staysMs,
    touch,
    view: () => {
      open += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        open -= 1;
        touch();
      };
    },
  };
};
