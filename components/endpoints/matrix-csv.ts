import { type ConfusionMatrix } from '@/lib/training/confusion-matrix';
import { toCsv } from '@/lib/training/csv';

/** The counts, then the measures of each class. */
export const matrixToCsv = ({ classNames, counts, classes }: ConfusionMatrix): string =>
  `${toCsv([
    ['actual \\ predicted', ...classNames],
    ...classNames.map((name, actual) => [name, ...(counts[actual] ?? [])]),
  ])}\r\n${toCsv([
    ['class', 'precision', 'recall', 'f1', 'support'],
    ...classes.map(({ name, precision, recall, f1, support }) => [name, precision, recall, f1, support]),
  ])}`;
