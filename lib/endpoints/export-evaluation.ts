import 'server-only';
import { Readable } from 'node:stream';
import { toCsv } from '../training/csv';
import { defineUseCase } from '../use-cases/define-use-case';
import { probabilityAt, type StoredEvaluation } from './evaluation-store';
import { addressSchema, storedAt } from './read-evaluation';

/** Every example of an evaluation with its label and what the model answered. @throws {SpotdeckError} not-found … */
export const exportEvaluation = defineUseCase({
  name: 'export-evaluation',
  input: addressSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, address): Promise<{ body: ReadableStream<Uint8Array>; fileName: string }> => ({
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Node types its web streams apart from the browser's, and a stream of Readable's has bytes
    body: Readable.toWeb(
      Readable.from(linesOf(await storedAt(backend, address))),
    ) as ReadableStream<Uint8Array>,
    fileName: `evaluation-${address.id}.csv`,
  }),
});

const rowsAtOnce = 5000;

function* linesOf(stored: StoredEvaluation): Generator<Buffer> {
  const { actual, predicted, labels, predictions, classNames } = stored;
  const row = (index: number) =>
    actual && predicted
      ? numbersOf(index, actual[index], predicted[index])
      : [
          index,
          classNames?.[labels?.[index] ?? -1],
          classNames?.[predictions?.[index] ?? -1],
          probabilityAt(stored, index),
        ];
  const heads = actual
    ? ['example', 'actual', 'predicted', 'residual']
    : ['example', 'actual', 'predicted', 'probability'];
  yield Buffer.from(toCsv([heads]));
  for (let first = 0; first < stored.count; first += rowsAtOnce) {
    const size = Math.min(rowsAtOnce, stored.count - first);
    yield Buffer.from(toCsv(Array.from({ length: size }, (_, at) => row(first + at))));
  }
}

const numbersOf = (index: number, actual = NaN, predicted = NaN) => [
  index,
  actual,
  predicted,
  predicted - actual,
];
