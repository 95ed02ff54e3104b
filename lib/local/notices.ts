/** What a person should know of the backend's data: said on the console, and to dashboards by the control API. */
export interface Notice {
  kind: 'records' | 'disk-full';
  /** A sentence for the reader, without a path of this machine. */
  message: string;
  /** Milliseconds since the epoch. */
  since: number;
}

export interface Notices {
  /** Holds until the backend ends. */
  add(message: string): void;
  list(): Notice[];
}

/** @param current what holds at this moment only. */
export const createNotices = (now: () => number, current: () => Notice[] = () => []): Notices => {
  const added: Notice[] = [];
  return {
    add(message) {
      console.error(message);
      added.push({ kind: 'records', message, since: now() });
    },
    list: () => [...current(), ...added],
  };
};
