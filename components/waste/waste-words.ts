import { placeName } from '@/lib/training/backend-slug';
import { formatHours, formatNumber, formatUsd } from '@/lib/training/format';
import { type WasteCause } from '@/lib/training/money/waste';
import { none, noPrice } from '@/lib/training/money/money-text';
import { ownerLabel } from '@/lib/training/report/owner-tag';
import {
  type WasteBoard,
  type WasteBound,
  type WasteFigure,
  type WasteRow,
} from '@/lib/training/report/waste-board';

export const causeLabels: Record<WasteCause, string> = {
  failed: 'Failed',
  recomputed: 'Recomputed',
  onDemand: 'On demand, though spot suited',
  idle: 'Idle endpoints',
};

/** What each column counts; together they are the waste. */
export const causeMeanings: Record<WasteCause, string> = {
  failed: 'What was paid for jobs that failed, and for spot jobs that ended before they trained.',
  recomputed:
    'What interrupted spot jobs had to train again, at the share of their time that they were billed. Jobs that failed are not in it: they are in Failed already. Only a job’s log tells it.',
  onDemand:
    'What completed on-demand jobs would have saved at the savings of your own spot jobs: of the same instance type, else of all. Jobs that save checkpoints, or took no longer than an instance stays on spot.',
  idle: 'What endpoints cost since they were last asked anything, or since they were created; looked for in the last 90 days. Endpoints that are deleted by now are not in it.',
};

export const notKnown = 'not known';

/** A sum in words that say how it stands to the truth. */
export const boundText = (text: string, bound: WasteBound | undefined): string =>
  bound === undefined ? text : `${bound} ${text}`;

export const figureText = ({ usd, bound, count, pricedCount, unknownCount }: WasteFigure): string => {
  if (count === 0) return none;
  if (pricedCount > 0) return boundText(formatUsd(usd), bound);
  return unknownCount > 0 ? notKnown : noPrice;
};

export const unpricedText = (row: Pick<WasteRow, 'unpricedHours'>): string =>
  row.unpricedHours > 0 ? formatHours(row.unpricedHours) : none;

export const countText = (cause: WasteCause, count: number): string => {
  const what = cause === 'idle' ? 'endpoint' : 'job';
  return `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;
};

export const groupTitle = ({ by, tagKey, ownerKey }: WasteBoard['grouping']): string =>
  ({
    owner: ownerKey ?? 'Owner',
    tag: tagKey ?? 'Name',
    prefix: 'Name',
    instance: 'Instance type',
    where: 'Account and Region',
  })[by];

export const rowName = ({ key }: Pick<WasteRow, 'key'>, grouping: WasteBoard['grouping']): string => {
  if (key === undefined) {
    if (grouping.by === 'instance') return 'Unknown type';
    return `No tag ${groupTitle(grouping)}`;
  }
  if (key === '') return '(empty)';
  if (grouping.by === 'where') return placeName(key);
  return grouping.by === 'owner' ? ownerLabel(key) : key;
};
