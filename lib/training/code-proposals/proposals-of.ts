/** Everything that the files of a script's folder propose for the launch form. Pure; what it is given bounds its time. */
import { frameworkOf, type Imported, missingPackages } from './imports';
import { dataclassDefaultsOf, declaredParametersOf, declaresParameters } from './declared-parameters';
import { type FoundParameter, hydraParametersOf, parametersOf } from './hyperparameters';
import { metricsOf } from './metrics';
import { type CodeFile, type Proposal } from './proposal';
import { requirementsPath } from './requirements-path';
import { type PythonFile, readPython } from './read-python';

const maxParameters = 60;
const maxMetrics = 20;

interface ReadFile extends PythonFile {
  path: string;
}

/** @param paths of all files of the folder, those that were not read too */
export const proposalsOf = (files: readonly CodeFile[], paths: readonly string[]): Proposal[] => {
  const python = files
    .filter(({ path }) => path.endsWith('.py'))
    .map(({ path, text }): ReadFile => ({ path, ...readPython(text) }));
  const entry = entryOf(python);
  if (entry === undefined) return [];
  const used = usedFrom(entry, python);
  const imported = used.flatMap(({ path, imports }) =>
    imports.map(({ module, line }): Imported => ({ top: topOf(module), path, line })),
  );
  const found = frameworkOf(imported);
  const proposals: Proposal[] = [
    { kind: 'entryPoint', id: `entryPoint ${entry.path}`, value: entry.path, where: reasonOf(entry) },
  ];
  if (found) {
    const { framework, by } = found;
    proposals.push({ kind: 'framework', id: `framework ${framework}`, framework, where: placeOf(by) });
    const { packages, by: first } = missingPackages(imported, framework, ownModules(paths));
    if (packages.length > 0 && first && !paths.includes(requirementsPath))
      proposals.push({
        kind: 'requirements',
        id: `requirements ${packages.join(' ')}`,
        packages,
        where: placeOf(first),
      });
  }
  proposals.push(...hyperparametersIn(used, files), ...metricsIn(used));
  return proposals;
};

const topOf = (module: string): string => (module.startsWith('.') ? '' : (module.split('.')[0] ?? ''));
const placeOf = ({ path, line }: { path: string; line: number }): string => `${path}, line ${line}`;
const moduleOf = (path: string): string => path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');

const ownModules = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(
    paths.flatMap((path) => {
      const parts = path.split('/');
      const file = parts.at(-1) ?? '';
      // A script finds its neighbours by their names, in whatever folder it lies.
      return [...parts.slice(0, -1), ...(file.endsWith('.py') ? [file.slice(0, -3)] : [])];
    }),
  );

/** The file that is run: it looks like a program, and nothing imports it. */
const entryOf = (files: readonly ReadFile[]): ReadFile | undefined => {
  const ranked = files
    .map((file) => ({ file, rank: rankOf(file, files) }))
    .sort(
      (a, b) =>
        b.rank - a.rank || a.file.path.length - b.file.path.length || (a.file.path < b.file.path ? -1 : 1),
    );
  return ranked[0]?.file;
};

const rankOf = (file: ReadFile, files: readonly ReadFile[]): number => {
  const name = file.path.split('/').at(-1) ?? '';
  const isImported = files.some(
    (other) => other !== file && other.imports.some(({ module }) => isModuleOf(module, file.path)),
  );
  const marks: [number, boolean][] = [
    [4, /^train/.test(name)],
    [2, /train|main|run|fit/.test(name)],
    [3, file.hasMainGuard],
    [3, parametersOf(file).length > 0 || declaresParameters(file) || isHydra(file)],
    [
      2,
      frameworkOf(file.imports.map(({ module, line }) => ({ top: topOf(module), path: '', line }))) !==
        undefined,
    ],
    [1, !file.path.includes('/')],
    [-4, isImported],
    [-8, /^(test_|conftest|setup\.py|__init__)|_test\.py$|inference|serve|predict|deploy|launch/.test(name)],
    [-8, /(^|\/)tests?\//.test(file.path)],
  ];
  return marks.reduce((sum, [worth, holds]) => sum + (holds ? worth : 0), 0);
};

const isModuleOf = (module: string, path: string): boolean => {
  const own = moduleOf(path);
  const asked = module.replace(/^\.+/, '');
  return asked !== '' && (own === asked || own.endsWith(`.${asked}`) || asked.startsWith(`${own}.`));
};

const reasonOf = (entry: ReadFile): string =>
  entry.hasMainGuard ? 'it runs by itself (__main__)' : 'it is the most like a training program';

/** The entry point and what of the folder it imports, and that in turn. */
const usedFrom = (entry: ReadFile, files: readonly ReadFile[]): ReadFile[] => {
  const used = [entry];
  for (const file of used) {
    for (const other of files) {
      if (!used.includes(other) && file.imports.some(({ module }) => isModuleOf(module, other.path)))
        used.push(other);
    }
  }
  return used;
};

const isHydra = ({ calls }: Pick<PythonFile, 'calls'>): boolean =>
  calls.some(({ callee, isDecorator }) => isDecorator && /^hydra\.main$/.test(callee));

const hyperparametersIn = (used: readonly ReadFile[], files: readonly CodeFile[]): Proposal[] => {
  const found = new Map<string, FoundParameter & { path: string }>();
  const take = (path: string, parameters: readonly FoundParameter[]) => {
    for (const each of parameters) if (!found.has(each.name)) found.set(each.name, { ...each, path });
  };
  for (const file of used) {
    take(file.path, parametersOf(file));
    if (isHydra(file))
      for (const { path, text } of hydraFiles(file, files)) take(path, hydraParametersOf(text));
  }
  for (const each of declaredParametersOf(used)) take(each.path, [each]);
  if (found.size === 0) for (const each of dataclassDefaultsOf(used)) take(each.path, [each]);
  return [...found.values()].slice(0, maxParameters).map(({ name, value, note, path, line }) => ({
    kind: 'hyperparameter',
    id: `hyperparameter ${name} ${value}`,
    name,
    value,
    ...(note !== undefined && { note }),
    where: placeOf({ path, line }),
  }));
};

/** The file that `@hydra.main(config_path=…, config_name=…)` names. */
const hydraFiles = (file: ReadFile, files: readonly CodeFile[]): CodeFile[] => {
  const main = file.calls.find(({ callee, isDecorator }) => isDecorator && callee === 'hydra.main');
  const textOf = (name: string) => {
    const literal = main?.args.find((arg) => arg.name === name)?.literal;
    return typeof literal === 'string' ? literal : undefined;
  };
  const folder = file.path.split('/').slice(0, -1);
  for (const part of (textOf('config_path') ?? '').split('/')) {
    if (part === '..') folder.pop();
    else if (part !== '.' && part !== '') folder.push(part);
  }
  const name = (textOf('config_name') ?? 'config').replace(/\.ya?ml$/, '');
  const wanted = [...folder, name].join('/');
  return files.filter(({ path }) => path === `${wanted}.yaml` || path === `${wanted}.yml`);
};

const metricsIn = (used: readonly ReadFile[]): Proposal[] => {
  const found = new Map<string, Proposal>();
  for (const file of used) {
    for (const { name, regex, sample, line } of metricsOf(file)) {
      if (found.has(name)) continue;
      const where = placeOf({ path: file.path, line });
      found.set(name, { kind: 'metric', id: `metric ${name} ${regex}`, name, regex, sample, where });
    }
  }
  return [...found.values()].slice(0, maxMetrics);
};
