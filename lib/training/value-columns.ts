/**
 * Columns that a reader adds to the job list: a tag, a hyperparameter or a metric by its name. In an address and among
 * the reader's preferences each is its kind and, behind a colon, the name.
 */
import { isSortKey, jobColumns, type JobSortKey } from './job-columns';
import { lookUp } from './look-up';

export const valueKinds = {
  tag: 'Tag',
  hyperparameter: 'Hyperparameter',
  last: 'Metric, last value',
  lowest: 'Metric, lowest value',
  highest: 'Metric, highest value',
} as const;
type ValueKind = keyof typeof valueKinds;

export interface ValueColumn {
  kind: ValueKind;
  name: string;
}

/** A column of the list: one that every job has, or one that a reader added. */
export type ListColumn = JobSortKey | ValueColumn;

export const maxColumnLength = 200;
export const maxColumns = 40;

/** @returns undefined for what is no column */
export const parseColumn = (text: string): ListColumn | undefined => {
  if (isSortKey(text)) return text;
  const [, kind, name] = /^([a-z]+):([^]+)$/u.exec(text.slice(0, maxColumnLength)) ?? [];
  return name !== undefined && isValueKind(kind) ? { kind, name } : undefined;
};

export const formatColumn = (column: ListColumn): string =>
  typeof column === 'string' ? column : `${column.kind}:${column.name}`;

/** What is no column is left out, and so is what was named before. */
export const parseColumns = (texts: readonly string[]): string[] =>
  [...new Set(texts.map((text) => text.slice(0, maxColumnLength)))]
    .filter((text) => parseColumn(text) !== undefined)
    .slice(0, maxColumns);

export const columnLabel = (column: ListColumn): string => {
  if (typeof column === 'string') return jobColumns[column].label;
  const { kind, name } = column;
  if (kind === 'hyperparameter' && name === entryScript.name) return 'Entry script';
  return kind === 'tag' || kind === 'hyperparameter' ? name : `${name}, ${kind}`;
};

/** Where script mode names the script that a job runs. */
export const entryScript: ValueColumn = { kind: 'hyperparameter', name: 'sagemaker_program' };

const isValueKind = (kind: string | undefined): kind is ValueKind =>
  kind !== undefined && lookUp(valueKinds, kind) !== undefined;
