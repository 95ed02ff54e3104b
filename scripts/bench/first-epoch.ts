import { completed, launchExample, logLine } from './bench-job';
import { type Figure, secondsFigure } from './figure';

const repeats = 3;

/** From just before the launch, the packing of the script included, to the time of the first epoch's log line. */
export const measureFirstEpoch = async (): Promise<Figure[]> => {
  const samples: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const name = `bench-first-epoch-${repeat}`;
    const launched = Date.now();
    await launchExample(name, { epochs: 1, 'train-size': 5000 });
    const { at } = await logLine(name, /^Epoch 1\//);
    samples.push((at - launched) / 1000);
    await completed(name);
  }
  return [secondsFigure('launch → first epoch’s log line', samples)];
};
