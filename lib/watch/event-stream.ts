import { type Clock } from '../process/clock';

/** By this a browser tells a quiet stream from a dead connection; `use-event-stream` waits for two and a half. */
const heartbeatMs = 10_000;
const bufferBytes = 256 * 1024;

/** What one event carries, by name. */
export type ServerEvent<Events> = {
  [Name in keyof Events & string]: { name: Name; data: Events[Name] };
}[keyof Events & string];

export interface Outlet<Events> {
  /** There may be something to send. */
  wake(): void;
  /** Sends the last event; nothing follows. */
  finish(last: ServerEvent<Events>): void;
}

/** What one reader has not been told yet. */
export interface Feed<Events> {
  /** Takes out what there is to send at `now`. @returns also in how many ms there is more, where that is known */
  take(now: number): { events: readonly ServerEvent<Events>[]; waitMs?: number };
  /** The reader has gone, or the last event was sent. */
  leave(): void;
}

/**
 * One reader's server-sent events, with a beat every 10 s. Nothing is taken out for a reader who cannot take it: a
 * feed that puts together what is new sends a slow reader less, and never lets a queue grow.
 */
export const openEventStream = <Events extends object>(
  clock: Clock,
  begin: (outlet: Outlet<Events>) => Feed<Events>,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let feed: Feed<Events> | undefined;
  let isBeatDue = false;
  let isOver = false;
  let cancelWait: (() => void) | undefined;
  let cancelBeat = () => {};
  let flush = () => {};

  const end = () => {
    isOver = true;
    cancelBeat();
    cancelWait?.();
    feed?.leave();
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (name: string, data: unknown) =>
          controller.enqueue(encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));

        flush = () => {
          if (isOver || (controller.desiredSize ?? 0) <= 0) return;
          if (isBeatDue) {
            isBeatDue = false;
            write('heartbeat', {});
          }
          // Writing may make the stream pull, and so flush, at once: what is written is taken out before.
          const { events, waitMs } = feed?.take(clock.now()) ?? { events: [] };
          for (const { name, data } of events) write(name, data);
          if (waitMs === undefined || isOver) return;
          cancelWait ??= clock.after(waitMs, () => {
            cancelWait = undefined;
            flush();
          });
        };

        const keepBeating = () => {
          cancelBeat = clock.after(heartbeatMs, () => {
            isBeatDue = true;
            flush();
            keepBeating();
          });
        };

        // The answer's head goes out with its first bytes.
        controller.enqueue(encoder.encode(': here\n\n'));
        keepBeating();
        feed = begin({
          wake: () => flush(),
          finish: ({ name, data }) => {
            if (isOver) return;
            write(name, data);
            end();
            controller.close();
          },
        });
        // Its last event may have been told while it began.
        if (isOver) feed.leave();
        else flush();
      },
      pull: () => flush(),
      cancel: end,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
  );
};
