import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnValue } from './column-value';
import { columnLabel, formatColumn, parseColumn, parseColumns } from './value-columns';

const job = {
  tags: { Owner: 'ada' },
  hyperparameters: { lr: '"0.1"', layers: '[1,2]', sagemaker_program: '"train.py"' },
  finalMetrics: [{ name: 'train:loss', value: 0.25 }],
};

test.each([
  ['tag:Owner', 'Owner', 'ada'],
  ['hyperparameter:lr', 'lr', '0.1'],
  ['hyperparameter:layers', 'layers', '[1,2]'],
  ['hyperparameter:sagemaker_program', 'Entry script', 'train.py'],
  ['last:train:loss', 'train:loss, last', 0.25],
  ['lowest:train:loss', 'train:loss, lowest', undefined],
  ['tag:constructor', 'constructor', undefined],
  ['hyperparameter:__proto__', '__proto__', undefined],
])('%s is a column', (text, label, value) => {
  const column = parseColumn(text);
  if (column === undefined || typeof column === 'string') throw new Error('it names a value');
  expect(columnLabel(column)).toBe(label);
  expect(columnValue(column, job)).toBe(value);
});

test.each(['', 'tag', 'tag:', ':x', 'constructor', 'constructor:x', 'csv:x', 'waste'])(
  '%s is none',
  (text) => {
    expect(parseColumn(text)).toBeUndefined();
  },
);

test('any name comes back', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 150, unit: 'grapheme' }), (name) => {
      const text = formatColumn({ kind: 'tag', name: name.slice(0, 150) });
      const [read = ''] = parseColumns([text, text]);
      expect(read).toBe(text);
      expect(parseColumn(read)).toEqual({ kind: 'tag', name: name.slice(0, 150) });
    }),
  );
});

test('of a metric that was trained again the later values count', () => {
  const point = (position: number, loss: number) => ({
    position,
    metrics: { loss },
    at: position,
    line: position,
  });
  const series = (from: number, points: ReturnType<typeof point>[]) => ({
    ...{ number: 1, counts: 'epoch' as const, discarded: false, from, reached: 3, base: 1, shift: 0 },
    epochs: [],
    points,
    evaluations: [],
  });
  const attempt = (number: number, from: number, points: ReturnType<typeof point>[]) => ({
    ...{
      attempt: number,
      series: [series(from, points)],
      reached: 3,
      saved: [],
      ranks: [],
      startedAt: 0,
      lastAt: 9,
    },
  });
  const reading = {
    counts: 'epoch' as const,
    attempts: [attempt(1, 0, [point(1, 5), point(2, 1)]), attempt(2, 1, [point(2, 4), point(3, 3)])],
    resumes: [
      {
        ...{ attempt: 2, verdict: 'resumed' as const, at: 1, how: 'numbers' as const },
        ...{ fromSaid: false, evidence: [], wouldTell: [], lost: 1 },
      },
    ],
  };
  const value = (kind: 'last' | 'lowest' | 'highest') => columnValue({ kind, name: 'loss' }, job, reading);
  expect([value('last'), value('lowest'), value('highest')]).toEqual([3, 3, 5]);
});
