/** How examples are written into a request to an endpoint, and which form a container takes. */
import { encodeNpy, type NpyHeader, readElements } from './npy';

export const requestFormats = ['json-instances', 'json-lines', 'csv', 'libsvm', 'npy'] as const;
export type RequestFormat = (typeof requestFormats)[number];

export const requestFormatTitles: Readonly<Record<RequestFormat, string>> = {
  'json-instances': 'JSON, {"instances": […]}',
  'json-lines': 'JSON lines',
  csv: 'CSV',
  libsvm: 'libsvm',
  npy: 'NumPy .npy',
};

/**
 * What the container of an image takes: TensorFlow Serving JSON instances, XGBoost CSV, MXNet's and scikit-learn's default
 * handlers JSON and .npy, PyTorch's .npy first (SageMaker Python SDK 2.257, serializers of the predictors).
 */
export const requestFormatOf = (image: string | undefined): RequestFormat => {
  const repository = /([^/:@]+)(?:[:@][^/]*)?$/.exec(image ?? '')?.[1] ?? '';
  if (/^tensorflow-inference/.test(repository)) return 'json-instances';
  if (/xgboost/.test(repository)) return 'csv';
  return 'npy';
};

/** Most bytes that one number takes in a request. */
export const bytesPerNumber = (format: RequestFormat, { type, itemBytes }: NpyHeader): number => {
  if (format === 'npy') return itemBytes;
  const digits = /^[uif]/.test(type) && itemBytes === 1 ? 5 : 26;
  return format === 'libsvm' ? digits + 8 : digits;
};

export interface EncodedRequest {
  body: Uint8Array | string;
  contentType: string;
  accept: string;
}

/** Examples as they lie in an array, in the form that the container takes. */
export const encodeRequest = (
  format: RequestFormat,
  { header, count, bytes }: { header: NpyHeader; count: number; bytes: Uint8Array },
): EncodedRequest => {
  const shape = header.shape.slice(1);
  if (format === 'npy') {
    return {
      body: encodeNpy(header.type, [count, ...shape], bytes),
      contentType: 'application/x-npy',
      accept: 'application/x-npy, application/json;q=0.9',
    };
  }
  const values = readElements(header.type, bytes);
  const width = count === 0 ? 0 : values.length / count;
  const rows = Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width));
  switch (format) {
    case 'json-instances':
      return json(`{"instances":[${rows.map((row) => nested(row, shape)).join(',')}]}`, 'application/json');
    case 'json-lines':
      return json(rows.map((row) => nested(row, shape)).join('\n'), 'application/jsonlines');
    case 'csv':
      return {
        body: rows.map(csvRow).join('\n'),
        contentType: 'text/csv',
        accept: 'text/csv, */*;q=0.9',
      };
    case 'libsvm':
      return {
        body: rows.map(libsvmRow).join('\n'),
        contentType: 'text/libsvm',
        accept: 'text/csv, */*;q=0.9',
      };
  }
};

const json = (body: string, contentType: string): EncodedRequest => ({
  body,
  contentType,
  accept: contentType,
});

/** An array of this shape as JSON; a number that JSON has not is null. */
const nested = (values: Float64Array, shape: readonly number[]): string => {
  const [size = 1, ...inner] = shape;
  if (shape.length === 0) return number(values[0] ?? NaN);
  const step = values.length / Math.max(1, size);
  return `[${Array.from({ length: size }, (_, index) => nested(values.subarray(index * step, (index + 1) * step), inner)).join(',')}]`;
};

const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');

/** What is missing is an empty cell. */
const csvRow = (row: Float64Array): string =>
  Array.from(row, (value) => (Number.isNaN(value) ? '' : value)).join(',');

/** Zeros and what is missing are left out; features are counted from 0, as AWS's XGBoost container reads its own training files. */
const libsvmRow = (row: Float64Array): string =>
  [
    '0',
    ...[...row].flatMap((value, index) => (value === 0 || Number.isNaN(value) ? [] : [`${index}:${value}`])),
  ].join(' ');
