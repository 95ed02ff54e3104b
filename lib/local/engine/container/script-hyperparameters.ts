import { parsePythonJson, printPython, PythonNumber, sortedKeys, type PythonValue } from './python-value';

/**
 * Hyperparameters as the training toolkit hands them to a script (sagemaker_training/mapping.py).
 */
export interface ScriptHyperparameters {
  /** The user's: these become arguments and SM_HP_ variables. */
  user: Record<string, PythonValue>;
  /** `sagemaker_…`, meant for the toolkit. */
  platform: Record<string, PythonValue>;
}

/** Each value is JSON, or a plain string where it does not parse. */
export const readScriptHyperparameters = (sent: Readonly<Record<string, string>>): ScriptHyperparameters => {
  const result: ScriptHyperparameters = { user: {}, platform: {} };
  for (const [name, text] of Object.entries(sent)) {
    const group = name.startsWith('sagemaker_') ? result.platform : result.user;
    group[name] = parseOrKeep(text);
  }
  return result;
};

const parseOrKeep = (text: string): PythonValue => {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

/** Applies `change` to every string within a value. */
export const mapStrings = (value: PythonValue, change: (text: string) => string): PythonValue => {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object' || value instanceof PythonNumber) return value;
  if (Array.isArray(value)) return value.map((member) => mapStrings(member, change));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, change)]));
};

/** Command line of the script: names sorted, `--name value`, `-n value` for one letter. */
export const toArguments = (hyperparameters: Readonly<Record<string, PythonValue>>): string[] =>
  sortedKeys(hyperparameters).flatMap((name) => [
    name.length > 1 ? `--${name}` : `-${name}`,
    argumentValue(hyperparameters[name] ?? null),
  ]);

const argumentValue = (value: PythonValue): string => {
  if (value === null) return '';
  if (typeof value !== 'object' || value instanceof PythonNumber || Array.isArray(value))
    return printPython(value);
  return sortedKeys(value)
    .map((key) => `${key}=${printPython(value[key] ?? null)}`)
    .join(',');
};
