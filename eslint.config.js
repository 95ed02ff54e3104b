import next from 'eslint-config-next/core-web-vitals';
import nextTypescript from 'eslint-config-next/typescript';
import { derivedNames } from './scripts/lint/derived-names.mjs';
import { explainedCatch } from './scripts/lint/explained-catch.mjs';
import { moneyInOneRoom } from './scripts/lint/money-in-one-room.mjs';
import { plainNames } from './scripts/lint/plain-names.mjs';

/** Rules for what is drawn, which take a third of the time: off where the import boundaries keep React out. */
const offWithoutReact = Object.fromEntries(
  [...next, ...nextTypescript]
    .flatMap(({ rules = {} }) => Object.keys(rules))
    .filter((name) => /^(?:react|react-hooks|jsx-a11y)\//.test(name))
    .map((name) => [name, 'off']),
);

/** A window has them all, so that TypeScript takes one that was never declared; a server has not. */
const windowNames = [
  'blur',
  'close',
  'event',
  'external',
  'find',
  'focus',
  'history',
  'length',
  'name',
  'open',
  'origin',
  'parent',
  'print',
  'screen',
  'scroll',
  'self',
  'status',
  'stop',
  'top',
];

/** One object whose methods share what it keeps, or a table: longer than a function of lib/ may be. */
const longFunctions = [
  'lib/catalog/job-store.ts',
  'lib/local/engine/checkpoint/checkpoint-ledger.ts',
  'lib/local/engine/serving/local-serving-engine.ts',
  'lib/local/engine/stand-in/stand-ins.ts',
  'lib/training/tool-setups.ts',
];

const config = [
  {
    ignores: [
      '.next/**',
      '.build/**',
      '.spotdeck/**',
      '.tmp/**',
      'coverage/**',
      'node_modules/**',
      'next-env.d.ts',
    ],
  },
  ...next,
  ...nextTypescript,
  {
    plugins: {
      spotdeck: {
        rules: {
          'derived-names': derivedNames,
          'explained-catch': explainedCatch,
          'money-in-one-room': moneyInOneRoom,
          'plain-names': plainNames,
        },
      },
    },
    rules: {
      'spotdeck/explained-catch': 'error',
      eqeqeq: ['error', 'smart'],
      'no-restricted-globals': [
        'error',
        ...windowNames.map((name) => ({ name, message: 'Declare it, or say window. before it.' })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXOpeningElement[name.name="form"]',
          message: 'A form element is submitted by Enter and by any button in it: use FormRegion.',
        },
        {
          selector: 'TSAsExpression > TSAsExpression.expression > TSUnknownKeyword.typeAnnotation',
          message:
            'Nothing checks a cast by way of unknown: parse it, narrow it, or have the type say what is there.',
        },
        {
          selector: 'TSAsExpression > TSNeverKeyword.typeAnnotation',
          message: 'It is never a never: parse it, narrow it, or have the type say what is there.',
        },
        ...[
          '',
          'JSXExpressionContainer > LogicalExpression > ',
          'JSXExpressionContainer > ConditionalExpression > ',
        ].map((within) => ({
          selector: `JSXElement[openingElement.name.name="SpaceBetween"] > ${within}JSXFragment`,
          message: 'To SpaceBetween a fragment is one child: what is in it would have no space between.',
        })),
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Paths through one function, each `??` and `?.` among them: beyond, it is two functions.
      complexity: ['error', 30],
    },
  },
  { files: ['{lib,scripts,testing,e2e,examples}/**/*.{ts,mjs}'], rules: offWithoutReact },
  {
    // A test works a sum out in its own way, to hold it against the room's.
    files: ['{app,components,lib,scripts}/**/*.{ts,tsx,mjs}'],
    ignores: ['**/*.test.{ts,tsx}', 'lib/training/money/**'],
    rules: { 'spotdeck/money-in-one-room': 'error' },
  },
  {
    // What lives longer than a call is a state, pure rules, and small parts that act by them.
    files: ['lib/**/*.{ts,mjs}'],
    ignores: ['**/*.test.ts', ...longFunctions],
    rules: {
      'max-lines-per-function': ['error', { max: 155, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // A test makes its client itself.
    files: ['{app,components,lib}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', 'lib/local/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@aws-sdk/*'],
              importNamePattern: '^paginate',
              message:
                'It refuses a client that another entry of the built dashboard made: lib/aws/pages.ts has pages.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    // A cast that TypeScript cannot vouch for is a claim: parse, narrow, or say in the directive why it holds.
    files: ['{app,components,lib}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
      'spotdeck/derived-names': 'error',
      'spotdeck/plain-names': 'error',
    },
  },
];

export default config;
