/** Hyperparameters that a script takes from its command line: argparse, click, absl, Hydra's files. */
import { type Argument, type Call, type Literal } from './python-values';
import { type PythonFile } from './read-python';

export interface FoundParameter {
  name: string;
  /** As the form holds it; empty where the script asks for one and has no default. */
  value: string;
  note?: string;
  line: number;
}

/** What SageMaker gives a script by the environment: no hyperparameter. */
const ofThePlatform =
  /^(model|output|output-data|checkpoint|checkpoints|local-checkpoint|data|train|test|eval|val|validation|training|input|log|logs|tensorboard)[-_]?(dir|path|folder|root|directory)?$|^(hosts|current[-_]host|num[-_]gpus|sm[-_].*|help|version|config|local[-_]rank)$/i;
const ownPlace = /^(\/opt\/ml|s3:\/\/)/;

export const parametersOf = ({ calls }: Pick<PythonFile, 'calls'>): FoundParameter[] => {
  const found = new Map<string, FoundParameter>();
  for (const call of calls) {
    const parameter = parameterOf(call);
    if (parameter && !found.has(parameter.name)) found.set(parameter.name, { ...parameter, line: call.line });
  }
  return [...found.values()];
};

type Parameter = Omit<FoundParameter, 'line'>;

const parameterOf = (call: Call): Parameter | undefined => {
  const last = call.callee.split('.').at(-1) ?? '';
  if (last === 'add_argument') return ofArgparse(call);
  if (last === 'option' && call.isDecorator) return ofClick(call);
  if (/^DEFINE_(integer|float|string|enum)$/.test(last)) return ofAbsl(call);
  return undefined;
};

const keyword = (call: Call, name: string): Argument | undefined =>
  call.args.find((arg) => arg.name === name);

/** The long option's name without its dashes. */
const optionName = (call: Call): string | undefined => {
  const options = call.args.flatMap(({ name, literal }) =>
    name === undefined && typeof literal === 'string' && literal.startsWith('-') ? [literal] : [],
  );
  const long = options.find((option) => option.startsWith('--')) ?? options[0];
  // `--flag/--no-flag` is a switch.
  return long === undefined || long.includes('/') ? undefined : long.replace(/^-+/, '');
};

const ofArgparse = (call: Call): Parameter | undefined => {
  const name = optionName(call);
  const action = keyword(call, 'action')?.literal;
  // A switch takes no value, and SageMaker always gives one.
  if (name === undefined || (typeof action === 'string' && action !== 'store')) return undefined;
  return withDefault(name, keyword(call, 'default'), keyword(call, 'required')?.literal === true);
};

const ofClick = (call: Call): Parameter | undefined => {
  const name = optionName(call);
  if (name === undefined || keyword(call, 'is_flag')?.literal === true) return undefined;
  return withDefault(name, keyword(call, 'default'), keyword(call, 'required')?.literal === true);
};

const ofAbsl = ({ args }: Call): Parameter | undefined => {
  const [name, value] = args.filter((arg) => arg.name === undefined);
  return typeof name?.literal === 'string' ? withDefault(name.literal, value, false) : undefined;
};

const withDefault = (name: string, given: Argument | undefined, isRequired: boolean): Parameter | undefined =>
  proposedParameter(name, given?.literal, isRequired);

/**
 * A value as SageMaker passes it; undefined where the name or the value is none that a hyperparameter has.
 * @param isRequired without a value it is proposed all the same, to be filled in
 */
export const proposedParameter = (
  name: string,
  value: Literal | undefined,
  isRequired: boolean,
): Parameter | undefined => {
  if (!/^[A-Za-z][\w.-]{0,100}$/.test(name) || ofThePlatform.test(name)) return undefined;
  if (value === undefined || value === null)
    return isRequired ? { name, value: '', note: 'required, without a default' } : undefined;
  const text = valueText(value);
  return text === undefined || ownPlace.test(text) ? undefined : { name, value: text };
};

/** Lists are read by scripts in ways that nobody can know. */
const valueText = (value: Literal): string | undefined => {
  if (Array.isArray(value) || value === null) return undefined;
  if (typeof value === 'string') return value.length > 2_000 || value.includes('\n') ? undefined : value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return String(value);
};

const maxYamlLines = 2_000;
const maxYamlDepth = 12;

/** The scalars of a Hydra file, by their dotted names. Lists, anchors and the list of defaults are left out. */
export const hydraParametersOf = (text: string): FoundParameter[] => {
  const found: FoundParameter[] = [];
  const path: { indent: number; key: string }[] = [];
  let skipDeeperThan: number | undefined;
  for (const [index, line] of text.split('\n', maxYamlLines).entries()) {
    const [, space = '', key = '', rest = ''] =
      /^( {0,60})([A-Za-z_][\w-]{0,60}):(?:[ \t]+(.{0,500}))?$/.exec(line.trimEnd()) ?? [];
    if (key === '') continue;
    const indent = space.length;
    if (skipDeeperThan !== undefined && indent > skipDeeperThan) continue;
    skipDeeperThan = undefined;
    while ((path.at(-1)?.indent ?? -1) >= indent) path.pop();
    const value = rest.replace(/(^|\s)#.*$/, '').trim();
    if (value === '') {
      if (key === 'hydra' || key === 'defaults' || path.length >= maxYamlDepth) skipDeeperThan = indent;
      else path.push({ indent, key });
      continue;
    }
    const scalar = yamlScalar(value);
    const name = [...path.map((each) => each.key), key].join('.');
    if (scalar !== undefined && !ofThePlatform.test(key) && !ownPlace.test(scalar))
      found.push({
        name,
        value: scalar,
        note: 'Hydra takes key=value, and SageMaker passes --key value: read SM_HPS in the script',
        line: index + 1,
      });
  }
  return found;
};

const yamlScalar = (value: string): string | undefined => {
  const [, , quoted] = /^(["'])(.*)\1$/.exec(value) ?? [];
  if (quoted !== undefined) return quoted;
  // References to other values, lists, maps, anchors, block texts, and what is missing on purpose.
  return /^[[{&*|>!]|\$\{|^(\?\?\?|null|~)$/.test(value) ? undefined : value;
};
