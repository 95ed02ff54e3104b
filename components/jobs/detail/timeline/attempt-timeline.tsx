'use client';

import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { useState, type CSSProperties, type KeyboardEvent } from 'react';
import { latePart } from '@/components/shell/late-part';
import { Time } from '@/components/shell/time';
import { type TrainingModel } from '@/lib/training-log/model';
import { type Attempt } from '@/lib/training/attempts';
import { formatDuration } from '@/lib/training/format';
import { capacityWait, type TimelineSegment } from '@/lib/training/timeline';
import { layoutTimeline, type Extent, type TimelineLayout } from './timeline-layout';
import { TimelineMoment } from './timeline-moment';
import styles from './timeline.module.css';

const TimelineTable = latePart(() => import('./timeline-table').then((module) => module.TimelineTable));

interface AttemptTimelineProps {
  segments: readonly TimelineSegment[];
  attempts: readonly Attempt[];
  reading: TrainingModel;
  /** Ms since the epoch. */
  now: number;
  /** Waits for capacity are modelled by the backend. */
  simulatedWaits: boolean;
}

const stepsByKey: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
]);

const KIND_NAMES: Record<TimelineSegment['kind'], string> = {
  starting: capacityWait,
  downloading: 'Downloading',
  training: 'Training',
  interrupted: 'Interrupted',
  waiting: capacityWait,
  uploading: 'Uploading',
  stopping: 'Stopping',
  other: 'Other',
};

/** The job's life as one bar: attempts above it, the epochs they trained below, the same as a table on demand. */
export const AttemptTimeline = ({
  segments,
  attempts,
  reading,
  now,
  simulatedWaits,
}: AttemptTimelineProps) => {
  const [shown, setShown] = useState<number>();
  const [focusable, setFocusable] = useState(0);
  const [isTableWanted, setTableWanted] = useState(false);
  const layout = layoutTimeline(segments, attempts, reading, now);
  const active = shown === undefined ? undefined : layout.segments[shown];

  const move = (event: KeyboardEvent<HTMLUListElement>) => {
    if (event.key === 'Escape') setShown(undefined);
    const step = stepsByKey.get(event.key);
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(0, focusable + step), layout.segments.length - 1);
    setFocusable(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };

  return (
    <div className={styles.timeline}>
      <div className={styles.attempts} aria-hidden="true">
        {layout.attempts.map((attempt) => (
          <span key={attempt.number} className={styles.attempt} style={place(attempt)}>
            {attempt.width > 14 ? `Attempt ${attempt.number}` : attempt.number}
          </span>
        ))}
      </div>
      <TimelineMoment start={layout.start} end={layout.end}>
        <ul className={styles.bar} aria-label="Timeline of the job" onKeyDown={move}>
          {layout.segments.map((segment, index) => (
            <li
              key={`${segment.kind}${segment.startedAt}`}
              className={`${styles.segment} ${segment.running ? styles.running : ''}`}
              style={{ ...place(segment), ...kindColor(segment.kind) }}
            >
              <button
                type="button"
                className={isLost(segment.kind) ? styles.hatched : undefined}
                tabIndex={index === focusable ? 0 : -1}
                aria-label={`${segment.label} ${formatDuration(segment.seconds)}, attempt ${segment.attempt}`}
                onMouseEnter={() => setShown(index)}
                onMouseLeave={() => setShown(undefined)}
                onFocus={() => {
                  setShown(index);
                  setFocusable(index);
                }}
                onBlur={() => setShown(undefined)}
              >
                {segment.width > 9 && `${segment.label} `}
                {segment.width > 16 && formatDuration(segment.seconds)}
              </button>
            </li>
          ))}
        </ul>
      </TimelineMoment>
      {layout.epochs.length > 0 && (
        <div className={styles.epochs} aria-hidden="true" title="Epochs; struck through: trained again later">
          {layout.epochs.map((epoch) => (
            <span
              key={`${epoch.attempt}/${epoch.epoch}`}
              className={`${styles.epoch} ${epoch.superseded ? styles.superseded : ''}`}
              style={place(epoch)}
            >
              {epoch.width > 2.4 && epoch.epoch}
            </span>
          ))}
        </div>
      )}
      <div className={styles.ticks} aria-hidden="true">
        {layout.ticks
          .filter((tick) => tick.left < 92)
          .map((tick) => (
            <span
              key={tick.seconds}
              className={`${styles.tick} ${tick.left > 78 ? styles.lastTick : ''}`}
              style={{ left: `${tick.left}%` }}
            >
              {formatDuration(tick.seconds)}
            </span>
          ))}
      </div>
      {active && <SegmentTip segment={active} simulated={simulatedWaits && isWait(active.kind)} />}
      <ul className={styles.legend} aria-label="Time spent">
        {layout.totals.map(({ kind, seconds }) => (
          <li key={kind}>
            <span
              className={`${styles.swatch} ${isLost(kind) ? styles.hatched : ''}`}
              style={kindColor(kind)}
            />
            {KIND_NAMES[kind]} {formatDuration(seconds)}
            {simulatedWaits && isWait(kind) && ' (simulated wait)'}
          </li>
        ))}
      </ul>
      <ExpandableSection
        headerText="Timeline as a table"
        variant="inline"
        onChange={() => setTableWanted(true)}
      >
        {isTableWanted && <TimelineTable segments={layout.segments} />}
      </ExpandableSection>
    </div>
  );
};

const SegmentTip = ({
  segment,
  simulated,
}: {
  segment: TimelineLayout['segments'][number];
  simulated: boolean;
}) => (
  <div
    className={styles.tip}
    role="status"
    style={
      segment.left > 60
        ? { right: `${Math.max(0, 100 - segment.left - segment.width)}%` }
        : { left: `${segment.left}%` }
    }
  >
    <strong>{describe(segment)}</strong> · {formatDuration(segment.seconds)}
    {segment.running && ' so far'}
    <div>
      <Time at={segment.startedAt} style="time" /> to{' '}
      {segment.endedAt === undefined ? 'now' : <Time at={segment.endedAt} style="time" />}
    </div>
    {segment.message && <div>{segment.message}</div>}
    {simulated && <div>The length of this wait is simulated.</div>}
  </div>
);

const describe = (segment: TimelineSegment) => `${segment.label}, attempt ${segment.attempt}`;

const isWait = (kind: TimelineSegment['kind']) =>
  kind === 'starting' || kind === 'waiting' || kind === 'interrupted';

/** Time in which nothing was trained because there was no instance; hatched, so that colour is not all. */
const isLost = isWait;

const place = ({ left, width }: Extent): CSSProperties => ({ left: `${left}%`, width: `${width}%` });

const kindColor = (kind: TimelineSegment['kind']): CSSProperties => ({
  '--kind': `var(--${kind === 'starting' ? 'waiting' : kind})`,
});
