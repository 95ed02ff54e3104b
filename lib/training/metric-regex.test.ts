import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileMetricRegex, tryMetricDefinitions } from './metric-regex';

const match = (regex: string, line: string) => {
  const compiled = compileMetricRegex(regex);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.match(line);
};
const problem = (regex: string) => {
  const compiled = compileMetricRegex(regex);
  return compiled.ok ? undefined : compiled.message;
};

describe('compileMetricRegex', () => {
  it.each<[string, string, number | undefined]>([
    ['(?:^|[^_a-z])loss: ([0-9.eE+-]+)', '156/156 - loss: 1.83 - val_loss: 2.10', 1.83],
    ['val_accuracy: ([0-9.eE+-]+)', '- accuracy: 0.40 - val_accuracy: 3e-1', 0.3],
    [
      '.*\\[[0-9]+\\].*#011validation-rmse:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*',
      '[1]#011train-rmse:6.6#011validation-rmse:6.7',
      6.7,
    ],
    ['Validation-accuracy=([0-9.]+)', 'INFO:root:Epoch[3] Validation-accuracy=0.9612', 0.9612],
    ['(?:a=(\\d+)|b=(\\d+))', 'b=7', 7],
    ['loss: (.*)', 'loss: nan', undefined],
    ['loss: (\\S+)', 'loss: 1e999', undefined],
    ['loss: (\\S*)', 'loss: ', undefined],
    ['loss: (\\d+)', 'accuracy: 3', undefined],
  ])('%s', (regex, line, value) => expect(match(regex, line)).toBe(value));

  it('says what is wrong in words', () => {
    expect(problem('')).toContain('empty');
    expect(problem('loss')).toContain('parentheses');
    expect(problem('(')).toContain('cannot be read');
    expect(problem('(a)\\1')).toContain('cannot be read');
    expect(problem(`(${'a'.repeat(499)})`)).toContain('501 characters');
    expect(problem(`(${'a'.repeat(498)})`)).toBeUndefined();
    expect(problem(`(${'a{1000}'.repeat(40)})`)).toContain('too large');
  });

  it('does not backtrack: what freezes other engines comes to an end', () => {
    expect(match('^(a+)+$', `${'a'.repeat(10_000)}!`)).toBeUndefined();
  });
});

describe('tryMetricDefinitions', () => {
  it('shows where each definition finds a number in a pasted log', () => {
    const text = readFileSync(new URL('../../testing/training/samples/keras2.log', import.meta.url), 'utf8');
    const [loss, accuracy, broken] = tryMetricDefinitions(
      [
        { name: 'train:loss', regex: '(?:^|[^_a-z])loss: ([0-9.eE+-]+)' },
        { name: 'validation:accuracy', regex: 'val_accuracy: ([0-9.eE+-]+)' },
        { name: 'broken', regex: '[' },
      ],
      text,
    );
    expect(loss?.matches.map(({ value }) => value)).toEqual([1.83, 1.42, 1.25]);
    expect(accuracy?.matches[0]).toEqual({ line: 5, value: 0.3 });
    expect(broken).toMatchObject({ matches: [], problem: expect.stringContaining('cannot be read') });
    expect(loss).not.toHaveProperty('problem');
  });

  it('stops where going on would freeze the page, and says how far it came', () => {
    const costly = { name: 'm', regex: '((?:.{0,30}b?){0,12})$' };
    const [trial] = tryMetricDefinitions([costly], `${'ab'.repeat(500)}\n`.repeat(1000));
    expect(trial?.linesTried).toBeLessThan(400);
    const [all] = tryMetricDefinitions([costly], 'ab\nab');
    expect(all).not.toHaveProperty('linesTried');
  });
});
