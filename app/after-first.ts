/** Longer than it takes from a page's data to the begin of its drawing, which nothing interrupts. */
const shortlyMs = 10;

/** Resolved once the drawing of a page has begun: what waits for it is made after the rest was sent. See `Later`. */
export const afterFirst = (): Promise<true> => new Promise((resolve) => setTimeout(resolve, shortlyMs, true));
