/**
 * Hyperparameters that a script declares as parameters of a function or as fields of a class, of which a tool makes its
 * command line: typer, fire, HfArgumentParser, simple_parsing, tyro, pyrallis, jsonargparse, pydantic settings, Tap.
 */
import { type FoundParameter, proposedParameter } from './hyperparameters';
import { type Argument, type Call, type Literal } from './python-values';
import { type Definition, type Field } from './read-definitions';
import { type PythonFile } from './read-python';

export interface DeclaringFile extends Pick<PythonFile, 'imports' | 'calls' | 'definitions'> {
  path: string;
}

export interface DeclaredParameter extends FoundParameter {
  path: string;
}

/** What one tool makes of names and values. SageMaker passes `--name value`, always with a value. */
interface Style {
  /** `batch_size` is given as `--batch-size`. */
  hasDashes?: true;
  /** How a truth value is given; absent: as a switch, which takes none. */
  truth?: 'true' | 'True';
  /** What has no default is given by its place, not by its name. */
  isPositional?: true;
  note?: string;
}

const typer: Style = { hasDashes: true, isPositional: true };

/** By the last part of what is called; what it reads are classes and functions that are named to it. */
const readers = new Map<string, { module: RegExp; style: Style }>([
  ['HfArgumentParser', { module: /^(transformers|trl)$/, style: { truth: 'true' } }],
  ['TrlParser', { module: /^trl$/, style: { truth: 'true' } }],
  ['add_arguments', { module: /^simple_parsing$/, style: { truth: 'true' } }],
  ['parse', { module: /^(simple_parsing|pyrallis|draccus)$/, style: { truth: 'true' } }],
  ['Fire', { module: /^fire$/, style: { truth: 'True' } }],
  ['run', { module: /^typer$/, style: typer }],
  ['cli', { module: /^tyro$/, style: { hasDashes: true } }],
  ['CLI', { module: /^jsonargparse$/, style: { truth: 'true' } }],
  ['auto_cli', { module: /^jsonargparse$/, style: { truth: 'true' } }],
]);

const fromEnvironment: Style = {
  truth: 'true',
  note: "read from the environment, where SageMaker's are named SM_HP_…: give the class env_prefix='SM_HP_'",
};
const fromPrefix: Style = { truth: 'true', note: 'read from the environment, as SM_HP_…' };
const fromNowhere: Style = {
  truth: 'true',
  note: 'a default of a dataclass: the script has to take it from --name or SM_HPS',
};

/** @param files that the entry point uses, itself first */
export const declaredParametersOf = (files: readonly DeclaringFile[]): DeclaredParameter[] => {
  const byName = new Map<string, Found>();
  for (const { path, definitions } of files)
    for (const definition of definitions) {
      // Of two of one name nobody can know which is meant; the nearer one to the entry point is likelier.
      if (!byName.has(definition.name)) byName.set(definition.name, { definition, path });
    }
  const found = new Map<string, DeclaredParameter>();
  const taken = new Map<Definition, Style>();
  const take = (target: Found, style: Style) => {
    if (taken.get(target.definition) === style) return;
    taken.set(target.definition, style);
    for (const parameter of parametersIn(target, style, byName))
      if (!found.has(parameter.name)) found.set(parameter.name, parameter);
  };
  for (const file of files) {
    for (const call of file.calls) {
      const style = styleOf(call, file);
      if (style) for (const target of namedIn(call.args, byName)) take(target, style);
    }
    const commands = file.definitions.filter((each) => isTyperCommand(each, file));
    // Of several, one has to be named before its options, which SageMaker does not.
    const [command] = commands;
    if (command && commands.length === 1) take({ definition: command, path: file.path }, typer);
    for (const definition of file.definitions) {
      const style = styleOfClass(definition, file);
      if (style) take({ definition, path: file.path }, style);
    }
  }
  return [...found.values()];
};

/** Dataclasses whose names say that they hold settings, where nothing else tells what the script takes. */
export const dataclassDefaultsOf = (files: readonly DeclaringFile[]): DeclaredParameter[] => {
  const byName = new Map<string, Found>();
  return files.flatMap(({ path, definitions }) =>
    definitions
      .filter((each) => isDataclass(each) && holdsSettings.test(each.name))
      .flatMap((definition) => parametersIn({ definition, path }, fromNowhere, byName))
      .filter(({ value }) => value !== ''),
  );
};

const holdsSettings = /(config|cfg|args|arguments|options|opts|params|parameters|hparams|settings)$/i;

/** Whether a tool makes a command line of what is in the file. */
export const declaresParameters = (file: Omit<DeclaringFile, 'path'>): boolean =>
  file.calls.some((call) => styleOf(call, file) !== undefined) ||
  file.definitions.some((each) => isTyperCommand(each, file));

interface Found {
  definition: Definition;
  path: string;
}

const lastPart = (dotted: string): string => dotted.split('.').at(-1) ?? '';

const isImporting = (file: Omit<DeclaringFile, 'path'>, modules: RegExp): boolean =>
  file.imports.some(({ module }) => modules.test(module.split('.')[0] ?? ''));

const styleOf = (call: Call, file: Omit<DeclaringFile, 'path'>): Style | undefined => {
  if (call.isDecorator) return undefined;
  if (call.callee === 'CliApp.run') return { truth: 'true' };
  const parts = call.callee.split('.');
  const reader = readers.get(parts.at(-1) ?? '');
  if (!reader || !isImporting(file, reader.module)) return undefined;
  // `asyncio.run` is not typer's; the method of a parser belongs to whatever the parser is called.
  const isOfModule = parts.length === 1 || reader.module.test(parts[0] ?? '');
  return isOfModule || call.callee.endsWith('.add_arguments') ? reader.style : undefined;
};

const namedIn = (args: readonly Argument[], byName: ReadonlyMap<string, Found>): Found[] =>
  args
    // Of `Fire({'train': train})` one has to be named before its options.
    .filter(({ text }) => !text.startsWith('{') && !text.startsWith('['))
    .flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? [])
    .flatMap((name) => byName.get(name) ?? []);

const isTyperCommand = ({ kind, decorators }: Definition, file: Omit<DeclaringFile, 'path'>): boolean =>
  kind === 'function' &&
  isImporting(file, /^typer$/) &&
  decorators.some((decorator) => /^\w+\.command\(/.test(decorator));

const basesOf = ({ bases }: Definition): string[] =>
  bases.flatMap(({ name, text }) => (name === undefined ? [lastPart(text)] : []));

const isDataclass = ({ kind, decorators }: Definition): boolean =>
  kind === 'class' &&
  decorators.some((decorator) => /^([\w.]+\.)?(dataclass|define|attrs|s)(\(|$)/.test(decorator));

const styleOfClass = (definition: Definition, { calls }: Pick<PythonFile, 'calls'>): Style | undefined => {
  if (definition.kind !== 'class') return undefined;
  const bases = basesOf(definition);
  if (bases.some((base) => /^(Tap|TypedArgumentParser)$/.test(base))) return {};
  if (!bases.includes('BaseSettings')) return undefined;
  const settings = [
    ...definition.bases,
    ...(definition.fields.find(({ name }) => name === 'model_config')?.call?.args ?? []),
    ...calls.filter(({ callee }) => callee === definition.name).flatMap(({ args }) => args),
  ];
  if (settings.some(({ name, literal }) => /^_?cli_parse_args$/.test(name ?? '') && literal === true))
    return { truth: 'true' };
  const prefix = settings.find(({ name }) => name === 'env_prefix')?.literal;
  return typeof prefix === 'string' && prefix.toUpperCase() === 'SM_HP_' ? fromPrefix : fromEnvironment;
};

const maxBases = 20;

/** Of a class with those of the classes that it extends. */
const parametersIn = (
  { definition, path }: Found,
  style: Style,
  byName: ReadonlyMap<string, Found>,
): DeclaredParameter[] => {
  const found: DeclaredParameter[] = [];
  const seen = new Set([definition.name]);
  const waiting: Found[] = [{ definition, path }];
  for (let next = waiting.shift(); next && seen.size < maxBases; next = waiting.shift()) {
    for (const field of next.definition.fields) {
      const parameter = parameterOf(field, next.definition, style);
      if (parameter) found.push({ ...parameter, path: next.path });
    }
    if (next.definition.kind === 'function') continue;
    for (const base of basesOf(next.definition)) {
      const extended = byName.get(base);
      if (!extended || seen.has(base)) continue;
      seen.add(base);
      waiting.push(extended);
    }
  }
  return found;
};

const declaring = /^(field|Field|ib|Option|option|Argument)$/;

const parameterOf = (field: Field, { kind }: Definition, style: Style): FoundParameter | undefined => {
  const { annotation, call } = field;
  if (kind === 'class' && annotation === '') return undefined;
  if (
    /^(self|cls|ctx|model_config)$|^_/.test(field.name) ||
    /\b(ClassVar|InitVar|Context)\b/.test(annotation)
  )
    return undefined;
  const declared = call && declaring.test(lastPart(call.callee)) ? call : undefined;
  if (
    declared &&
    (lastPart(declared.callee) === 'Argument' || keywordOf(declared, 'init')?.literal === false)
  )
    return undefined;
  // Lists and maps are read in ways that nobody can know; other classes have fields of their own.
  if (/^(?!.*\b(Optional|Annotated)\b)[\w.]*(list|tuple|dict|set|sequence|mapping)\b/i.test(annotation))
    return undefined;
  const value = valueOf(field, declared);
  const isRequired = value === required && !(style.isPositional && !declared);
  const literal = value === required ? undefined : value;
  const isTruth = /\bbool\b/.test(annotation) || typeof literal === 'boolean';
  if (isTruth && style.truth === undefined) return undefined;
  const written =
    style.truth === 'True' && typeof literal === 'boolean' ? (literal ? 'True' : 'False') : literal;
  const parameter = proposedParameter(optionOf(field.name, declared, style), written, isRequired);
  if (!parameter) return undefined;
  const note = [parameter.note, style.note].filter((part) => part !== undefined).join('; ');
  return { ...parameter, ...(note !== '' && { note }), line: field.line };
};

const required = Symbol('required');

const keywordOf = ({ args }: Pick<Call, 'args'>, name: string): Argument | undefined =>
  args.find((arg) => arg.name === name);

/** Undefined where there is a default that is no plain value. */
const valueOf = (field: Field, declared: Field['call']): Literal | undefined | typeof required => {
  if (field.literal !== undefined) return field.literal;
  if (!declared) return field.hasDefault ? undefined : required;
  if (keywordOf(declared, 'default_factory') ?? keywordOf(declared, 'factory')) return undefined;
  const given = keywordOf(declared, 'default');
  // What `field(…)` of dataclasses is given without a name is no default.
  const isFirst = /^(Field|Option|option)$/.test(lastPart(declared.callee)) && field.hasDefault;
  const first = isFirst ? declared.args.find(({ name }) => name === undefined) : undefined;
  const value = given ?? first;
  if (value === undefined || value.text === '...' || value.text === 'MISSING') return required;
  return value.literal;
};

/** The first long option that is named, or the name. */
const optionOf = (name: string, declared: Field['call'], { hasDashes }: Style): string => {
  const named = declared?.args.find(
    (arg) => arg.name === undefined && typeof arg.literal === 'string' && arg.literal.startsWith('--'),
  )?.literal;
  if (typeof named === 'string') return named.replace(/^-+/, '');
  return hasDashes ? name.replaceAll('_', '-') : name;
};
