import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { MAX_REGEX_PROGRAM, matchedCharacters, regexProgramBound } from './regex-size';

const programOf = (regex: string): number | undefined => {
  try {
    return RE2JS.compile(regex).programSize();
  } catch {
    // No expression of RE2.
    return undefined;
  }
};

const atom = fc.constantFrom(
  ...[
    'a',
    '.',
    '^',
    '$',
    '\\d',
    '\\b',
    '\\pL',
    '\\p{Greek}',
    '\\PN',
    '[a-z]',
    '[^]x]',
    '[]a]',
    '[[:alpha:](]',
  ],
  ...[
    '[\\]()]',
    '[a\\Q]',
    '\\Qa(b*\\E',
    '\\x{2603}',
    '\\x41',
    '\\(',
    '\\\\',
    '{',
    '}',
    '{,3}',
    'é',
    '😀',
    '',
  ],
);
const repeat = fc.constantFrom(
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{3}',
  '{2,}',
  '{0,9}',
  '{0}',
  '{1,40}',
);
const opening = fc.constantFrom('(', '(?:', '(?i:', '(?P<name>', '(?<n2>', '(?s-i:', '(?i)(');

const regexes = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.tuple(atom, repeat).map(([one, count]) => one + count),
    fc.tuple(tie('node'), tie('node')).map(([one, other]) => one + other),
    fc.tuple(tie('node'), tie('node')).map(([one, other]) => `${one}|${other}`),
    fc.tuple(opening, tie('node'), repeat).map(([open, inner, count]) => `${open}${inner})${count}`),
  ),
})).node;

describe('regexProgramBound', () => {
  it('is never below the size of the program that RE2 makes', () => {
    fc.assert(
      fc.property(regexes, (regex) => {
        const bound = regexProgramBound(regex);
        if (bound > 20 * MAX_REGEX_PROGRAM) return;
        expect(programOf(regex) ?? 0).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 1500 },
    );
  });

  it('is never below it for text that is put together at random either', () => {
    const letters = fc.constantFrom(
      ...'ab()[]{}|*+?\\^$.:-,0123PpQELx<>i='.split(''),
      '(?:',
      '[[:',
      ':]]',
      '\\Q',
      '\\E',
      '{1,30}',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (parts) => {
        const regex = parts.join('');
        const bound = regexProgramBound(regex);
        if (bound > 20 * MAX_REGEX_PROGRAM) return;
        expect(programOf(regex) ?? 0).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    'a{1,1000}'.repeat(50),
    '((a{1,100}){1,100})',
    '(?:(?:(?:(?:a{9}){9}){9}){9})',
    '\\pL{1000}',
    '(?i)' + '[\\pL\\pN]'.repeat(50),
    '((((((x?){9}){9}){9}){9}){9}){9}',
    '(a|b|c|d){1,300}',
    '(?:){1000}'.repeat(40),
    'a{1000}{1000}',
  ])('is too large for %s', (regex) => {
    expect(regexProgramBound(regex)).toBeGreaterThan(MAX_REGEX_PROGRAM);
  });

  it.each([
    '.*\\[[0-9]+\\].*#011validation-rmse:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*',
    '(?:^|[^_a-z])val_loss: ([0-9.eE+-]+)',
    '#quality_metric: host=\\S+, train binary_classification_accuracy <score>=(\\S+)',
    `(${'a'.repeat(498)})`,
  ])('leaves room for %s', (regex) => {
    expect(regexProgramBound(regex)).toBeLessThan(MAX_REGEX_PROGRAM * 0.6);
  });

  it('bounds what one match may cost, whatever the line', () => {
    for (const program of [1, 12, 50, 400, MAX_REGEX_PROGRAM]) {
      expect(program * matchedCharacters(program)).toBeLessThanOrEqual(201_000);
    }
    expect(matchedCharacters(12)).toBe(16_384);
  });
});
