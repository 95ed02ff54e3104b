import { describeError } from '../errors/describe-error';
import { boundedSnapshot } from '../training/bounded-reading';
import { type JobEvents, type JobSnapshot } from '../training/job-snapshot';
import { type LogLine } from '../training/log-line';
import { type Clock } from '../process/clock';
import { type JobWatch } from './watch-hub';

const heartbeatMs = 10_000;
/** Lines that come close together go out as one event. */
const logMs = 150;
/** A reader that is further behind than this gets the tail anew instead of every line. */
const maxPendingLines = 5_000;
const bufferBytes = 256 * 1024;

/**
 * One viewer's server-sent events: the whole snapshot and the recent lines first, then what changes, and a beat
 * every 10 s by which the browser tells a quiet job from a dead connection. A slow reader gets fewer snapshots
 * and a shorter log, never a growing queue; of a long log each snapshot has what a chart can show. Ends after `gone`.
 * @param rank whose curves the snapshots have, of a log that several ranks print to; by default the lowest
 */
export const openJobEventStream = (
  watch: JobWatch,
  clock: Clock,
  rank?: string,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let snapshot: JobSnapshot | undefined;
  let lines: LogLine[] = [];
  let reset = true;
  let begun = false;
  let beat = false;
  let closed = false;
  let logSentAt = -Infinity;
  let cancelLog: (() => void) | undefined;
  let cancelBeat = () => {};
  let leave = () => {};
  let flush = () => {};

  const close = () => {
    closed = true;
    cancelBeat();
    cancelLog?.();
    leave();
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = <Name extends keyof JobEvents>(
          name: Name | 'heartbeat',
          data: JobEvents[Name] | object,
        ) => controller.enqueue(encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));

        flush = () => {
          if (closed || (controller.desiredSize ?? 0) <= 0) return;
          if (beat) {
            beat = false;
            write('heartbeat', {});
          }
          // Writing may make the stream pull, and so flush, at once: what is written is taken out before.
          if (snapshot) {
            const newest = snapshot;
            snapshot = undefined;
            const shown = rank === undefined ? newest : { ...newest, reading: watch.readingOf(rank) };
            write('snapshot', boundedSnapshot(shown));
          }
          if (!begun || (lines.length === 0 && !reset)) return;
          const wait = logSentAt + logMs - clock.now();
          if (wait > 0) {
            cancelLog ??= clock.after(wait, () => {
              cancelLog = undefined;
              flush();
            });
            return;
          }
          logSentAt = clock.now();
          const news = reset ? { ...watch.recentLines(), reset } : { lines, reset };
          lines = [];
          reset = false;
          write('log', news);
        };
        const takeLines = (more: LogLine[], dropBefore: boolean) => {
          if (!begun || (reset && !dropBefore)) return;
          lines.push(...more);
          if (dropBefore || lines.length > maxPendingLines) {
            lines = [];
            reset = true;
          }
        };

        const finish = (error: JobEvents['gone']) => {
          if (closed) return;
          write('gone', error);
          close();
          controller.close();
        };

        const keepBeating = () => {
          cancelBeat = clock.after(heartbeatMs, () => {
            beat = true;
            flush();
            keepBeating();
          });
        };

        leave = watch.subscribe((event) => {
          if (event.kind === 'gone') return finish(event.error);
          if (event.kind === 'snapshot') {
            begun = true;
            snapshot = event.snapshot;
          } else takeLines(event.lines, event.reset);
          flush();
        });

        const begin = async () => {
          try {
            const first = await watch.snapshot();
            if (closed || begun) return;
            snapshot = first;
            begun = true;
            flush();
          } catch (error) {
            // Only a job that does not exist ends the stream; what can pass is tried again by the watcher.
            const described = describeError(error);
            if (described.code === 'not-found') finish(described);
          }
        };

        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        keepBeating();
        void begin();
      },
      pull: () => flush(),
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
  );
};
