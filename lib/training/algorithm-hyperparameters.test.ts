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
  for (const name of algorithmNames) {
    const { required } = builtInAlgorithms[name];
    expect(algorithmProblems(name, []).map(({ text }) => text.split(' ').at(-1))).toEqual(
      required.map((each) => `${each}.`),
    );
    expect(algorithmProblems(name, of(Object.fromEntries(required.map((each) => [each, '1']))))).toEqual([]);
  }
  expect(algorithmProblems('pytorch', [])).toEqual([]);
});
