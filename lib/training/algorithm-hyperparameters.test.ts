import { expect, it } from 'vitest';
import { algorithmProblems } from './algorithm-hyperparameters';
import { algorithmNames, builtInAlgorithms } from './built-in-algorithms';

const of = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));
const said = (values: Record<string, string>) =>
  algorithmProblems('xgboost', of({ num_round: '50', ...values })).map(
    ({ severity, index = '-', text }) => `${severity} ${index}: ${text}`,
  );

it('takes what AWS’s own example of XGBoost gives it', () => {
  const example = { max_depth: '5', eta: '0.2', gamma: '4', min_child_weight: '6', subsample: '0.7' };
  expect(said({ ...example, objective: 'reg:squarederror', silent: '0', eval_metric: 'rmse,mae' })).toEqual(
    [],
  );
});

it.each([
  ['eta', '1.5', 'a number from 0 to 1'],
  ['eta', 'fast', 'a number from 0 to 1'],
  ['eta', '', 'a number from 0 to 1'],
  ['subsample', '0', 'a number above 0 to 1'],
  ['colsample_bytree', '1.01', 'a number above 0 to 1'],
  ['gamma', '-1', 'a number from 0'],
  ['max_depth', '3.5', 'a whole number from 0'],
  ['max_depth', '1e1', 'a whole number from 0'],
  ['num_class', '1', 'a whole number from 2'],
  ['verbosity', '4', 'a whole number from 0 to 3'],
  ['tweedie_variance_power', '2', 'a number above 1 below 2'],
  ['booster', 'gbforest', 'one of gbtree, gblinear, dart'],
  ['tree_method', 'fast', 'one of auto, exact, approx, hist, gpu_hist'],
])('%s of "%s" is refused', (name, value, what) =>
  expect(said({ [name]: value })).toEqual([`error 1: XGBoost takes ${what} as ${name}.`]),
);

it.each([
  ['eta', '0'],
  ['eta', '1'],
  ['eta', '.3'],
  ['gamma', '1e-3'],
  ['subsample', '1.0'],
  ['max_depth', '0'],
  ['alpha', '250'],
  ['seed', '-7'],
  ['base_score', '-0.5'],
  ['tree_method', 'gpu_hist'],
])('%s of "%s" is taken', (name, value) => expect(said({ [name]: value })).toEqual([]));

it('says what is missing and what no XGBoost knows', () => {
  const texts = (values: Record<string, string>) =>
    algorithmProblems('xgboost', of(values)).map(({ text }) => text);
  expect(texts({})).toEqual(['XGBoost does not begin without the hyperparameter num_round.']);
  expect(texts({ num_round: '1', objective: 'multi:softprob' })).toEqual([
    'XGBoost does not begin without the hyperparameter num_class.',
  ]);
  for (const name of ['num_rounds', 'learning_rate', 'constructor'])
    expect(said({ [name]: '1' })).toEqual([expect.stringMatching(`^warning 1: ${name} is not among`)]);
});

it('wants of every other algorithm what it does not begin without, and nothing of a framework', () => {
  const taken: Record<string, string> = { predictor_type: 'regressor', mode: 'cbow', time_freq: '5min' };
  for (const name of algorithmNames) {
    const required = Object.keys(builtInAlgorithms[name].required);
    expect(algorithmProblems(name, []).map(({ text }) => text.split(' ').at(-1))).toEqual(
      required.map((each) => `${each}.`),
    );
    const given = of(Object.fromEntries(required.map((each) => [each, taken[each] ?? '5'])));
    expect(
      algorithmProblems(
        name,
        name === 'knn'
          ? of({ ...taken, feature_dim: '5', k: '5', sample_size: '5', predictor_type: 'classifier' })
          : given,
      ),
      name,
    ).toEqual([]);
    expect(algorithmProblems(name, of(Object.fromEntries(required.map((each) => [each, ' ']))))).toHaveLength(
      required.length,
    );
  }
  expect(algorithmProblems('pytorch', [])).toEqual([]);
});

it.each([
  ['kmeans', { feature_dim: '784', k: '0' }, 'K-Means takes a whole number from 1 as k.'],
  [
    'linear-learner',
    { predictor_type: 'classifier' },
    'Linear Learner takes one of binary_classifier, multiclass_classifier, regressor as predictor_type.',
  ],
  [
    'linear-learner',
    { predictor_type: 'multiclass_classifier' },
    'Linear Learner does not begin without the hyperparameter num_classes.',
  ],
  ['linear-learner', { predictor_type: 'regressor', num_classes: 'many' }, undefined],
  ['blazingtext', { mode: 'word2vec' }, /^BlazingText takes one of batch_skipgram/],
  ['ntm', { feature_dim: '5000', num_topics: '1' }, /takes a whole number from 2 to 1000 as num_topics/],
  ['randomcutforest', { feature_dim: '10001' }, /from 1 to 10000 as feature_dim/],
  [
    'knn',
    {
      ...{ feature_dim: '4', k: '3', sample_size: '100', predictor_type: 'regressor' },
      dimension_reduction_type: 'sign',
    },
    'K-Nearest Neighbors does not begin without the hyperparameter dimension_reduction_target.',
  ],
] as const)('%s with %j: %s', (algorithm, values, text) => {
  const texts = algorithmProblems(algorithm, of({ ...values })).map((problem) => problem.text);
  expect(texts).toEqual(text === undefined ? [] : [expect.stringMatching(text)]);
});
