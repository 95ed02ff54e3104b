import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * Objects that any name can index are never indexed by a name that is not written in the code: a metric called
 * `constructor` would find what every object has, and one called `__proto__` would change it. Maps and `lookUp`
 * (lib/training/look-up.ts) are for that. The backend is not looked at: its wire refuses such members.
 */
const root = path.resolve(import.meta.dirname, '../..');
const isOurs = (file: string) =>
  /^(?:app|components|lib)\//.test(file) &&
  !/^lib\/local\//.test(file) &&
  !/\.test\.tsx?$|\/testing\/|\/samples\//.test(file) &&
  file !== 'lib/training/look-up.ts';

const nameOf = (file: string) => path.relative(root, file).replaceAll(path.sep, '/');

const optionsOf = (): ts.ParsedCommandLine => {
  const file = path.join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, root);
};

/** Literals, and unions of them, are names that the code itself has written. */
const isWritten = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.every(isWritten) : (type.flags & ts.TypeFlags.StringLiteral) !== 0;

const isText = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isText) : (type.flags & ts.TypeFlags.StringLike) !== 0;

const faultsOf = (program: ts.Program, source: ts.SourceFile): string[] => {
  const checker = program.getTypeChecker();
  const faults: string[] = [];
  const anyNameIndexes = (object: ts.Type) =>
    checker.getIndexTypeOfType(checker.getNonNullableType(object), ts.IndexKind.String) !== undefined;
  const visit = (node: ts.Node): void => {
    const key = ts.isElementAccessExpression(node)
      ? node.argumentExpression
      : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword
        ? node.left
        : undefined;
    const table = ts.isElementAccessExpression(node)
      ? node.expression
      : ts.isBinaryExpression(node)
        ? node.right
        : undefined;
    if (key && table) {
      const keyType = checker.getTypeAtLocation(key);
      if (
        isText(keyType) &&
        !isWritten(keyType) &&
        (ts.isBinaryExpression(node) || anyNameIndexes(checker.getTypeAtLocation(table)))
      ) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        faults.push(`${nameOf(source.fileName)}:${line + 1}: ${node.getText().slice(0, 80)}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
};

const programOf = (files: readonly string[], options: ts.CompilerOptions, host?: ts.CompilerHost) =>
  ts.createProgram(files, { ...options, noEmit: true, skipLibCheck: true, incremental: false }, host);

describe('tables that foreign names index', () => {
  const { fileNames, options } = optionsOf();

  it('are Maps, or are asked by lookUp', () => {
    const program = programOf(
      fileNames.filter((file) => isOurs(nameOf(file)) || file.endsWith('.d.ts')),
      options,
    );
    const sources = program.getSourceFiles().filter(({ fileName }) => isOurs(nameOf(fileName)));
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap((source) => faultsOf(program, source))).toEqual([]);
  }, 240_000);

  it('are found where they are planted, and nothing else is', () => {
    const planted: [code: string, isFault: boolean][] = [
      ['const read = table[name];', true],
      ['const read = maybe?.[name];', true],
      ['table[name] = 1;', true],
      ['delete table[name];', true],
      ['const has = name in table;', true],
      [`const read = table['loss'] ?? table[known];`, false],
      ['const read = map.get(name);', false],
      ['const read = list[list.length - 1];', false],
      ['const made = { ...table, [name]: 1 };', false],
      ['const read = rows[`line${list.length}`];', false],
    ];
    const file = path.join(root, 'lib/planted.ts');
    const declared = `declare const name: string; declare const known: 'a' | 'b'; declare const list: string[];
      declare const table: Record<string, number>; declare const maybe: Record<string, number> | undefined;
      declare const map: Map<string, number>; declare const rows: Record<\`line\${number}\`, number>;
      export {};`;
    const text = [declared, ...planted.map(([code]) => `{ ${code} }`)].join('\n');
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (asked, languageVersion) =>
      asked === file ? ts.createSourceFile(file, text, languageVersion) : read(asked, languageVersion);
    const program = programOf([file], { ...options, types: [] }, host);
    const found = faultsOf(program, program.getSourceFile(file)!).map((fault) => fault.replace(/^.*?: /, ''));
    const faults = planted.filter(([, isFault]) => isFault);
    expect(found).toHaveLength(faults.length);
    faults.forEach(([code], index) => expect(code).toContain(found[index]));
  }, 120_000);
});
