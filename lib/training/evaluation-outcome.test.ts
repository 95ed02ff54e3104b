import { describe, expect, it } from 'vitest';
import { createAnswerCollector } from './collect-answers';
import { evaluationOutcome, type Reading } from './evaluation-outcome';
import { PredictionError, readAnswer } from './model-answer';
import { encodeNpy } from './npy';
import { type Targets, targetsOf, TargetsError, targetsOfTexts } from './targets';

const body = (text: string, contentType: string) => ({ body: new TextEncoder().encode(text), contentType });
const json = (value: unknown) => body(JSON.stringify(value), 'application/json');
const npy = (values: number[], shape: number[]) => ({
  body: encodeNpy('f4', shape, new Uint8Array(new Float32Array(values).buffer)),
  contentType: 'application/x-npy',
});
const numbers = (...values: number[]): Targets => targetsOf(Float64Array.from(values), [values.length]);
const texts = (...values: string[]): Targets => targetsOfTexts(values);

const outcomeOf = (
  targets: Targets,
  answer: { body: Uint8Array; contentType?: string },
  asked: { classNames?: string[]; reading?: Reading } = {},
) => {
  const count = targets.values.length;
  const collector = createAnswerCollector(count, asked.classNames?.length);
  collector.add(0, readAnswer(answer, count));
  return evaluationOutcome(targets, collector.collected(), asked);
};
const told = (...of: Parameters<typeof outcomeOf>) => {
  const { reading, classes, numbers: found } = outcomeOf(...of);
  return {
    reading,
    form: classes?.form,
    names: classes?.classNames.join(' '),
    labels: classes && [...classes.labels].join(''),
    predicted: classes && [...classes.predictions].join(''),
    both: classes !== undefined && found !== undefined,
  };
};

describe('scores for each class', () => {
  it.each([
    [
      'JSON',
      json({
        predictions: [
          [0.75, 0.25],
          [0.5, 0.5],
        ],
      }),
    ],
    [
      'a bare list',
      json([
        [0.75, 0.25],
        [0.5, 0.5],
      ]),
    ],
    ['JSON of named outputs', json({ predictions: [{ dense: [0.75, 0.25] }, { dense: [0.5, 0.5] }] })],
    [
      'column-wise JSON',
      json({
        outputs: [
          [0.75, 0.25],
          [0.5, 0.5],
        ],
      }),
    ],
    ['CSV', body('0.75,0.25\r\n0.5,0.5\r\n', 'text/csv; charset=utf-8')],
    ['CSV without a type', body('0.75,0.25\n0.5,0.5', '')],
    ['JSON lines', body('{"predictions":[0.75,0.25]}\n[0.5,0.5]\n', 'application/jsonlines')],
    ['npy', npy([0.75, 0.25, 0.5, 0.5], [2, 2])],
    [
      'npy without a type',
      { ...npy([0.75, 0.25, 0.5, 0.5], [2, 2]), contentType: 'application/octet-stream' },
    ],
    [
      'lists within lists',
      json([
        [[0.75], [0.25]],
        [[0.5], [0.5]],
      ]),
    ],
  ])('are read from %s; the first of equals counts', (_, answer) => {
    const { classes, numbers: none } = outcomeOf(numbers(0, 1), answer);
    expect(classes).toMatchObject({ form: 'probabilities', classNames: ['0', '1'] });
    expect([...(classes?.predictions ?? [])]).toEqual([0, 0]);
    expect([...(classes?.probabilities ?? [])]).toEqual([0.75, 0.5]);
    expect(none).toBeUndefined();
  });

  it('are probabilities where all rows are, within rounding, and else scores without probability', () => {
    expect(
      told(
        numbers(0, 1),
        json([
          [0.7, 0.308],
          [0.1, 0.893],
        ]),
      ).form,
    ).toBe('probabilities');
    // One row that adds up to one by chance does not make logits probabilities.
    const logits = outcomeOf(
      numbers(0, 1),
      json([
        [0.25, 0.75],
        [-3, 8],
      ]),
    );
    expect(logits.classes).toMatchObject({ form: 'scores' });
    expect([...(logits.classes?.probabilities ?? [])]).toEqual([NaN, NaN]);
    expect(
      told(
        numbers(0, 1),
        json([
          [1.5, -0.5],
          [2, -1],
        ]),
      ).form,
    ).toBe('scores');
    // Independent sigmoids are no distribution either.
    expect(
      told(
        numbers(0, 1),
        json([
          [0.9, 0.8],
          [0.2, 0.4],
        ]),
      ).form,
    ).toBe('scores');
  });

  it.each([
    ['counted from 0', numbers(0, 2, 1), '021', '0 1 2'],
    ['counted from 1', numbers(1, 3, 2), '021', '1 2 3'],
    ['whatever numbers, in ascending order', numbers(10, 30, 20), '021', '10 20 30'],
    ['names, as NumPy sorts them', texts('cat', 'frog', 'dog'), '021', 'cat dog frog'],
    ['one-hot rows', targetsOf(Float64Array.from([1, 0, 0, 0, 0, 1, 0, 1, 0]), [3, 3]), '021', '0 1 2'],
  ])('meet labels that are %s', (_, targets, labels, names) => {
    const answer = json([
      [8, 1, 1],
      [1, 1, 8],
      [1, 8, 1],
    ]);
    expect(told(targets, answer)).toMatchObject({ labels, names, predicted: '021', form: 'scores' });
  });

  it('meet labels -1 and 1, and the names given for them', () => {
    const answer = json([
      [0.2, 0.8],
      [0.9, 0.1],
    ]);
    expect(told(numbers(1, -1), answer)).toMatchObject({ names: '-1 1', labels: '10', predicted: '10' });
    expect(told(numbers(1, -1), answer, { classNames: ['no', 'yes'] })).toMatchObject({
      names: 'no yes',
      labels: '10',
    });
  });
});

describe('one answer an example', () => {
  it.each([
    ['labels from 0', numbers(0, 2, 1), json([0, 2, 2]), 'labels', '022'],
    ['labels in a column', numbers(0, 2, 1), npy([0, 2, 2], [3, 1]), 'labels', '022'],
    ['labels from 1', numbers(1, 3, 2), json([1, 3, 3]), 'labels', '022'],
    ['indices of labels from 1', numbers(1, 3, 2), json([0, 2, 2]), 'labels', '022'],
    ['labels -1 and 1', numbers(-1, 1, 1), json([-1, 1, -1]), 'labels', '010'],
    ['indices of labels -1 and 1', numbers(-1, 1, 1), json([0, 1, 0]), 'labels', '010'],
    ['labels as texts', numbers(0, 1, 1), json(['0', '1', '0']), 'labels', '010'],
    ['true and false', numbers(0, 1, 1), json([false, true, false]), 'labels', '010'],
    [
      'objects of AWS’s built-ins',
      numbers(0, 1, 1),
      json({
        predictions: [
          { score: 0.1, predicted_label: 0 },
          { score: 0.9, predicted_label: 1 },
          { score: 0.3, predicted_label: 0 },
        ],
      }),
      'labels',
      '010',
    ],
    ['a sigmoid', numbers(0, 1, 1), json([[0.1], [0.9], [0.5]]), 'binary-probability', '011'],
    ['a sigmoid of labels -1 and 1', numbers(-1, 1, 1), json([0.1, 0.9, 0.4]), 'binary-probability', '010'],
    ['a sigmoid over one', numbers(0, 1, 1), npy([0.1, 1.0000001, 0.4], [3]), 'binary-probability', '010'],
    ['a margin', numbers(0, 1, 1), json([-2.5, 3.5, -0.1]), 'binary-score', '010'],
    ['a whole margin', numbers(0, 1, 1), json([-2, 3, -1]), 'binary-score', '010'],
    ['a margin of labels -1 and 1', numbers(-1, 1, 1), json([-0.5, 0.5, -0.5]), 'binary-score', '010'],
    [
      'XGBoost’s row of CSV',
      numbers(0, 1, 1),
      body('0.25,0.75,0.5', 'text/csv'),
      'binary-probability',
      '011',
    ],
    ['a class that no label has', numbers(0, 1, 1), json([0, 1, 2]), 'labels', '012'],
  ])('is %s', (_, targets, answer, form, predicted) => {
    expect(told(targets, answer)).toMatchObject({ reading: 'classification', form, predicted, both: true });
  });

  it('is a name, whether the labels are names or have names', () => {
    expect(told(texts('cat', 'dog'), json(['dog', 'dog']))).toMatchObject({ predicted: '11', both: false });
    expect(told(texts('cat', 'dog'), body('"dog"\ncat\n', 'text/csv'))).toMatchObject({ predicted: '10' });
    expect(told(numbers(0, 1), json(['dog', 'dog']), { classNames: ['cat', 'dog'] }).predicted).toBe('11');
    expect(told(texts('cat', 'dog'), json([1, 0])).predicted).toBe('10');
    expect(told(texts('cat', 'dog'), json([0.2, 0.7]))).toMatchObject({
      predicted: '01',
      form: 'binary-probability',
    });
  });

  it('is one row of CSV for one example with three classes', () => {
    expect(told(numbers(2), body('0.1,0.2,0.7', 'text/csv'))).toMatchObject({
      predicted: '2',
      form: 'probabilities',
    });
  });
});

describe('a regression', () => {
  const rings = Array.from({ length: 90 }, (_, index) => 1 + (index % 28));

  it('is told by real answers to whole labels; rounded to the nearest label they are classes too', () => {
    const answers = rings.map((ring) => ring + 0.6);
    expect(told(numbers(...rings), json(answers))).toMatchObject({
      reading: 'regression',
      form: 'rounded',
      both: true,
    });
    const { classes } = outcomeOf(numbers(3, 5, 9), json([3.9, 4.1, 7]), {});
    expect([...(classes?.predictions ?? [])]).toEqual([0, 1, 2]);
    const chosen = { reading: 'classification' as const };
    expect(told(numbers(...rings), json(answers), chosen)).toMatchObject({
      reading: 'classification',
      both: true,
    });
    expect(told(numbers(0, 1, 2), json([0.5, 1.25, 1.75]), { classNames: ['a', 'b', 'c'] }).reading).toBe(
      'regression',
    );
  });

  it('is told by real labels, and by more whole labels than classes have', () => {
    expect(told(numbers(0.5, 1.5, 2.5), json([1, 2, 3]))).toMatchObject({
      reading: 'regression',
      both: false,
    });
    const years = Array.from({ length: 300 }, (_, index) => 1950 + (index % 70));
    expect(told(numbers(...years), json(years))).toMatchObject({ reading: 'regression', both: true });
    const many = Array.from({ length: 300 }, (_, index) => index);
    expect(told(numbers(...many), json(many))).toMatchObject({ reading: 'regression', both: false });
    expect(told(numbers(0, 1, 1), json([0.4, 88.5, 70])).reading).toBe('regression');
    expect(told(numbers(-5, 40, 12), json([-4.5, 38, 12.25])).reading).toBe('regression');
  });

  it('is what the reader chooses, where both have one number an example', () => {
    const chosen = { reading: 'regression' as const };
    expect(told(numbers(0, 1, 1), json([0.1, 0.9, 0.5]), chosen)).toMatchObject({
      reading: 'regression',
      both: true,
    });
    expect(() =>
      told(
        numbers(0, 1),
        json([
          [0.1, 0.9],
          [0.1, 0.9],
        ]),
        chosen,
      ),
    ).toThrow('one number an example');
    expect(() => told(texts('a', 'b'), json([0.1, 0.2]), chosen)).toThrow('one number an example');
  });
});

describe('what cannot be read', () => {
  it.each([
    [
      'too few predictions',
      numbers(0, 1),
      json([[0.5, 0.5]]),
      /1 predictions for 2 examples: \[\[0\.5,0\.5\]\]/,
    ],
    ['rows of different lengths', numbers(0, 1), json([[0.5, 0.5], [1]]), /differ in length/],
    [
      'an index beyond the classes',
      numbers(0, 1),
      json([0, 2]),
      /answered 2, which is none of the 2 classes/,
    ],
    ['an empty cell', numbers(0), body('0.1,,0.7', 'text/csv'), /no list of predictions: 0\.1,,0\.7/],
    ['a page', numbers(0, 1), body('<html>', 'text/html'), /no list of predictions: <html>/],
    ['an object', numbers(0, 1), json({ error: 'no such model' }), /no such model/],
    ['null', numbers(0, 1), json([null, 1]), /no list of predictions: \[null,1\]/],
    ['nothing', numbers(0, 1), body('', 'application/json'), /no list of predictions/],
    [
      'bytes',
      numbers(0, 1),
      { body: Uint8Array.from([1, 2, 255, 0]), contentType: 'application/json' },
      /\\x01\\x02/,
    ],
    [
      'a broken npy',
      numbers(0, 1),
      { body: new Uint8Array(20), contentType: 'application/x-npy' },
      /not a \.npy file/,
    ],
    ['scores that are no numbers', numbers(0, 1), npy([NaN, 1, 0, 1], [2, 2]), /not a number/],
    ['NaN in CSV', numbers(0, 1), body('nan\n0.5', 'text/csv'), /not a number/],
    ['a name that no class has', numbers(0, 1), json(['cat', 'bird']), /“bird”/],
  ])('is refused with the answer as it came: %s', (_, targets, answer, message) => {
    const asked = { classNames: ['cat', 'dog'] };
    expect(() => outcomeOf(targets, answer, asked)).toThrow(PredictionError);
    expect(() => outcomeOf(targets, answer, asked)).toThrow(message);
  });

  it('is another number of classes, several labels an example, or labels of none of the classes', () => {
    const three = json([
      [0.2, 0.3, 0.5],
      [0.2, 0.3, 0.5],
    ]);
    expect(() => outcomeOf(numbers(0, 1), three, { classNames: ['a', 'b'] })).toThrow(
      '3 classes apart, but 2',
    );
    expect(() => outcomeOf(texts('a', 'b'), three)).toThrow('3 classes apart, but the labels have 2 names');
    expect(() => outcomeOf(numbers(0.5, 1), three)).toThrow(TargetsError);
    expect(() => targetsOf(Float64Array.from([1, 1, 0, 1]), [2, 2])).toThrow('example 0 has 2 labels');
    expect(() => targetsOf(Float64Array.from([0, 0, 0, 1]), [2, 2])).toThrow('example 0 has no label');
    expect(() => targetsOf(Float64Array.from([1, 2, 3, 4]), [2, 2])).toThrow('one value an example');
    expect(() => targetsOf(Float64Array.from([1, NaN]), [2])).toThrow('label 1 is not a number');
    expect(() => targetsOfTexts(['a', ' '])).toThrow('label 1 is empty');
    expect(() => outcomeOf(numbers(0, 1, 7), json([0, 1, 2]), { classNames: ['a', 'b', 'c'] })).toThrow(
      'label 2 is 7',
    );
    expect(() => outcomeOf(texts('a', 'x'), json(['a', 'b']), { classNames: ['a', 'b'] })).toThrow(
      'label 1 is “x”',
    );
  });

  it('is a batch in another form than the one before', () => {
    const collector = createAnswerCollector(4);
    collector.add(
      0,
      readAnswer(
        json([
          [0.5, 0.5],
          [0.5, 0.5],
        ]),
        2,
      ),
    );
    expect(() => collector.add(2, readAnswer(json([0, 1]), 2))).toThrow('in another form');
  });
});
