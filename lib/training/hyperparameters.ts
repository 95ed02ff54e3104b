/** Reads hyperparameters, which travel as strings: script mode JSON-encodes each value, built-ins do not. */
import { lookUp } from './look-up';
import { type TrainingJob } from './training-job';

/** The value a script would see; what is no JSON is the text itself. */
export const readHyperparameter = (value: string): string | number | boolean | object | null => {
  try {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- JSON has no other values
    return JSON.parse(value) as string | number | boolean | object | null;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
};

/** Names by which frameworks and scripts ask for a number of epochs or rounds, the more exact first. */
const PLAN_NAMES = [
  'epochs',
  'epoch',
  'num_epochs',
  'num-epochs',
  'n_epochs',
  'max_epochs',
  'max-epochs',
  'num_train_epochs',
  'num_round',
  'num-round',
  'num_rounds',
  'num_boost_round',
  'n_estimators',
];

/** How many epochs or rounds the job is to train; undefined where its hyperparameters do not say. */
export const plannedEpochs = (job: Pick<TrainingJob, 'hyperparameters'>): number | undefined => {
  for (const name of PLAN_NAMES) {
    const text = lookUp(job.hyperparameters, name);
    if (text === undefined) continue;
    const read = readHyperparameter(text);
    const count = typeof read === 'string' && /^\d{1,9}$/.test(read) ? Number(read) : read;
    if (typeof count === 'number' && Number.isFinite(count) && count > 0) return Math.ceil(count);
  }
  return undefined;
};
