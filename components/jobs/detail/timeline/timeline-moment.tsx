'use client';

import { type PointerEvent, type ReactNode } from 'react';
import { useMoment, usePointedMoment } from '@/components/charts/moment';
import styles from './timeline.module.css';

interface TimelineMomentProps {
  /** Ms since the epoch, of the bar's ends. */
  start: number;
  end: number;
  children: ReactNode;
}

/** Shows on the bar the moment that charts and log point at, and tells them what the pointer is at on the bar. */
export const TimelineMoment = ({ start, end, children }: TimelineMomentProps) => {
  const pointed = usePointedMoment();
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) pointed.set({ at: start + ((event.clientX - left) / width) * (end - start) });
  };
  return (
    <div className={styles.moments} onPointerMove={point} onPointerLeave={() => pointed.set(undefined)}>
      {children}
      <Mark start={start} end={end} />
    </div>
  );
};

const Mark = ({ start, end }: { start: number; end: number }) => {
  const moment = useMoment();
  if (moment === undefined || moment.at < start || moment.at > end) return null;
  const left = `${(100 * (moment.at - start)) / (end - start)}%`;
  return <div className={styles.moment} style={{ left }} aria-hidden="true" data-testid="moment" />;
};
