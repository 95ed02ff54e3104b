import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEpochParser, parseEpochs } from './epochs';
import { type LogLine } from './log-line';
import { after, logOf, sampleLog } from './read-sample';

const read = (lines: Iterable<LogLine>) => {
  const parser = createEpochParser();
  for (const line of lines) parser.push(line);
  return {
    axis: parser.axis(),
    notices: parser.resumeNotices(),
    epochs: parser.records().map(({ epoch, of, metrics }) => [epoch, of, metrics]),
  };
};

describe('the epochs of a log', () => {
  it('Keras 2: bars, training and validation values apart', () => {
    const { axis, epochs } = read(sampleLog('keras2'));
    expect(axis).toBe('epoch');
    expect(epochs).toEqual([
      [1, 5, { loss: 1.83, accuracy: 0.4, val_loss: 2.1, val_accuracy: 0.3 }],
      [2, 5, { loss: 1.42, accuracy: 0.49, val_loss: 1.38, val_accuracy: 0.51 }],
      [3, 5, { loss: 1.25, accuracy: 0.56, val_loss: 1.19, val_accuracy: 0.58 }],
    ]);
  });

  it('Keras bars that draw over themselves: the last drawing counts', () => {
    expect(read(sampleLog('keras2-bars')).epochs).toEqual([
      [1, 2, { loss: 1.83, accuracy: 0.4, val_loss: 2.1, val_accuracy: 0.3 }],
      [2, 2, { loss: 1.42, accuracy: 0.49, val_loss: 1.38, val_accuracy: 0.51 }],
    ]);
  });

  it('Keras 3: accuracy first, colour codes, exponents', () => {
    expect(read(sampleLog('keras3')).epochs).toEqual([
      [
        1,
        3,
        { accuracy: 0.8721, loss: 0.4431, val_accuracy: 0.9545, val_loss: 0.1502, learning_rate: 0.001 },
      ],
      [
        2,
        3,
        { accuracy: 0.9583, loss: 0.1391, val_accuracy: 0.9683, val_loss: 0.1052, learning_rate: 0.001 },
      ],
    ]);
  });

  it('PyTorch: steps within an epoch end with its last value', () => {
    expect(read(sampleLog('pytorch')).epochs).toEqual([
      [1, undefined, { loss: 1.845 }],
      [2, undefined, { loss: 1.52 }],
      [3, undefined, { loss: 1.234 }],
    ]);
  });

  it('PyTorch with a test line after each epoch: the test value is no training value', () => {
    expect(read(sampleLog('pytorch-mnist')).epochs).toEqual([
      [1, undefined, { Loss: 0.21347, 'test loss': 0.1016 }],
      [2, undefined, { Loss: 0.104512, 'test loss': 0.0512 }],
    ]);
  });

  it('XGBoost: rounds from 0, tabs escaped', () => {
    expect(read(sampleLog('xgboost'))).toMatchObject({
      axis: 'round',
      epochs: [
        [0, undefined, { 'train-rmse': 8.09123, 'validation-rmse': 8.11842 }],
        [1, undefined, { 'train-rmse': 6.61034, 'validation-rmse': 6.64522 }],
        [49, undefined, { 'train-error': 0.09712, 'validation-error': 0.10318 }],
      ],
    });
  });

  it('MXNet: epochs from 0, speed and time are no metrics', () => {
    expect(read(sampleLog('mxnet')).epochs).toEqual([
      [0, undefined, { accuracy: 0.112624, 'Train-accuracy': 0.8712, 'Validation-accuracy': 0.931 }],
      [3, undefined, { 'Train-accuracy': 0.9712, 'Validation-accuracy': 0.9612 }],
    ]);
  });

  it('Hugging Face: a part of an epoch lies in the epoch it is a part of', () => {
    expect(read(sampleLog('huggingface')).epochs.map(([epoch, , metrics]) => [epoch, metrics])).toEqual([
      [
        1,
        { loss: 0.6931, learning_rate: 4.5e-5, eval_loss: 0.4012, eval_accuracy: 0.8713, eval_runtime: 12.3 },
      ],
      [2, { loss: 0.3511, learning_rate: 1e-5 }],
    ]);
  });

  it.each<[string, unknown]>([
    [
      'Epoch 6/10, Train Loss: 0.5, Val Loss: 0.4, Val Acc: 98.1%',
      { 'Train Loss': 0.5, 'Val Loss': 0.4, 'Val Acc': 98.1 },
    ],
    ['Epoch [10/20], Step [100/600], Loss: 0.2543', { Loss: 0.2543 }],
    [
      '| end of epoch   8 | time: 12.30s | valid loss  5.32 | valid ppl   204.1',
      { 'valid loss': 5.32, 'valid ppl': 204.1 },
    ],
    ['=== Validation epoch 3: loss: 0.4', { 'validation loss': 0.4 }],
    ["[1]#011training's l2: 0.5#011valid_1's l2: 0.6", { "training's l2": 0.5, "valid_1's l2": 0.6 }],
    ['step=100 epoch=3 loss=.5', { loss: 0.5 }],
    ['Epoch 00003: val_loss improved from 0.51 to 0.49, saving model to checkpoint-3.h5', {}],
    ['2026-05-04 12:00:01,123 sagemaker-training INFO     Epoch 12 loss: 1e-3', { loss: 0.001 }],
    ['[1,mpirank:0,algo-1]<stdout>:Epoch 12 loss: 1.5E+2', { loss: 150 }],
    ['Epoch 3: 12:30:00 elapsed: 12.5s, 3.1 it/s, speed: 100 samples/sec, loss: -0.5', { loss: -0.5 }],
  ])('%s', (message, metrics) => {
    expect(parseEpochs(logOf(message)).map((record) => record.metrics)).toEqual([metrics]);
  });

  it.each([
    'Latest epoch checkpoint file name: checkpoint-5.h5',
    'Resuming training from epoch: 6',
    'Starting training from epoch: 6',
    'Namespace(epochs=10, batch_size=64, loss: 3)',
    'epochs: ten',
    'loss: 0.5',
    '[10:02:11] WARNING: loss: 3',
    '[12] loading data',
  ])('no epoch is made up from: %s', (message) => {
    expect(read(logOf(message)).epochs).toEqual([]);
  });

  it('leaves a gap where a loss is no number any more, instead of the value before it', () => {
    const lines = logOf(
      'Epoch 1/2',
      '[1, 10] loss: 0.5',
      '[1, 20] loss: nan',
      'Epoch 2/2',
      '- loss: inf - acc: 0.5',
    );
    expect(read(lines).epochs).toEqual([
      [1, 2, {}],
      [2, 2, { acc: 0.5 }],
    ]);
  });

  it('takes metrics of a line without an epoch for the epoch its host is in', () => {
    const line = (sequence: number, host: string, message: string): LogLine => ({
      sequence,
      at: sequence,
      attempt: 1,
      host,
      message,
    });
    const lines = [
      line(0, 'algo-2', 'Epoch 1/2'),
      line(1, 'algo-1', 'Epoch 1/2'),
      line(2, 'algo-1', 'Epoch 2/2'),
      line(3, 'algo-2', '10/10 - 1s - loss: 0.9 - only_here: 1'),
      line(4, 'algo-1', '10/10 - 1s - loss: 0.1'),
      line(5, 'algo-2', 'Epoch 2/2'),
      line(6, 'algo-2', '10/10 - 1s - loss: 0.8'),
    ];
    expect(read(lines).epochs).toEqual([
      [1, 2, { loss: 0.9, only_here: 1 }],
      [2, 2, { loss: 0.1 }],
    ]);
  });

  it('keeps an epoch that two attempts trained twice, with its times', () => {
    const first = sampleLog('resumed-attempt-1');
    const records = parseEpochs([...first, ...sampleLog('resumed-attempt-2', { attempt: 2, from: 60 })]);
    expect(records.map(({ attempt, epoch }) => `${attempt}/${epoch}`)).toEqual([
      '1/1',
      '1/2',
      '1/3',
      '1/4',
      '2/3',
      '2/4',
      '2/5',
    ]);
    expect(records[4]).toEqual({
      attempt: 2,
      epoch: 3,
      of: 10,
      metrics: { loss: 0.099812, accuracy: 0.97015, val_loss: 0.09211, val_accuracy: 0.9718 },
      startedAt: after(63),
      endedAt: after(64),
    });
    expect(records[3]?.endedAt).toBeUndefined();
  });

  it('says whether a line changed anything, and gives the same array until one does', () => {
    const parser = createEpochParser();
    const [header, metrics, other] = logOf(
      'Epoch 1/2',
      '1/1 - loss: 0.5',
      'Saved checkpoint: checkpoint-1.h5',
    );
    expect([header, metrics, other].map((line) => parser.push(line as LogLine))).toEqual([true, true, false]);
    const records = parser.records();
    parser.push(other as LogLine);
    expect(parser.records()).toBe(records);
  });

  it('puts up with names that every object has', () => {
    const [record] = parseEpochs(logOf('Epoch 1: constructor: 1, hasOwnProperty: 2, loss: 3'));
    expect(Object.keys(record?.metrics ?? {})).toEqual(['constructor', 'hasOwnProperty', 'loss']);
  });
});

describe('what a log says of the checkpoint it starts from', () => {
  it('is told per attempt', () => {
    const { notices } = read([
      ...sampleLog('resumed-attempt-1'),
      ...sampleLog('resumed-attempt-2', { attempt: 2, from: 60 }),
    ]);
    expect(notices).toEqual([
      { attempt: 2, at: after(61), checkpoint: 'checkpoint-2.safetensors', epoch: 3 },
    ]);
  });

  it.each<[string, object]>([
    [
      'Checkpoint loaded from /opt/ml/checkpoints/xgboost-checkpoint.49',
      { checkpoint: 'xgboost-checkpoint.49' },
    ],
    ['INFO:root:Resuming from iteration 50', { epoch: 50 }],
    ['Restored from "/opt/ml/checkpoints/ckpt-12.index".', { checkpoint: 'ckpt-12.index' }],
    ['Loading checkpoint: checkpoint.pth', { checkpoint: 'checkpoint.pth' }],
    ['Starting training from epoch: 6', { epoch: 6 }],
  ])('%s', (message, found) => {
    expect(read(logOf(message)).notices).toEqual([{ attempt: 1, at: after(0), ...found }]);
  });

  it('is no matter of what is loaded after the first epoch', () => {
    expect(read(logOf('Epoch 1/1', 'Loading best weights from checkpoint-1.h5')).notices).toEqual([]);
  });
});

describe('any log', () => {
  const pieces = fc.constantFrom(
    ...[
      'Epoch ',
      '3',
      '/10',
      ' loss: ',
      '0.5',
      'nan',
      '#011',
      '#015',
      '#010',
      '[',
      ']',
      ',',
      "'epoch': ",
      '{',
      '|',
      ' - ',
    ],
  );
  const message = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const lines = fc
    .array(fc.tuple(message, fc.integer({ min: 1, max: 3 }), fc.constantFrom('algo-1', 'algo-2')), {
      maxLength: 40,
    })
    .map((all) =>
      all.map(([text, attempt, host], index) => ({
        sequence: index,
        at: index,
        attempt,
        host,
        message: text,
      })),
    );

  it('never throws, and gives finite numbers and whole epochs only', () => {
    fc.assert(
      fc.property(lines, (log) => {
        for (const { epoch, metrics, startedAt, endedAt } of parseEpochs(log)) {
          expect(Number.isSafeInteger(epoch) && epoch >= 0).toBe(true);
          expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
          expect(endedAt ?? startedAt).toBeGreaterThanOrEqual(startedAt);
        }
      }),
    );
  });

  it('reads the same however often the records are asked for in between, and tells every change', () => {
    fc.assert(
      fc.property(lines, (log) => {
        const parser = createEpochParser();
        let before = JSON.stringify([parser.records(), parser.resumeNotices()]);
        for (const line of log) {
          const changed = parser.push(line);
          const now = JSON.stringify([parser.records(), parser.resumeNotices()]);
          if (!changed) expect(now).toBe(before);
          before = now;
        }
        expect(parser.records()).toEqual(parseEpochs(log));
      }),
    );
  });

  it.each<[string, string]>([
    ['header words', 'Epoch '],
    ['names', 'loss: '],
    ['brackets', '['],
    ['members', "'epoch'"],
    ['letters', 'a'],
    ['digits', '1'],
    ['blanks', ' '],
    ['table cells', '| '],
    ['backspaces', '#010'],
    ['resumptions', 'resuming from epoch '],
    ['levels', 'INFO '],
  ])('of one endless line of %s comes to an end', (_, part) => {
    // A pattern that backtracks would take hours.
    const text = part.repeat(400_000 / part.length);
    const records = parseEpochs(logOf(text, 'Epoch 1', text, `Epoch 1 ${text}`, `{${text}`, `[1]\t${text}`));
    expect(records.length).toBeLessThan(10);
  });

  it('of 200,000 lines is read whole', () => {
    const log = function* () {
      for (let index = 0; index < 200_000; index++) {
        const message =
          index % 20 === 0 ? `Epoch ${index / 20}/10000` : `step ${index}: loss: 0.${index} - acc: 0.5`;
        yield { sequence: index, at: index, attempt: 1, host: 'algo-1', message };
      }
    };
    expect(parseEpochs(log())).toHaveLength(10_000);
  }, 60_000);
});
