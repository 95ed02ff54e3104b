import { createTrainingLogReader } from '../../lib/training-log/reader';
import { type Figure, median } from './figure';

const lineCount = 1_000_000;
const runs = 3;

/** What a script of each kind prints, in turn: so that no one form alone is measured. */
const forms: ((index: number) => string)[] = [
  (index) => `2026-05-04 12:00:01,123 - trainer - INFO - step ${index}: loss: 0.${index} - acc: 0.5`,
  (index) =>
    `Epoch: [${Math.floor(index / 1000)}][${index % 1000}/1000]#011Time 0.253 ( 0.253)#011Loss 7.0211e+00 (7.0211e+00)`,
  (index) => `some words of a library that say nothing of training, number ${index}`,
  (index) =>
    `#015 ${Math.floor((index % 1000) / 10)}%|███       | ${index % 1000}/1000 [04:10<15:22,  2.00it/s, loss=0.5]`,
];

/** Lines a second of the one reader on a log of a million lines, and the memory that it holds in the end. */
export const measureLogReading = (): Figure[] => {
  const rates: number[] = [];
  let megabytes = 0;
  for (let run = 0; run < runs; run++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const reader = createTrainingLogReader();
    const start = performance.now();
    for (let index = 0; index < lineCount; index++) {
      const message = forms[index % forms.length]?.(index) ?? '';
      reader.push({ sequence: index, at: index, attempt: 1, host: 'algo-1', message });
    }
    rates.push(lineCount / ((performance.now() - start) / 1000));
    reader.model();
    globalThis.gc?.();
    megabytes = Math.max(megabytes, (process.memoryUsage().heapUsed - before) / 1e6);
  }
  return [
    {
      metric: `training log: lines a second, of ${lineCount.toLocaleString('en')}`,
      measured: Math.round(median(rates)).toLocaleString('en'),
      samples: rates,
    },
    {
      metric: 'training log: memory after them',
      measured: `${Math.round(megabytes)} MB`,
      target: '≤ 200 MB',
      met: megabytes <= 200,
      samples: [megabytes],
    },
  ];
};
