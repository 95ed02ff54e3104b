import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPrefix } from './log-prefix';
import { decodeEscapes, piecesOf } from './log-text';

describe('piecesOf', () => {
  it('gives what a person would have seen, one piece after the other', () => {
    expect(piecesOf('1/9 a#010#010#0102/9 b#0159/9 c ')).toEqual(['1/9 a', '2/9 b', '9/9 c']);
    expect(piecesOf('  #015 ')).toEqual([]);
  });

  it('decodes control characters only', () => {
    expect(decodeEscapes('[49]#011train-error:0.1 issue #123 #400')).toBe(
      '[49]\ttrain-error:0.1 issue #123 #400',
    );
  });

  it('reads an endless message at its head and its end, and drops what the cuts went through', () => {
    const pieces = piecesOf(`Epoch 1/2#015${'bar of some length#015'.repeat(50_000)}9/9 - loss: 0.5`);
    expect(pieces[0]).toBe('Epoch 1/2');
    expect(pieces.at(-1)).toBe('9/9 - loss: 0.5');
    expect(new Set(pieces.slice(1, -1))).toEqual(new Set(['bar of some length']));
    expect(pieces.join('').length).toBeLessThan(8_193);
  });

  it('for any message: no piece is blank, holds a break, or is longer than what is read', () => {
    const text = fc.array(fc.constantFrom('#015', '#010', '\r', '\b', '\n', 'a', ' ', '#', '0'.repeat(900)));
    fc.assert(
      fc.property(text, (parts) => {
        for (const piece of piecesOf(parts.join(''))) {
          expect(piece.trim()).not.toBe('');
          expect(piece).not.toMatch(/[\r\n\b]/);
          expect(piece.length).toBeLessThanOrEqual(8192);
        }
      }),
    );
  });
});

describe('withoutPrefix', () => {
  it.each<[string, string]>([
    ['INFO:root:Epoch[3] x', 'Epoch[3] x'],
    ['2026-05-04 12:00:01,123 sagemaker-training INFO     Epoch 1', 'Epoch 1'],
    ['[2020-08-14:10:02:11:INFO] Running', 'Running'],
    ['[10:02:11] WARNING: learner.cc: x', 'learner.cc: x'],
    ['[1,mpirank:0,algo-1]<stdout>:Epoch 12', 'Epoch 12'],
    ['[49]\ttrain-error:0.1', '[49]\ttrain-error:0.1'],
    ['[2,  4000] loss: 1.845', '[2,  4000] loss: 1.845'],
    ['Information: loss: 1', 'Information: loss: 1'],
    ['  156/156 - loss: 1', '156/156 - loss: 1'],
  ])('%s', (line, rest) => expect(withoutPrefix(line)).toBe(rest));
});
