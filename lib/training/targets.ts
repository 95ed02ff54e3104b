/** The labels of a test set: numbers, or the names of classes; one an example. */

export type Targets = { kind: 'numbers'; values: Float64Array } | { kind: 'texts'; values: string[] };

export class TargetsError extends Error {
  override name = 'TargetsError';
}

/**
 * Labels as they lie in an array: one an example, or one-hot rows, which become the index of their class.
 * @throws {TargetsError} for several labels an example, and what is not a number
 */
export const targetsOf = (values: Float64Array, shape: readonly number[]): Targets => {
  const [count = 0, ...inner] = shape;
  const width = inner.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || shape.length > 2) {
    throw new TargetsError(`labels are one value an example, but its shape is (${shape.join(', ')})`);
  }
  const missing = values.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0) throw new TargetsError(`label ${Math.floor(missing / width)} is not a number`);
  if (width === 1) return { kind: 'numbers', values };
  const classes = new Float64Array(count);
  for (let example = 0; example < count; example++) {
    const row = values.subarray(example * width, (example + 1) * width);
    const ones = row.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0);
    if (row.some((value) => value !== 0 && value !== 1)) {
      throw new TargetsError(`labels are one value an example, but its shape is (${shape.join(', ')})`);
    }
    if (ones !== 1) {
      const what = ones === 0 ? 'no label' : `${ones} labels`;
      throw new TargetsError(
        `example ${example} has ${what}: a test set with several labels an example has no confusion matrix`,
      );
    }
    classes[example] = row.indexOf(1);
  }
  return { kind: 'numbers', values: classes };
};

/** Columns of texts become numbers where all of them are. */
export const targetsOfTexts = (texts: readonly string[]): Targets => {
  const empty = texts.findIndex((text) => text.trim() === '');
  if (empty >= 0) throw new TargetsError(`label ${empty} is empty`);
  const numbers = Float64Array.from(texts, (text) => Number(text));
  if (!numbers.every((value) => Number.isFinite(value))) {
    return { kind: 'texts', values: texts.map((text) => text.trim()) };
  }
  return { kind: 'numbers', values: numbers };
};
