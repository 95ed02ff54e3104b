/** Which column, or array, of a test set holds the labels. */
import { z } from 'zod';

export const labelColumnSchema = z.union(
  [z.enum(['first', 'last']), z.strictObject({ named: z.string().trim().min(1).max(200) })],
  { error: 'Name the column or array that holds the labels.' },
);
export type LabelColumn = z.output<typeof labelColumnSchema>;

/** Names that labels go by, the most telling first; of arrays and of columns, in any case. */
const usualNames = [
  ...['label', 'labels', 'target', 'targets', 'y_test', 'y', 'class', 'classes', 'test_labels'],
  ...['rings', 'species', 'outcome', 'price', 'output'],
];

/** Names that examples go by, of arrays. */
const usualExamples = [
  ...['x_test', 'x', 'images', 'test_images', 'data', 'features', 'examples', 'inputs', 'instances'],
];

/**
 * Index of the labels' column. Unless the reader chose one, it is the one with a usual name, else the first, where
 * SageMaker's built-in algorithms have it.
 * @param names undefined where the columns have none
 * @returns undefined where no column has the chosen name
 */
export const labelColumnOf = (
  names: readonly string[] | undefined,
  width: number,
  chosen: LabelColumn | undefined,
): number | undefined => {
  if (chosen === 'first') return 0;
  if (chosen === 'last') return width - 1;
  if (chosen !== undefined) return indexIn(names, [chosen.named]);
  return indexIn(names, usualNames) ?? 0;
};

/** Which of the arrays of an archive are labels and examples. @returns undefined for what cannot be told */
export const arraysOf = (
  names: readonly string[],
  chosen: LabelColumn | undefined,
): { labels: string | undefined; examples: string | undefined } => {
  const place =
    chosen === undefined ? indexIn(names, usualNames) : labelColumnOf(names, names.length, chosen);
  const labels = place === undefined ? undefined : names[place];
  const others = names.filter((name) => name !== labels);
  const usual = indexIn(others, usualExamples);
  const examples = usual !== undefined ? others[usual] : others.length === 1 ? others[0] : undefined;
  return { labels, examples };
};

const indexIn = (names: readonly string[] | undefined, wanted: readonly string[]): number | undefined => {
  const lower = (names ?? []).map((name) => name.trim().toLowerCase());
  for (const name of wanted) {
    const exact = names?.findIndex((one) => one.trim() === name) ?? -1;
    const found = exact >= 0 ? exact : lower.indexOf(name.toLowerCase());
    if (found >= 0) return found;
  }
  return undefined;
};
