/**
 * Values as the training toolkit, a Python program, sees and prints them: it JSON-parses each hyperparameter and
 * writes it back as str() on the command line and as sorted, compact JSON in variables. A float keeps being one
 * (`1.0`, `1e-05`), which JavaScript's numbers cannot tell from an integer.
 */
export type PythonValue =
  string | boolean | null | PythonNumber | PythonValue[] | { [key: string]: PythonValue };

/** A number by its text: an integer's digits, or a float as Python prints it. */
export class PythonNumber {
  private constructor(readonly text: string) {}

  /** @param literal a JSON number. */
  static of(literal: string): PythonNumber {
    if (/^-?\d+$/.test(literal)) return new PythonNumber(literal === '-0' ? '0' : literal);
    return new PythonNumber(floatText(Number(literal)));
  }
}

const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
};

const token = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** What Python's JSON has beyond the standard, and strings, in which it means nothing. */
const constant = /"(?:[^"\\]|\\.)*"|(?<![\w.+-])(?:-?Infinity|NaN)(?![\w.])/g;

/** JSON as the standard has it, with `change` in place of Python's own constants. */
export const withoutConstants = (text: string, change: (constant: string) => string): string =>
  text.replace(constant, (match) => (match.startsWith('"') ? match : change(match)));

const numberKey = '\u0000number';

/** Parses JSON as Python would. @throws SyntaxError */
export const parsePythonJson = (text: string): PythonValue => {
  // Checked as it is first: the marked copy may be valid where the text was not.
  JSON.parse(withoutConstants(text, () => '0'));
  const marked = text.replace(token, (match) =>
    match.startsWith('"') ? match : JSON.stringify({ [numberKey]: match }),
  );
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- JSON has no other values, and its numbers were marked
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && numberKey in value
      ? PythonNumber.of(String(value[numberKey]))
      : value,
  ) as PythonValue;
};

/** Plain values in Python's clothes; a number must be whole. */
export const toPythonValue = (value: unknown): PythonValue => parsePythonJson(JSON.stringify(value ?? null));

const isMap = (value: PythonValue): value is { [key: string]: PythonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonNumber);

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Keys in Python's order, by code point. */
export const sortedKeys = (map: object): string[] => Object.keys(map).sort(byCodePoint);

const asciiString = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True) */
export const dumpPythonJson = (value: PythonValue): string => {
  if (value instanceof PythonNumber) {
    return value.text.replace('inf', 'Infinity').replace('nan', 'NaN');
  }
  if (typeof value === 'string') return asciiString(value);
  if (Array.isArray(value)) return `[${value.map(dumpPythonJson).join(',')}]`;
  if (isMap(value)) {
    const entries = sortedKeys(value).map(
      (key) => `${asciiString(key)}:${dumpPythonJson(value[key] ?? null)}`,
    );
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
};

/** str(value) */
export const printPython = (value: PythonValue): string =>
  typeof value === 'string' ? value : representPython(value);

const representPython = (value: PythonValue): string => {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value instanceof PythonNumber) return value.text;
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(representPython).join(', ')}]`;
  const entries = Object.entries(value).map(([key, member]) => `${quote(key)}: ${representPython(member)}`);
  return `{${entries.join(', ')}}`;
};

const quote = (text: string): string => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
};
