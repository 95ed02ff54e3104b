/**
 * What is true of every use case, whoever adds the next: it is listed, it is reached through the wrapper only, its
 * schema refuses what is hostile, and who only watches cannot run what changes something.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sampleInputs } from '../../testing/dashboard/use-case-inputs';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { type AuditEntry } from './audit-log';
import { type UseCase } from './define-use-case';
import { parseInput } from './parse-input';
import { useCases } from './registry';
import { runRequested } from './run-use-case';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = ['jobs', 'launch', 'endpoints', 'savings', 'backends', 'story'];
const wrappers = ['runAction', 'runActionOn', 'respond', 'runUseCase'];

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));

const isUseCase = (value: unknown): value is UseCase =>
  typeof value === 'object' && value !== null && 'run' in value && 'input' in value && 'access' in value;

const load = async (file: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ file)) as Record<string, unknown>;

/** Values that a file imports from rooms of use cases, and from what is below them: name here, name there, module. */
const importedFrom = (source: ts.SourceFile, room: RegExp) =>
  source.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    const specifier = (moduleSpecifier as ts.StringLiteral).text;
    const bindings = importClause?.namedBindings;
    if (!room.test(specifier) || !bindings || !ts.isNamedImports(bindings) || importClause.isTypeOnly)
      return [];
    return bindings.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => ({
        local: name.text,
        exported: (propertyName ?? name).text,
        module: `${path.join(root, specifier.replace(/^@\/|^(?:\.\.\/)+/, ''))}.ts`,
      }));
  });

const isWrapped = (node: ts.Identifier): boolean =>
  ts.isCallExpression(node.parent) &&
  node.parent.arguments[0] === node &&
  ts.isIdentifier(node.parent.expression) &&
  wrappers.includes(node.parent.expression.text);

const identifiers = (node: ts.Node): ts.Identifier[] => {
  const found: ts.Identifier[] = [];
  const visit = (each: ts.Node) => {
    if (ts.isIdentifier(each)) found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
};

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** What is reached past the wrapper: an imported use case that is used otherwise, an export that calls no wrapper. */
const pastTheWrapper = (name: string, text: string, imported: readonly string[]): string[] => {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const isServed = /'use server'/.test(text) || /\/route\.ts$/.test(name);
  return source.statements
    .filter((statement) => !ts.isImportDeclaration(statement))
    .flatMap((statement) => {
      const inside = identifiers(statement);
      const bare = inside.filter((node) => imported.includes(node.text) && !isWrapped(node));
      const acts = ts.isFunctionDeclaration(statement) || statement.getText().includes('=>');
      const unwrapped =
        isServed &&
        isExported(statement) &&
        acts &&
        !inside.some(({ text: used }) => wrappers.includes(used));
      return [
        ...bare.map((node) => `${name}: ${node.text} is used without the wrapper`),
        ...(unwrapped ? [`${name}: ${statement.getText().slice(0, 60)} calls no wrapper`] : []),
      ];
    });
};

describe('the registry', () => {
  it('has each use case once, by a name of its own', () => {
    const names = useCases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(?:-[a-z]+)+$/.test(name))).toEqual([]);
    expect(useCases.filter(({ changes, access }) => changes && access !== 'operate')).toEqual([]);
  });

  it('has every use case that any room exports', async () => {
    const files = rooms.flatMap((room) => filesIn(`lib/${room}`, /\.ts$/));
    const forgotten: string[] = [];
    for (const file of files) {
      for (const [name, value] of Object.entries(await load(file))) {
        if (isUseCase(value) && !useCases.includes(value)) forgotten.push(`${file}: ${name}`);
      }
    }
    expect(forgotten).toEqual([]);
  });

  it('has all that pages, actions, route handlers and commands use, and they use it by the wrapper only', async () => {
    const files = [
      ...filesIn('app', /\.tsx?$/),
      ...filesIn('scripts/demo', /\.ts$/),
      ...filesIn('scripts/bench', /\.ts$/),
    ];
    const faults: string[] = [];
    let used = 0;
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const name = path.relative(root, file).replaceAll(path.sep, '/');
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
      const inApp = name.startsWith('app/');
      const room = new RegExp(`/lib/(?:${[...rooms, ...(inApp ? ['backfill', 'watch'] : [])].join('|')})/`);
      const imported = importedFrom(source, room);
      for (const { exported, module } of imported) {
        const value = (await load(module))[exported];
        used += 1;
        if (!useCases.some((useCase) => useCase === value))
          faults.push(`${name}: ${exported} is no use case`);
      }
      faults.push(
        ...pastTheWrapper(
          name,
          text,
          imported.map(({ local }) => local),
        ),
      );
    }
    expect(faults).toEqual([]);
    expect(used).toBeGreaterThan(30);
  }, 60_000);

  it.each([
    [`'use server';\nexport const stop = async (name: string) => stopJob.run({}, { name });`, 2],
    [`'use server';\nexport async function stop(name: string) { return fetch(name); }`, 1],
    [`export const GET = async () => respond(other, 'local', {}, () => stopJob.run());`, 1],
    [`'use server';\nexport const stop = async (name: string) => runAction(stopJob, 'local', { name });`, 0],
  ])('finds what goes past the wrapper: %s', (text, faults) => {
    expect(pastTheWrapper('app/x/route.ts', text, ['stopJob'])).toHaveLength(faults);
  });
});

describe.each(useCases.map((useCase) => [useCase.name, useCase] as const))('%s', (name, useCase) => {
  const sample = sampleInputs[name];

  it('takes its sample, and refuses in words what is hostile', () => {
    if (sample === undefined)
      throw new Error(`testing/dashboard/use-case-inputs.ts has no input for ${name}`);
    expect(() => parseInput(useCase.input, sample)).not.toThrow();
    const wrong = [undefined, null, 5, 'text', true, [], [sample], () => sample];
    for (const [what, hostile] of [
      ...wrong.map((input) => ['the whole', input] as const),
      ...mutations(sample),
    ]) {
      expect(refusalOf(useCase, hostile), `${what}: ${JSON.stringify(hostile)?.slice(0, 200)}`).toMatch(
        /^(?:invalid-input|not-found): .{3,301}$/,
      );
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.runIf(useCase.access === 'operate')(
    'is refused to who only watches, and the refusal is audited',
    async () => {
      const entries: AuditEntry[] = [];
      const viewer = { who: 'guest', role: 'watch' } as const;
      const audit = (entry: AuditEntry) => void entries.push(entry);
      await expect(runRequested(useCase, 'local', sample, { viewer, audit })).rejects.toMatchObject({
        code: 'access-denied',
        message: expect.stringContaining(name) as string,
      });
      expect(entries).toMatchObject([{ who: 'guest', useCase: name, outcome: 'access-denied' }]);
    },
  );
});

const refusalOf = (useCase: UseCase, input: unknown): string => {
  try {
    parseInput(useCase.input, input);
    return 'accepted';
  } catch (error) {
    return isSpotdeckError(error) ? `${error.code}: ${error.message}` : `not in words: ${String(error)}`;
  }
};

const hugeText = 'x'.repeat(100_000);

/** The sample with one thing wrong in it, at every place and depth. */
function* mutations(value: unknown, at = 'input'): Generator<[string, unknown]> {
  if (typeof value === 'string') {
    yield [`${at} too long`, hugeText];
    yield [`${at} of another type`, { unexpected: 1 }];
  } else if (Array.isArray(value)) {
    yield [`${at} too long`, Array.from({ length: 100_000 }, () => value[0] as unknown)];
    yield [`${at} of another type`, 'text'];
    for (const [index, item] of value.entries()) {
      for (const [what, changed] of mutations(item, `${at}.${index}`))
        yield [what, value.with(index, changed)];
    }
  } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    yield [`${at} with an unknown key`, { ...value, unexpected: 1 }];
    yield [`${at} with a prototype`, { ...value, ...ownProto() }];
    yield [`${at} with a constructor`, { ...value, constructor: { prototype: { polluted: true } } }];
    for (const [key, item] of Object.entries(value)) {
      for (const [what, changed] of mutations(item, `${at}.${key}`))
        yield [what, { ...value, [key]: changed }];
    }
  } else {
    yield [`${at} of another type`, { unexpected: 1 }];
    yield [`${at} as text`, 'text'];
  }
}

/** As JSON brings it: a key of its own, which no literal can write. */
const ownProto = () => JSON.parse('{"__proto__": {"polluted": true}}') as object;
