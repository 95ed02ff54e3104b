import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';
import { derivedNames } from './derived-names.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

/** Outside of the repository, whose thousand files would be read for each line. */
const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const filename = path.join(folder, 'file.ts');

type Reason = 'table' | 'component' | 'waits' | 'nothing' | 'yesNo' | 'bare' | 'asks' | 'changes';
const refused = (code: string, messageId: Reason) => ({ code, filename, errors: [{ messageId }] });

new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      projectService: { allowDefaultProject: ['*.ts'] },
      tsconfigRootDir: folder,
    },
  },
}).run('derived-names', derivedNames, {
  valid: [
    'const priceOf = (type: string) => type.length;',
    'const spanOf = (values: number[]) => { const kept = new Set<number>(); kept.add(values.length); return kept; };',
    'const sortedOf = (values: number[]) => { let all = [...values]; all = all.sort(); return all; };',
    'const pageOf = (index: number): { text: string } | Promise<string> => ({ text: String(index) });',
    'const isPartOf = (part: string, whole: string) => whole.includes(part);',
    'const asOf = Date.now();',
    'const readPrice = async (type: string) => type.length;',
    'const priceByType = new Map<string, number>();',
    'interface Reader { priceOf: (type: string) => number }',
  ].map((code) => ({ code, filename })),
  invalid: [
    refused('const priceOf = async (type: string) => type.length;', 'waits'),
    refused('const rowsOf = async function* (text: string) { yield text; };', 'waits'),
    refused(
      'function priceOf(type: string): Promise<number> { return Promise.resolve(type.length); }',
      'waits',
    ),
    refused('interface Reader { priceOf(type: string): Promise<number> }', 'waits'),
    refused('interface Reader { priceOf?: (type: string) => Promise<number> }', 'waits'),
    refused('const reader = { async priceOf(type: string) { return type.length; } };', 'waits'),
    refused('const priceOf = new Map<string, number>();', 'table'),
    refused("const priceOf: Record<string, number> = { 'ml.m5.large': 1 };", 'table'),
    refused('const EndOf = (props: { at: number }) => props.at;', 'component'),
    refused('const nameOf = (list: string[]): void => { list.forEach(String); };', 'nothing'),
    refused('const partOf = (part: string, whole: string) => whole.includes(part);', 'yesNo'),
    refused("const homeOf = () => 'us-east-1';", 'bare'),
    refused(
      'interface JobStore { read: () => number }\nconst jobOf = (store: JobStore, name: string) => store.read() + name.length;',
      'asks',
    ),
    refused('const ageOf = (at: number) => Date.now() - at;', 'asks'),
    refused(
      "import { readFileSync } from 'node:fs';\nconst textOf = (file: string) => readFileSync(file, 'utf8');",
      'asks',
    ),
    refused(
      'const all = new Map<string, number>();\nconst countOf = (name: string) => { all.set(name, 1); return all.size; };',
      'changes',
    ),
    refused(
      'let last = 0;\nconst stepOf = (at: number) => { const step = at - last; last = at; return step; };',
      'changes',
    ),
  ],
});
