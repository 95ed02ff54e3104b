import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerOf, createTextLines } from './corpus';
import { readTrainingLog } from './reader';
import { differences } from '../../testing/training-log/compare-answer';

const folder = new URL('../../testing/training-log/samples/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');

const answerTo = (name: string) => {
  const lineOf = createTextLines();
  const lines = textOf(`${name}/log.txt`)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => lineOf(line));
  const last = Math.max(...lines.map(({ attempt }) => attempt));
  const names = existsSync(new URL(`${name}/checkpoints.txt`, folder))
    ? textOf(`${name}/checkpoints.txt`).split('\n').filter(Boolean)
    : undefined;
  return answerOf(readTrainingLog(lines, names && { stored: [{ attempt: last, names, complete: true }] }));
};

describe('the samples', () => {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

  it('are there', () => {
    expect(names.length).toBeGreaterThan(100);
  });

  it.each(names)('%s is read right', (name) => {
    const wanted = JSON.parse(textOf(`${name}/expected.json`)) as Record<string, unknown>;
    expect(differences(answerTo(name), wanted)).toEqual([]);
  });
});
