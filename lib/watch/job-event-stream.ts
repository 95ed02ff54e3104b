import { describeError } from '../errors/describe-error';
import { boundedSnapshot } from '../training/bounded-reading';
import { type JobEvents, type JobSnapshot } from '../training/job-snapshot';
import { type Clock } from '../process/clock';
import { openEventStream, type ServerEvent } from './event-stream';
import { type JobFeedEvent, newJobFeed, reduceJobFeed, tellJob } from './job-feed';
import { type JobWatch } from './watch-hub';

/**
 * One viewer's job as server-sent events: the whole snapshot and the recent lines first, then what changes. A slow
 * reader gets fewer snapshots and a shorter log; of a long log each snapshot has what a chart can show. Ends after
 * `gone`.
 * @param rank whose curves the snapshots have, of a log that several ranks print to; by default the lowest
 */
export const openJobEventStream = (
  watch: JobWatch,
  clock: Clock,
  rank?: string,
): ReadableStream<Uint8Array> => {
  const shown = (snapshot: JobSnapshot): JobSnapshot =>
    boundedSnapshot(rank === undefined ? snapshot : { ...snapshot, reading: watch.readingOf(rank) });

  return openEventStream<JobEvents>(clock, (outlet) => {
    let feed = newJobFeed;
    const hear = (event: JobFeedEvent) => {
      feed = reduceJobFeed(feed, event);
      outlet.wake();
    };
    const leave = watch.subscribe((event) => {
      if (event.kind === 'gone') outlet.finish({ name: 'gone', data: event.error });
      else hear(event);
    });
    watch.snapshot().then(
      (snapshot) => hear({ kind: 'first', snapshot }),
      (error: unknown) => {
        // Only a job that does not exist ends the stream; what can pass is tried again by the watcher.
        const described = describeError(error);
        if (described.code === 'not-found') outlet.finish({ name: 'gone', data: described });
      },
    );
    return {
      take: (now) => {
        const { feed: next, snapshot, log, waitMs } = tellJob(feed, now);
        feed = next;
        const events: ServerEvent<JobEvents>[] = [];
        if (snapshot) events.push({ name: 'snapshot', data: shown(snapshot) });
        if (log === 'tail') events.push({ name: 'log', data: { ...watch.recentLines(), reset: true } });
        else if (log) events.push({ name: 'log', data: { lines: [...log], reset: false } });
        return { events, ...(waitMs !== undefined && { waitMs }) };
      },
      leave,
    };
  });
};
