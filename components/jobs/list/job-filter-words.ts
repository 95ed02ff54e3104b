/** What the filter box can offer to choose from, and the words for what was chosen. */
import { formatDuration } from '@/lib/training/format';
import { listedStandings, type ListedStanding } from '@/lib/training/job-list';
import { describeStatus } from '@/lib/training/status';
import { type ClockZone, dayOf, formatTime } from '../../shell/format-time';
import { type FilterProperty } from './job-filter-tokens';
import { parseTag } from '../../../lib/urls/tag-text';

const statuses: [outcome: string, status: string, secondaryStatus: string][] = [
  ['starting', 'InProgress', 'Starting'],
  ['downloading', 'InProgress', 'Downloading'],
  ['training', 'InProgress', 'Training'],
  ['interrupted', 'InProgress', 'Interrupted'],
  ['uploading', 'InProgress', 'Uploading'],
  ['stopping', 'Stopping', 'Stopping'],
  ['completed', 'Completed', 'Completed'],
  ['failed', 'Failed', 'Failed'],
  ['stopped', 'Stopped', 'Stopped'],
  ['max-runtime-exceeded', 'Stopped', 'MaxRuntimeExceeded'],
  ['max-wait-exceeded', 'Stopped', 'MaxWaitTimeExceeded'],
];

const standings: Record<ListedStanding, string> = {
  counted: 'In the totals',
  unpriced: 'Price unknown',
  failed: 'Failed',
  unbilled: 'Billable seconds unknown',
  running: 'Still running',
};

type Choice = [value: string, label: string];

/** By property, what it can be, in the order that it is offered. */
export const filterChoices: Partial<Record<FilterProperty, readonly Choice[]>> = {
  status: statuses.map(([value, status, secondaryStatus]) => [
    value,
    describeStatus({ status, secondaryStatus }).label,
  ]),
  type: [
    ['spot', 'Spot'],
    ['on-demand', 'On demand'],
  ],
  interrupted: [
    ['yes', 'Yes'],
    ['no', 'No'],
  ],
  checkpoints: [
    ['yes', 'Saves checkpoints'],
    ['no', 'None'],
  ],
  standing: listedStandings.map((value) => [value, standings[value]]),
};

/** The words for a token's value or values; what has none is shown as it is. */
export const wordsOf = (property: FilterProperty, value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .map((one) => filterChoices[property]?.find(([known]) => known === one)?.[1] ?? String(one))
    .join(', ');

/** `key=value` or a key, without the signs that tell them apart in an address. */
export const tagWords = (text: unknown): string => {
  const { key, value, absent } = parseTag(String(text));
  if (absent) return `not ${key}`;
  return value === undefined ? key : `${key}=${value}`;
};

export const suitsWords = (seconds: unknown): string =>
  `${formatDuration(Number(seconds))} or with checkpoints`;

/**
 * A day, or the second where it is not a day's edge in the zone.
 * @param isEnd the moment is kept as the first one after, so that a day's end is the next day's start
 */
export const momentWords = (value: unknown, zone: ClockZone, isEnd: boolean): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return formatTime(isEnd ? at - 1 : at, zone, isStartOfDay(at, zone) ? 'date' : 'datetime');
};

/** Where clocks are put forward at midnight, a day starts later. */
const isStartOfDay = (at: number, zone: ClockZone): boolean => dayOf(at, zone) !== dayOf(at - 1, zone);
