import { type Sqlite } from '../../store/database';
import { type DiskSpace } from '../../store/disk-space';
import { type Clock } from '../../core/clock';
import { number, rowReader } from '../../store/rows';

/**
 * Notes every two seconds that the backend lives, so that after a kill the next start knows when the instances
 * were lost: what nobody trained is neither billed nor counted as runtime.
 */
export interface Heartbeat {
  /** Milliseconds since the epoch at which the backend was last known to live; undefined before the first note. */
  last(): number | undefined;
  start(): void;
  stop(): void;
}

const intervalMs = 2000;
const beaten = rowReader<{ at: number }>({ at: number });

export const createHeartbeat = (database: Sqlite, clock: Clock, disk?: DiskSpace): Heartbeat => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS heartbeat (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL)',
  );
  const select = database.prepare('SELECT at FROM heartbeat WHERE id = 1');
  const replace = database.prepare('INSERT OR REPLACE INTO heartbeat VALUES (1, ?)');
  let cancel: (() => void) | undefined;

  const beat = (): void => {
    try {
      replace.run(clock.now());
    } catch (error) {
      // A full disk must not end the trainings; the note is only less exact.
      if (!disk?.note(error)) console.error('the heartbeat could not be written:', error);
    }
    cancel = clock.after(intervalMs, beat);
  };

  return {
    last: () => beaten.perhaps(select.get())?.at,
    start() {
      if (!cancel) beat();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
};
