import 'server-only';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { createListBackfiller } from '../backfill/list-backfiller';
import { placesToShow } from '../backfill/known-places';
import { type OpenedPlace } from '../backfill/open-places';
import { doubledDelay } from '../errors/backoff';
import { describeError } from '../errors/describe-error';
import { type Clock } from '../process/clock';
import { type JobRow } from '../training/job-columns';
import { type JobListEvents, type JobPage, type JobQuery, newsIn } from '../training/job-list';
import { defineUseCase } from '../use-cases/define-use-case';
import { openEventStream } from '../watch/event-stream';
import { allJobsInput, pageOfAll } from './list-all-jobs';
import { type Listed, openList, publishMs } from './list-jobs';

/** The list of several backends, live, as server-sent events (JobListEvents); a slow reader gets the newest page only. */
export const followAllJobs = defineUseCase({
  name: 'follow-all-jobs',
  input: allJobsInput,
  access: 'watch',
  changes: false,
  run: ({ clock }, { places, query }): ReadableStream<Uint8Array> =>
    openEventStream<JobListEvents>(clock, (outlet) => {
      let unsent: JobPage | undefined;
      const unwatch = watchAllJobs(placesToShow(places), query, clock, (page) => {
        unsent = page;
        outlet.wake();
      });
      return {
        take: () => {
          const page = unsent;
          unsent = undefined;
          return { events: page ? [{ name: 'page', data: page }] : [] };
        },
        leave: unwatch,
      };
    }),
});

/** One that could not be opened is tried again, later each time. */
const firstRetryMs = 5_000;
const maxRetryMs = 60_000;

/**
 * Tells the listener the page whenever it changes, and keeps each backend's catalog in step meanwhile, as a list of that
 * backend alone would: what is read is shared with those.
 * @param open for tests
 * @returns ends that.
 */
export const watchAllJobs = (
  slugs: readonly string[],
  query: JobQuery,
  clock: Clock,
  listener: (page: JobPage) => void,
  open: typeof followPlace = followPlace,
): (() => void) => {
  const places = slugs.map((slug): FollowedPlace => ({ slug, failures: 0, end: () => {} }));
  let isClosed = false;
  let sent: string | undefined;
  let cancelPublish: (() => void) | undefined;

  const publish = () => {
    cancelPublish = undefined;
    const page = pageOfAll(places, query);
    const content = JSON.stringify(newsIn(page));
    if (content !== sent) {
      sent = content;
      listener(page);
    }
    for (const { slug, opened } of places) opened?.show(page.rows.filter(({ where }) => where === slug));
  };
  const publishSoon = () => {
    if (!isClosed) cancelPublish ??= clock.after(publishMs, publish);
  };
  const begin = async (place: FollowedPlace) => {
    try {
      const opened = await open(place.slug, query, publishSoon);
      if (isClosed) {
        opened.end();
        return;
      }
      Object.assign(place, { opened, problem: undefined, end: opened.end });
    } catch (error) {
      if (isClosed) return;
      place.problem = describeError(error);
      const delay = doubledDelay(firstRetryMs, place.failures++, maxRetryMs);
      place.end = clock.after(delay, () => void begin(place));
    }
    publishSoon();
  };
  for (const place of places) void begin(place);
  return () => {
    isClosed = true;
    cancelPublish?.();
    for (const { end } of places) end();
  };
};

/** A backend's list, followed. */
interface Followed extends Listed {
  /** These rows of it are visible now. */
  show: (rows: readonly JobRow[]) => void;
  end: () => void;
}

interface FollowedPlace extends OpenedPlace<Followed> {
  failures: number;
  /** Ends what goes on for it: following it, or the next try. */
  end: () => void;
}

/** @param onChange is called when jobs or their freshness changed */
export const followPlace = async (slug: string, query: JobQuery, onChange: () => void): Promise<Followed> => {
  const listed = await openList(slug, query);
  const { catalog } = listed;
  const backfiller = createListBackfiller(slug, catalog);
  const interrupted = interruptedBackfiller(slug, catalog);
  const unsubscribe = catalog.subscribe(onChange);
  const release = catalog.sync.view();
  return {
    ...listed,
    show: (rows) => {
      backfiller.show(rows);
      interrupted.wake();
    },
    end: () => {
      unsubscribe();
      release();
      backfiller.close();
    },
  };
};
