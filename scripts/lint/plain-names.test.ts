import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, it } from 'vitest';
import { plainNames } from './plain-names.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const refused = (code: string, messageId: 'known' | 'limit' | 'millis') => ({
  code,
  errors: [{ messageId }],
});

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('plain-names', plainNames, {
  valid: [
    'const cached = prices.get(type);',
    'const knownPrice = prices.get(type);',
    'const maxLength = 2048;',
    'const take = (list: string[], max: number) => list.slice(0, max);',
    'const waitMs = 250;',
    'const longest = Math.max(0, ...lengths);',
    'values.reduce((most, value) => Math.max(most, value))',
    'const mostConfused = (matrix: Matrix) => matrix.pairs[0];',
    'const at = DateTime.fromMillis(startMs);',
    'interface Kept { unknown: string }',
  ],
  invalid: [
    refused('const known = prices.get(type);', 'known'),
    refused('const { known } = state;', 'known'),
    refused('const { name: known } = state;', 'known'),
    refused('places.find((known) => known === place)', 'known'),
    refused('interface State { known?: Price }', 'known'),
    refused('const merge = (known: readonly Line[], added: Line) => [...known, added];', 'known'),
    refused('const longest = 2048;', 'limit'),
    refused('const largest = 2 ** 360;', 'limit'),
    refused('const take = (list: string[], most: number) => list.slice(0, most);', 'limit'),
    refused('const take = (list: string[], longest = 96) => list.slice(0, longest);', 'limit'),
    refused('interface Range { least?: number | undefined }', 'limit'),
    refused('type Take = (most: number) => void;', 'limit'),
    refused('const waitMillis = 250;', 'millis'),
    refused('const dateOf = (milliseconds: number) => new Date(milliseconds);', 'millis'),
  ],
});
