'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';

/** What the reader points at, in a chart, on the timeline or in the log. */
export interface Moment {
  /** Ms since the epoch. */
  at: number;
  /** `sequence` of the log's line that was written then, where it is known. */
  line?: number;
}

/** Held apart from React's state: a pointer that moves must not draw a page again. */
export interface PointedMoment {
  get: () => Moment | undefined;
  set: (moment: Moment | undefined) => void;
  subscribe: (listener: () => void) => () => void;
}

export const createPointedMoment = (): PointedMoment => {
  const listeners = new Set<() => void>();
  let pointed: Moment | undefined;
  return {
    get: () => pointed,
    set: (moment) => {
      if (moment?.at === pointed?.at && moment?.line === pointed?.line) return;
      pointed = moment;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** A part that stands alone shares its moment with nobody. */
export const PointedMomentContext = createContext(createPointedMoment());

export const usePointedMoment = (): PointedMoment => useContext(PointedMomentContext);

const nothing = () => undefined;

/** Draws again whenever the reader points elsewhere. */
export const useMoment = (): Moment | undefined => {
  const pointed = usePointedMoment();
  return useSyncExternalStore(pointed.subscribe, pointed.get, nothing);
};
