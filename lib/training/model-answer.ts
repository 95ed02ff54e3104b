/**
 * What a model answered for a batch, whatever its form: JSON (`{"predictions": […]}`, `{"outputs": …}` or a bare list),
 * JSON lines, CSV or .npy; numbers or the names of classes, one or several an example.
 */
import { decodeNpy, decodeTextNpy, NpyError, numpyMagic } from './npy';
import { parseJson } from './json-text';

/** Numbers in rows of `width`, or one text an example. */
export type ModelAnswer =
  { kind: 'numbers'; values: Float64Array; width: number } | { kind: 'texts'; values: string[] };

export class PredictionError extends Error {
  override name = 'PredictionError';
}

/**
 * @param count examples that were sent
 * @throws {PredictionError} with the answer as it came, where it is no list of predictions for them
 */
export const readAnswer = (
  { body, contentType = '' }: { body: Uint8Array; contentType?: string },
  count: number,
): ModelAnswer => {
  const answer =
    contentType.includes('npy') || numpyMagic.every((byte, index) => body[index] === byte)
      ? readNpy(body)
      : readText(body, contentType, count);
  const given = answer.kind === 'texts' ? answer.values.length : answer.values.length / answer.width;
  if (given !== count) {
    throw new PredictionError(
      `The model gave ${Math.floor(given)} predictions for ${count} examples: ${shown(body)}`,
    );
  }
  return answer;
};

const readNpy = (body: Uint8Array): ModelAnswer => {
  try {
    const texts = decodeTextNpy(body);
    if (texts) return { kind: 'texts', values: texts.values };
    const { shape, values } = decodeNpy(body);
    return { kind: 'numbers', values, width: Math.max(1, product(shape.slice(1))) };
  } catch (error) {
    if (error instanceof NpyError)
      throw new PredictionError(`The model's answer: ${error.message} ${shown(body)}`);
    throw error;
  }
};

const readText = (body: Uint8Array, contentType: string, count: number): ModelAnswer => {
  const text = new TextDecoder().decode(body);
  const csv = contentType.includes('csv')
    ? !/^\s*[[{]/.test(text)
    : !/^\s*[[{"]/.test(text) && !/json|html|xml/.test(contentType);
  const rows = csv ? csvRows(text, count) : (jsonRows(text) ?? lineRows(text));
  const flat = (rows ?? []).map((row) => flatten(row, 0) ?? []);
  if (flat.length === 0 || flat.some((row) => row.length === 0)) {
    throw new PredictionError(`The model's answer is no list of predictions: ${shown(body)}`);
  }
  return rowsToAnswer(flat, body);
};

const rowsToAnswer = (rows: (number | string)[][], body: Uint8Array): ModelAnswer => {
  const width = rows[0]?.length ?? 1;
  if (rows.some((row) => row.length !== width)) {
    throw new PredictionError(`The rows of the model's answer differ in length: ${shown(body)}`);
  }
  const all = rows.flat();
  if (all.every((value) => typeof value === 'number'))
    return { kind: 'numbers', values: Float64Array.from(all), width };
  if (width === 1) return { kind: 'texts', values: all.map(String) };
  throw new PredictionError(`The model's answer mixes numbers and texts: ${shown(body)}`);
};

/** As it came, as far as a person can read it. */
const shown = (body: Uint8Array): string => {
  const text = new TextDecoder().decode(body.subarray(0, 2000));
  // Bytes that nobody can read are shown by number.
  const readable = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, (one) => `\\x${hex(one)}`);
  return `${readable.slice(0, 400)}${readable.length > 400 || body.length > 2000 ? '…' : ''}`;
};

const hex = (one: string) => one.charCodeAt(0).toString(16).padStart(2, '0');

const jsonRows = (text: string): unknown[] | undefined => {
  const found = listIn(parseJson(text));
  return Array.isArray(found) ? found : undefined;
};

/** One list, number, name or object a line. */
const lineRows = (text: string): unknown[] | undefined => {
  const lines = linesOf(text).map((line) => listIn(parseJson(line)));
  return lines.some((line) => line === undefined) ? undefined : lines;
};

/** What wraps the list of predictions in the containers' answers. */
const wrappers = ['predictions', 'outputs', 'instances', 'results'];

const listIn = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const wrapper = wrappers.find((name) => Object.hasOwn(value, name));
  return wrapper === undefined ? value : new Map<string, unknown>(Object.entries(value)).get(wrapper);
};

/** Members that say what an example is, the most telling first: AWS's built-ins and XGBoost, Hugging Face, AutoML. */
const telling = [
  'probabilities',
  'scores',
  'predicted_label',
  'predicted_value',
  'score',
  'label',
  'prediction',
];

/** The numbers and names of one example; undefined where it is neither. @param depth lists within lists */
const flatten = (value: unknown, depth: number): (number | string)[] | undefined => {
  if (typeof value === 'number' || typeof value === 'string') return [value];
  if (typeof value === 'boolean') return [value ? 1 : 0];
  if (Array.isArray(value)) {
    if (depth > 4) return undefined;
    const parts = value.map((part) => flatten(part, depth + 1));
    const read = parts.filter((part) => part !== undefined);
    return read.length < parts.length ? undefined : read.flat();
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const members = Object.keys(value);
  const name = members.length === 1 ? members[0] : telling.find((member) => Object.hasOwn(value, member));
  return name === undefined
    ? undefined
    : flatten(new Map<string, unknown>(Object.entries(value)).get(name), depth + 1);
};

/** A row an example; where all is in one row, one value an example, as AWS's XGBoost container answers. */
const csvRows = (text: string, count: number): unknown[] => {
  const rows = linesOf(text).map((line) => line.split(',').map(cellValue));
  const [first = []] = rows;
  return rows.length === 1 && first.length === count ? first : rows;
};

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/** An empty cell is no 0, and no name either. */
const cellValue = (cell: string): number | string | undefined => {
  const text = cell.trim().replace(/^"(.*)"$/, '$1');
  if (text === '') return undefined;
  if (/^[-+]?(nan|inf(inity)?)$/i.test(text)) return NaN;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
};

const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
