import { describe, expect, it } from 'vitest';
import { createEpochWatch } from './epoch-watch';

/** The last ended epoch after each line. */
const ended = (lines: string[]) => {
  const watch = createEpochWatch();
  watch.begin(1);
  return lines.map((line) => {
    watch.push([line], 0);
    return watch.ended();
  });
};

describe('the end of an epoch', () => {
  it('is its metrics line (Keras, verbose=2)', () => {
    expect(
      ended([
        'Epoch 1/10',
        '156/156 - 10s - loss: 1.8 - accuracy: 0.4 - val_loss: 2.1',
        'Epoch 2/10',
        'some words',
        '156/156 - 9s - 65ms/step - accuracy: 0.4000 - loss: 1.5',
      ]),
    ).toEqual([undefined, 1, 1, 1, 2]);
  });

  it('is not a progress bar in the middle of it', () => {
    expect(
      ended([
        'Epoch 1/2',
        ' 10/156 [=>............] - ETA: 3s - loss: 2.0',
        '155/156 ━━━━━━━━ 0s 3ms/step - loss: 1.9',
        '156/156 [==============] - 10s 65ms/step - loss: 1.8 - val_loss: 2.1',
      ]),
    ).toEqual([undefined, undefined, undefined, 1]);
  });

  it('is one line that names both (PyTorch), but no line of a step', () => {
    expect(ended(['epoch: 3 - loss: 1.234', 'epoch: 4 - loss: 1.2'])).toEqual([3, 4]);
    expect(ended(['[2,  4000] loss: 1.845'])).toEqual([undefined]);
  });

  it('is the start of the next where there are no metrics', () => {
    expect(ended(['Epoch 1/3', 'working', 'Epoch 2/3'])).toEqual([undefined, undefined, 1]);
  });

  it('is a round of XGBoost, an epoch of MXNet', () => {
    expect(ended(['[0]#011train-error:0.09#011validation-error:0.1', '[1]\ttrain-rmse:0.2'])).toEqual([0, 1]);
    expect(
      ended([
        'INFO:root:Epoch[3] Batch [100] Speed: 5000 samples/sec accuracy=0.9',
        'INFO:root:Epoch[3] Validation-accuracy=0.9612',
      ]),
    ).toEqual([undefined, 3]);
  });

  it('is not announced by a line that only mentions one', () => {
    expect(ended(['Resuming training from epoch: 6', 'Initial loss: 2.3'])).toEqual([undefined, undefined]);
  });

  it('is not known of an attempt that has ended none yet, whatever those before it did', () => {
    const watch = createEpochWatch();
    watch.begin(1);
    expect(watch.push(['epoch: 3 - loss: 1.234'], 0)).toBe(true);
    watch.begin(2);
    expect(watch.push(['Epoch 4/10'], 0)).toBe(false);
    expect(watch.ended()).toBeUndefined();
  });
});
