/** An event of a log, from one of several streams. Times are ms since the epoch. */
export interface FoundEvent {
  stream: string;
  /** The same in each answer. */
  id: string;
  at: number;
  message: string;
}

type Ask = (request: { streams: readonly string[]; from?: number; token?: string }) => Promise<{
  events: FoundEvent[];
  nextToken?: string;
}>;

interface Page {
  streams: readonly string[];
  from?: number;
  token?: string;
  /** What the pages before this one passed may still get late events: it has to be asked for again. */
  isOpen: boolean;
}

interface ReadStream {
  /** Everything before was given, by AWS's own clock. */
  completeTo: number;
  /** What was given of the time after, so that nothing is given twice. */
  ids: Map<string, number>;
  /** Number of the call that asked for it last. */
  turn: number;
}

/** AWS takes so many names in one call. */
const maxStreams = 100;
/** An event may be taken in so long after others of its time, in ms. */
const lateMs = 15_000;
/** Streams that are further behind than this are brought up apart from the others, in ms. */
const behindMs = 120_000;

/**
 * Reads what is new in many streams, a call each time it is asked: those that were never read, or not for long, from
 * where they were left and together; the others from the newest event of all. Nothing is given twice, and what comes
 * late is not missed.
 */
export const createEventBatches = (ask: Ask) => {
  const read = new Map<string, ReadStream>();
  let newest = 0;
  let turn = 0;
  let page: Page | undefined;

  const getReadStream = (stream: string): ReadStream => {
    const found = read.get(stream) ?? { completeTo: 0, ids: new Map<string, number>(), turn: 0 };
    read.set(stream, found);
    return found;
  };

  const choose = (streams: readonly string[]): Page => {
    const fresh = streams.filter((stream) => !read.has(stream));
    if (fresh.length > 0) return { streams: fresh.slice(0, maxStreams), isOpen: false };
    const oldestFirst = [...streams].sort(
      (one, other) =>
        getReadStream(one).completeTo - getReadStream(other).completeTo ||
        getReadStream(one).turn - getReadStream(other).turn,
    );
    const behind = oldestFirst.filter((stream) => getReadStream(stream).completeTo < newest - behindMs);
    const chosen = (behind.length > 0 ? behind : oldestFirst).slice(0, maxStreams);
    return { streams: chosen, from: getReadStream(chosen[0] ?? '').completeTo, isOpen: false };
  };

  const take = (events: readonly FoundEvent[]): FoundEvent[] =>
    events.filter(({ stream, id, at }) => {
      const { completeTo, ids } = getReadStream(stream);
      newest = Math.max(newest, at);
      if (at < completeTo || ids.has(id)) return false;
      ids.set(id, at);
      return true;
    });

  const complete = (streams: readonly string[], to: number) => {
    for (const stream of streams) {
      const of = getReadStream(stream);
      of.turn = turn;
      of.completeTo = Math.max(of.completeTo, to);
      for (const [id, at] of of.ids) if (at < of.completeTo) of.ids.delete(id);
    }
  };

  return {
    /** One call. @returns what was not given before */
    readOn: async (streams: readonly string[]): Promise<FoundEvent[]> => {
      if (page && !page.streams.some((stream) => streams.includes(stream))) page = undefined;
      const current = page ?? choose(streams);
      // A token that turns out to have expired is tried once.
      page = undefined;
      const { isOpen, ...request } = current;
      const { events, nextToken } = await ask(request);
      turn += 1;
      const given = take(events);
      // What is older than the newest event by more than events are late is all there.
      const allThereTo = newest - lateMs;
      const askedTo = nextToken === undefined ? Infinity : (events.at(-1)?.at ?? 0);
      complete(current.streams, isOpen ? 0 : Math.min(askedTo, allThereTo));
      if (nextToken !== undefined)
        page = { ...current, token: nextToken, isOpen: isOpen || allThereTo < askedTo };
      return given;
    },
  };
};
