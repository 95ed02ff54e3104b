/**
 * Whether somebody looks: who holds a page open, and who asked for one not long ago. Work in the background goes on
 * for an audience, and rests without one.
 */
export interface Audience {
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
export const createAudience = (now: () => number, staysMs: number): Audience => {
  let viewers = 0;
  let touchedAt = -Infinity;
  const touch = () => {
    touchedAt = now();
  };
  return {
    present: () => viewers > 0 || now() - touchedAt < staysMs,
    touch,
    view: () => {
      viewers += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        viewers -= 1;
        touch();
      };
    },
  };
};
