/**
 * What a built-in algorithm would refuse among its hyperparameters, before an instance is paid for. XGBoost's ranges: the
 * container's own checks (aws/sagemaker-xgboost-container, hyperparameter_validation.py) and the Developer Guide's table,
 * xgboost_hyperparameters.html, read on 2026-11-27.
 */
import { type Accepted, type Range, refusal } from './accepted-value';
import { builtInAlgorithms, isAlgorithm } from './built-in-algorithms';
import { type Severity } from './finding';
import { type Framework } from './training-images';

export interface HyperparameterProblem {
  severity: Severity;
  /** Row of the hyperparameter; absent for one that is not there. */
  index?: number;
  text: string;
}

const fromZero: Range = { min: 0 };
const share: Range = { min: 0, max: 1 };
const openShare: Range = { ...share, open: 'least' };
const flag: Range = { ...share, whole: true };
const count: Range = { min: 1, whole: true };

const ranges: ReadonlyMap<string, Range> = new Map<string, Range>([
  ...['num_round', 'early_stopping_rounds', 'nthread', 'num_parallel_tree'].map(
    (name) => [name, count] as const,
  ),
  ...['csv_weights', 'silent', 'refresh_leaf', 'one_drop'].map((name) => [name, flag] as const),
  ...['eta', 'rate_drop', 'skip_drop', 'lambda_bias'].map((name) => [name, share] as const),
  ...['subsample', 'colsample_bytree', 'colsample_bylevel', 'colsample_bynode'].map(
    (name) => [name, openShare] as const,
  ),
  ...['gamma', 'min_child_weight', 'max_delta_step', 'lambda', 'alpha'].map(
    (name) => [name, fromZero] as const,
  ),
  ...['max_depth', 'max_leaves', 'max_bin'].map((name) => [name, { ...fromZero, whole: true }] as const),
  ['verbosity', { min: 0, max: 3, whole: true }],
  ['num_class', { min: 2, whole: true }],
  ['seed', { whole: true }],
  ['sketch_eps', { ...share, open: 'both' }],
  ['scale_pos_weight', { min: 0, open: 'least' }],
  ['tweedie_variance_power', { min: 1, max: 2, open: 'both' }],
  ['base_score', {}],
]);

const choices: ReadonlyMap<string, readonly string[]> = new Map([
  ['booster', ['gbtree', 'gblinear', 'dart']],
  ['tree_method', ['auto', 'exact', 'approx', 'hist', 'gpu_hist']],
  ['dsplit', ['row', 'col']],
  ['process_type', ['default', 'update']],
  ['grow_policy', ['depthwise', 'lossguide']],
  ['sample_type', ['uniform', 'weighted']],
  ['normalize_type', ['tree', 'forest']],
]);

/** Without a range of their own; some are of newer images alone. */
const others =
  'objective eval_metric updater predictor monotone_constraints interaction_constraints deterministic_histogram ' +
  'single_precision_histogram sampling_method prob_buffer_row use_dask_gpu_training save_model_on_termination ' +
  'huber_slope max_cat_to_onehot aft_loss_distribution aft_loss_distribution_scale device ' +
  '_tuning_objective_metric _kfold _num_cv_round';
const declared = new Set([...ranges.keys(), ...choices.keys(), ...others.split(' ')]);

interface Hyperparameter {
  name: string;
  value: string;
}

/** @param framework of the image that runs without a script */
export const algorithmProblems = (
  framework: Framework,
  hyperparameters: readonly Hyperparameter[],
): HyperparameterProblem[] => {
  if (framework === 'xgboost') return xgboostProblems(hyperparameters);
  if (!isAlgorithm(framework)) return [];
  const { title, required, conditional = [] } = builtInAlgorithms[framework];
  const valueOf = (name: string) => hyperparameters.find((each) => each.name === name)?.value.trim() ?? '';
  const wanted = new Map<string, Accepted>([
    ...Object.entries(required),
    ...conditional.flatMap(({ where, is, name, accepted }) =>
      valueOf(where) !== '' && (is === undefined || valueOf(where) === is) ? [[name, accepted] as const] : [],
    ),
  ]);
  return [
    ...missing(title, [...wanted.keys()], hyperparameters),
    ...hyperparameters.flatMap(({ name, value }, index): HyperparameterProblem[] => {
      const accepted = wanted.get(name);
      const why = accepted && value.trim() !== '' ? refusal(accepted, value.trim()) : undefined;
      return why === undefined
        ? []
        : [{ severity: 'error', index, text: `${title} takes ${why} as ${name}.` }];
    }),
  ];
};

const missing = (
  title: string,
  required: readonly string[],
  given: readonly Hyperparameter[],
): HyperparameterProblem[] =>
  required
    .filter((name) => !given.some((each) => each.name === name && each.value.trim() !== ''))
    .map((name) => ({
      severity: 'error',
      text: `${title} does not begin without the hyperparameter ${name}.`,
    }));

const xgboostProblems = (given: readonly Hyperparameter[]): HyperparameterProblem[] => {
  const objective = given.find(({ name }) => name === 'objective')?.value.trim();
  const isMulticlass = objective === 'multi:softmax' || objective === 'multi:softprob';
  return [
    ...missing('XGBoost', ['num_round', ...(isMulticlass ? ['num_class'] : [])], given),
    ...given.flatMap(({ name, value }, index): HyperparameterProblem[] => {
      if (name === '') return [];
      const why = refusal(ranges.get(name) ?? choices.get(name) ?? 'anything', value.trim());
      if (why !== undefined) return [{ severity: 'error', index, text: `XGBoost takes ${why} as ${name}.` }];
      return declared.has(name)
        ? []
        : [
            {
              severity: 'warning',
              index,
              text: `${name} is not among the hyperparameters of built-in XGBoost, which refuses those that it does not know.`,
            },
          ];
    }),
  ];
};
