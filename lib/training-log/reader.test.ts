import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TrainingLogLine } from './model';
import { createTrainingLogReader, readTrainingLog } from './reader';

const lines = (...messages: string[]): TrainingLogLine[] =>
  messages.map((message, index) => ({
    sequence: index,
    at: index * 1000,
    attempt: 1,
    host: 'algo-1',
    message,
  }));

describe('the reader', () => {
  it('gives the same model until a line changes something, or the evidence is another', () => {
    const reader = createTrainingLogReader();
    const [first, noise, second] = lines(
      'Epoch 1/2 - loss: 0.5',
      'a line without anything in it',
      'Epoch 2/2 - loss: 0.4',
    );
    expect(reader.push(first as TrainingLogLine)).toBe(true);
    const model = reader.model();
    expect(reader.push(noise as TrainingLogLine)).toBe(false);
    expect(reader.model()).toBe(model);
    expect(reader.model({ planned: 2 })).not.toBe(model);
    expect(reader.push(second as TrainingLogLine)).toBe(true);
    expect(reader.model().attempts[0]?.reached).toBe(2);
  });

  it('keeps a curve for each rank, shows the lowest, and another one where it is asked for', () => {
    const reader = createTrainingLogReader();
    for (const line of lines('[1,1]<stdout>:Epoch 1 loss: 0.6', '[1,0]<stdout>:Epoch 1 loss: 0.5'))
      reader.push(line);
    const lossOf = (rank?: string) =>
      reader.model(undefined, rank).attempts[0]?.series[0]?.epochs[0]?.metrics['loss'];
    expect(reader.model().attempts[0]?.ranks).toEqual(['rank 0', 'rank 1']);
    expect([lossOf(), lossOf('rank 1'), lossOf('rank 9')]).toEqual([0.5, 0.6, 0.5]);
  });

  it('shows the lowest-numbered host', () => {
    const model = readTrainingLog([
      { sequence: 0, at: 0, attempt: 1, host: 'algo-2', message: 'Epoch 1 loss: 0.9' },
      { sequence: 1, at: 1, attempt: 1, host: 'algo-1', message: 'Epoch 1 loss: 0.1' },
    ]);
    expect(model.attempts[0]?.series[0]?.epochs[0]?.metrics).toEqual({ loss: 0.1 });
  });

  it('tells the last epoch that has ended, in the script’s own numbers', () => {
    const reader = createTrainingLogReader();
    const done = (message: string) => {
      reader.push({ sequence: 0, at: 0, attempt: 1, host: 'algo-1', message });
      return reader.lastDone(1)?.number;
    };
    expect(done('Epoch 1/3')).toBeUndefined();
    expect(done('50/100 [=====>....] - ETA: 1s - loss: 0.5')).toBeUndefined();
    expect(done('100/100 [==========] - 2s - loss: 0.4')).toBe(1);
    expect(done('Epoch 2/3')).toBe(1);
    expect(done('Epoch 3/3')).toBe(2);
  });

  it('puts a point for each line within an epoch, with its position and line', () => {
    const model = readTrainingLog(lines('Epoch 1 step 10/40 loss=0.9', 'Epoch 1 step 20/40 loss=0.8'));
    expect(model.attempts[0]?.series[0]?.points).toEqual([
      { position: 0.25, metrics: { loss: 0.9 }, at: 0, line: 0 },
      { position: 0.5, metrics: { loss: 0.8 }, at: 1000, line: 1 },
    ]);
  });

  it('keeps an evaluation after the last epoch apart', () => {
    const series = readTrainingLog(lines('Epoch 1/1', '9/9 - 2s - loss: 0.9', '4/4 - 0s - loss: 0.7'))
      .attempts[0]?.series[0];
    expect(series?.epochs[0]?.metrics).toEqual({ loss: 0.9 });
    expect(series?.evaluations).toEqual([
      { position: 1, split: 'eval', metrics: { loss: 0.7 }, at: 2000, line: 2 },
    ]);
  });

  it('bases a verdict on lines, each with its number in the log', () => {
    const model = readTrainingLog([
      { sequence: 7, at: 0, attempt: 1, host: 'algo-1', message: 'Epoch 1/3 - loss: 0.5' },
      { sequence: 8, at: 1, attempt: 2, host: 'algo-1', message: 'INFO:root:Resuming from ckpt-1.pt' },
      { sequence: 9, at: 2, attempt: 2, host: 'algo-1', message: 'Epoch 2/3 - loss: 0.4' },
    ]);
    expect(model.resumes[0]).toMatchObject({
      verdict: 'resumed',
      at: 1,
      how: 'numbers',
      from: 'ckpt-1.pt',
      fromSaid: true,
      lost: 0,
    });
    expect(model.resumes[0]?.evidence.map(({ kind, line, text }) => [kind, line, text])).toEqual([
      ['last-position-before', 7, 'Epoch 1/3 - loss: 0.5'],
      ['says-resumed', 8, 'Resuming from ckpt-1.pt'],
      ['first-position', 9, 'Epoch 2/3 - loss: 0.4'],
    ]);
  });

  it('says what would tell where it cannot', () => {
    const attempts = [1, 2].flatMap((attempt) =>
      ['Epoch 1/3 - loss: 0.5', 'Epoch 2/3 - loss: 0.4'].map((message, index) => ({
        sequence: attempt * 10 + index,
        at: 0,
        attempt,
        host: 'algo-1',
        message,
      })),
    );
    const [resume] = readTrainingLog(attempts).resumes;
    expect(resume).toMatchObject({
      verdict: 'cannot-tell',
      wouldTell: ['checkpoint-list', 'say-checkpoint'],
    });
    expect(resume).not.toHaveProperty('at');
    expect(
      readTrainingLog(attempts, { stored: [{ attempt: 2, names: [], complete: true }] }).resumes[0]?.verdict,
    ).toBe('nothing-to-resume');
    expect(
      readTrainingLog(attempts, { stored: [{ attempt: 2, names: [], complete: false }] }).resumes[0]?.verdict,
    ).toBe('cannot-tell');
  });

  it('does not take steps that begin again for a start from scratch where no value shows it', () => {
    const attempts = [1, 2].flatMap((attempt) =>
      ['iter: 20  lr: 0.001', 'iter: 40  lr: 0.001', 'iter: 60  lr: 0.001'].map((message, index) => ({
        sequence: attempt * 10 + index,
        at: 0,
        attempt,
        host: 'algo-1',
        message,
      })),
    );
    const stored = [{ attempt: 2, names: ['model_0000050.pth'], complete: true }];
    expect(readTrainingLog(attempts, { stored }).resumes[0]?.verdict).toBe('cannot-tell');
  });

  it('finishes the last epoch of a job that the caller knows to have ended well', () => {
    const log = lines('Epoch: [1][10/100] loss 0.5', 'Epoch: [1][90/100] loss 0.4');
    expect(readTrainingLog(log).attempts[0]?.reached).toBe(0.9);
    expect(readTrainingLog(log, { completed: true }).attempts[0]?.reached).toBe(1);
  });
});

describe('any log', () => {
  const piece = fc.constantFrom(
    ...[
      'Epoch ',
      '3',
      '/10',
      ' loss: ',
      '0.5',
      'nan',
      '#011',
      '#015',
      '[',
      ']',
      ',',
      "'epoch': ",
      '{',
      '}',
      '|',
      ' - ',
      '%',
      '"',
      'tensor(',
      'resuming from epoch ',
      'checkpoint-3.h5',
      'step ',
      '[1,0]<stdout>:',
      'val_',
      'it/s]',
    ],
  );
  const message = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );

  it('never throws, gives finite numbers only, and tells every change', () => {
    const log = fc.array(
      fc.tuple(message, fc.integer({ min: 1, max: 3 }), fc.constantFrom('algo-1', 'algo-2')),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(log, fc.array(fc.string()), (all, names) => {
        const reader = createTrainingLogReader();
        const outside = { stored: [{ attempt: 2, names, complete: true }] };
        let before = JSON.stringify(reader.model(outside));
        for (const [index, [text, attempt, host]] of all.entries()) {
          const changed = reader.push({ sequence: index, at: index, attempt, host, message: text });
          const now = JSON.stringify(reader.model(outside));
          if (!changed) expect(now).toBe(before);
          before = now;
        }
        for (const { series, reached } of reader.model(outside).attempts) {
          expect(Number.isFinite(reached ?? 0)).toBe(true);
          for (const { epochs, points } of series) {
            for (const { metrics } of [...epochs, ...points]) {
              expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it.each([
    '[',
    '(',
    '{',
    '1',
    '1,',
    '"',
    "'",
    ' ',
    'a',
    'loss: ',
    'Epoch ',
    'Epoch 1',
    '| ',
    '%',
    '1%|',
    '#010',
    'resuming from epoch ',
    'INFO ',
    'tensor(',
    'no checkpoint ',
    'a/',
    'a.',
    '"epoch":',
    '[1,1]<stdout>:',
    '━',
    '1/1 [',
    'fold ',
    '{"a":',
    'it/s]{',
  ])('of one endless line of %j comes to an end', (part) => {
    // A pattern that backtracks would take hours.
    const text = part.repeat(300_000 / part.length);
    const model = readTrainingLog(
      lines(text, 'Epoch 1', text, `Epoch 1 ${text}`, `{${text}`, `[1]\t${text}`),
    );
    expect(model.attempts).toHaveLength(1);
  });

  it('of 200,000 lines is kept in bounded size', () => {
    const reader = createTrainingLogReader();
    for (let index = 0; index < 200_000; index++) {
      const text =
        index % 20 === 0 ? `Epoch ${index / 20}/10000` : `step ${index}: loss: 0.${index} - acc: 0.5`;
      reader.push({ sequence: index, at: index, attempt: 1, host: 'algo-1', message: text });
    }
    const series = reader.model().attempts[0]?.series[0];
    expect(series?.epochs).toHaveLength(10_000);
    expect(series?.points.length).toBeLessThan(2_001);
  }, 120_000);
});

describe('a job that goes on from another one’s checkpoint', () => {
  const beginningOf = (...messages: string[]) => {
    const { attempts } = readTrainingLog(lines(...messages));
    return [attempts[0]?.series[0]?.from, attempts[0]?.reached];
  };
  it.each<[string, string[], [number, number]]>([
    ['Keras', ['Epoch 6/10', '5/5 - 1s - loss: 0.4', 'Epoch 7/10', '5/5 - 1s - loss: 0.3'], [5, 7]],
    ['XGBoost', ['Resuming from iteration 10', '[10]#011train-rmse:3.8', '[11]#011train-rmse:3.7'], [10, 12]],
    [
      'LightGBM',
      ["[11]\ttraining's l2: 0.5\tvalid_1's l2: 0.6", "[12]\ttraining's l2: 0.4\tvalid_1's l2: 0.5"],
      [10, 12],
    ],
    ['CatBoost', ['5:\tlearn: 0.61\ttotal: 1s', '6:\tlearn: 0.60\ttotal: 2s'], [5, 7]],
    [
      'MXNet',
      ['Epoch[5] Train-accuracy=0.9', 'Epoch[5] Time cost=3.1', 'Epoch[6] Train-accuracy=0.91'],
      [5, 7],
    ],
    [
      'a script of its own',
      ['Resuming training from epoch: 4', 'epoch: 4 - loss: 0.6 - accuracy: 0.7', 'epoch: 5 - loss: 0.5'],
      [3, 5],
    ],
    [
      'Hugging Face',
      ["{'loss': 0.5, 'epoch': 3.1}", "{'loss': 0.4, 'epoch': 3.2}", "{'loss': 0.3, 'epoch': 3.3}"],
      [3, 3.3],
    ],
    ['steps', ['step 510 loss: 0.5', 'step 520 loss: 0.4', 'step 530 loss: 0.3'], [500, 530]],
  ])('%s: begins where it took up', (_, messages, expected) => {
    expect(beginningOf(...messages)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['every tenth epoch is printed', ['Epoch 10: loss 0.5', 'Epoch 20: loss 0.4', 'Epoch 30: loss 0.3']],
    ['one late epoch is printed yet', ['Epoch 10: loss 0.5']],
    ['a pretrained model was loaded', ['Loaded checkpoint bert-base', 'Epoch 1/3', 'Epoch 2/3']],
  ])('is not claimed where %s', (_, messages) => {
    expect(beginningOf(...messages)[0]).toBe(0);
  });
});
