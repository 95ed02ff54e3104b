/** The script's hyperparameters, as SageMaker's script mode passes them: `--name value`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const baseDir = process.env.SAGEMAKER_BASE_DIR ?? '/opt/ml';

/**
 * @typedef {object} Hyperparameters
 * @property {number} epochs
 * @property {number} batchSize
 * @property {number} learningRate
 * @property {number} units of the hidden layer
 * @property {number} trainSize images to train on; 0: all
 * @property {number} seed
 * @property {string} checkpointPath
 * @property {string} trainingPath
 * @property {string} modelDir
 */

/**
 * @param {string[]} args
 * @returns {Hyperparameters}
 * @throws {Error} that names the hyperparameter
 */
export const readArguments = (args) => {
  const { values } = parseArgs({
    args,
    options: {
      epochs: { type: 'string', default: '10' },
      'batch-size': { type: 'string', default: '64' },
      'learning-rate': { type: 'string', default: '0.001' },
      units: { type: 'string', default: '128' },
      'train-size': { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      'checkpoint-path': { type: 'string' },
      training: {
        type: 'string',
        default: process.env.SM_CHANNEL_TRAINING ?? path.join(baseDir, 'input/data/training'),
      },
      // TensorFlow estimators add an S3 URI as --model_dir; the model itself goes to SM_MODEL_DIR.
      model_dir: { type: 'string' },
    },
  });
  return {
    epochs: integer('epochs', values.epochs, 1, 1000),
    batchSize: integer('batch-size', values['batch-size'], 1, 10_000),
    learningRate: positive('learning-rate', values['learning-rate']),
    units: integer('units', values.units, 1, 4096),
    trainSize: integer('train-size', values['train-size'], 0, 1_000_000),
    seed: integer('seed', values.seed, 0, 2 ** 31 - 1),
    checkpointPath: values['checkpoint-path'] ?? configuredCheckpointPath(),
    trainingPath: values.training,
    modelDir: process.env.SM_MODEL_DIR ?? path.join(baseDir, 'model'),
  };
};

/** checkpointconfig.json is there only if the job has a CheckpointConfig. */
const configuredCheckpointPath = () => {
  try {
    return JSON.parse(readFileSync(path.join(baseDir, 'input/config/checkpointconfig.json'), 'utf8'))
      .LocalPath;
  } catch (error) {
    if (error.code === 'ENOENT') return path.join(baseDir, 'checkpoints');
    throw error;
  }
};

const integer = (name, text, least, most) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
};

const positive = (name, text) => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not "${text}"`);
  return value;
};
