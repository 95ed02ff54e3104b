'use client';

import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode } from 'react';
import { placeName } from '@/lib/training/backend-slug';
import { formatNumber } from '@/lib/training/format';
import { type PlaceState } from '@/lib/training/job-list';
import { AppLink } from '../shell/app-link';
import { Time } from '../shell/time';
import styles from './place-lines.module.css';

/** One line for each backend of which there is something to say; of one that is read there is nothing. */
export const PlaceLines = ({ places }: { places: readonly PlaceState[] }) => {
  const lines = places.flatMap((place) => {
    const line = lineOf(place);
    return line === undefined ? [] : [{ slug: place.slug, line }];
  });
  return lines.length === 0 ? null : (
    <ul className={styles.lines} aria-label="Accounts and Regions that are not up to date">
      {lines.map(({ slug, line }) => (
        <li key={slug}>{line}</li>
      ))}
    </ul>
  );
};

const lineOf = (place: PlaceState): ReactNode => {
  const { slug, freshness, sameAs } = place;
  const link = <AppLink href={`/${slug}/jobs`}>{placeName(slug)}</AppLink>;
  if (sameAs !== undefined) {
    return (
      <StatusIndicator type="info">
        {link} shows the same account and Region as {placeName(sameAs)}: its jobs are listed once.
      </StatusIndicator>
    );
  }
  if (freshness?.problem) {
    return (
      <StatusIndicator type="warning">
        {link}: {freshness.problem.message} <Known place={place} />
      </StatusIndicator>
    );
  }
  if (freshness?.throttled) {
    return (
      <StatusIndicator type="pending">
        {link}: AWS is throttling. <Known place={place} />
      </StatusIndicator>
    );
  }
  if (freshness?.asOf === undefined) {
    return <StatusIndicator type="in-progress">{link} is being asked for its jobs.</StatusIndicator>;
  }
  const { firstSync } = freshness;
  if (firstSync === undefined) return undefined;
  return (
    <StatusIndicator type="in-progress">
      {link}: reading older jobs, {formatNumber(firstSync.stored)}
      {firstSync.total !== undefined && ` of ${formatNumber(firstSync.total)}`}.
    </StatusIndicator>
  );
};

/** What is shown of one that cannot be asked, and how old it is. */
const Known = ({ place: { jobs, freshness } }: { place: PlaceState }) =>
  freshness?.asOf === undefined || jobs === undefined ? (
    'None of its jobs is known.'
  ) : (
    <>
      {jobs === 1 ? 'Its one job is' : `Its ${formatNumber(jobs)} jobs are`} shown as of{' '}
      <Time at={freshness.asOf} style="relative" />.
    </>
  );
