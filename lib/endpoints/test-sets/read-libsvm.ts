import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import { targetsOfTexts } from '../../training/targets';
import { type LoadedSet, maxCells, maxExamples, setOfTable, TestSetError } from './loaded-set';

/** `label index:value …`: what the first line looks like. */
export const looksLikeLibsvm = (start: string): boolean =>
  /^\s*[^\s,:]+(\s+qid:\d+)?(\s+\d+:[^\s,:]+)+\s*(#.*)?$/.test(start.split('\n', 1)[0] ?? '');

const rowsATurn = 20_000;

/** Sparse rows as a full array; columns are counted as the file counts them, from 0. @throws {TestSetError} */
export const readLibsvm = async (bytes: Uint8Array): Promise<LoadedSet> => {
  const rows = new TextDecoder().decode(bytes).split('\n');
  const labels: string[] = [];
  const entries: { index: number; value: number }[][] = [];
  let width = 0;
  for (const [line, text] of rows.entries()) {
    if (line % rowsATurn === rowsATurn - 1) await turn();
    const [label, ...pairs] = text.replace(/#.*/, '').trim().split(/\s+/);
    if (label === undefined || label === '') continue;
    if (labels.length === maxExamples) throw new TestSetError(`it holds more than ${maxExamples} examples`);
    labels.push(label);
    const row = pairs.filter((pair) => !pair.startsWith('qid:')).map((pair) => entryOf(pair, line));
    for (const { index } of row) width = Math.max(width, index + 1);
    entries.push(row);
  }
  if (width * labels.length > maxCells) {
    throw new TestSetError(`its ${labels.length} rows of ${width} columns are more than ${maxCells} numbers`);
  }
  const values = new Float64Array(width * labels.length);
  entries.forEach((row, at) => {
    for (const { index, value } of row) values[at * width + index] = value;
  });
  return setOfTable(values, labels.length, width, targetsOfTexts(labels));
};

const entryOf = (pair: string, line: number): { index: number; value: number } => {
  const [, index, text] = /^(\d{1,9}):([^:]+)$/.exec(pair) ?? [];
  const value = Number(text);
  if (index === undefined || Number.isNaN(value))
    throw new TestSetError(`line ${line + 1} has “${pair.slice(0, 60)}” where libsvm has index:value`);
  return { index: Number(index), value };
};
