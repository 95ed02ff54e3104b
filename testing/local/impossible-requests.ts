import { type CreateTrainingJobInput } from '../../lib/local/core/requests/create-training-job';
import { bucket } from './engine-harness';

export const channel = (ChannelName: string, prefix: string) => ({
  ChannelName,
  DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/${prefix}`, S3DataType: 'S3Prefix' as const } },
});

/** Requests that are taken and cannot be carried out: what each asks for, and what its job says. */
export const impossibleRequests: readonly [string, RegExp, (request: CreateTrainingJobInput) => void][] = [
  [
    'names a channel `..`',
    /A channel cannot be named "\.\."/,
    (r) => void (r.InputDataConfig = [channel('..', 'plain/')]),
  ],
  [
    'names a channel `.`',
    /A channel cannot be named "\."/,
    (r) => void (r.InputDataConfig = [channel('.', 'plain/')]),
  ],
  [
    'has a key with too long a name',
    /\/opt\/ml\/input\/data\/train\/n+…? has too long a name/,
    (r) => void (r.InputDataConfig = [channel('train', 'long/')]),
  ],
  [
    'has a file where a folder must be',
    /\/opt\/ml\/input\/data\/train\/a.* (?:cannot be|is)/,
    (r) => void (r.InputDataConfig = [channel('train', 'clash/')]),
  ],
  [
    'has a checkpoint path below a file',
    /\/opt\/ml\/input\/config\/hyperparameters\.json/,
    (r) =>
      void (r.CheckpointConfig = {
        S3Uri: `s3://${bucket}/c`,
        LocalPath: '/opt/ml/input/config/hyperparameters.json',
      }),
  ],
  ['has NUL in a variable', /NUL character/, (r) => void (r.Environment = { A: 'a\0b' })],
  [
    'has NUL in a hyperparameter',
    /NUL character/,
    (r) => void (r.HyperParameters = { ...r.HyperParameters, a: '"x\\u0000y"' }),
  ],
  ['has too long a variable', /too long/, (r) => void (r.Environment = { A: 'a'.repeat(200_000) })],
  [
    'names a script above its folder',
    /must lie in the submitted folder/,
    (r) => void (r.HyperParameters!.sagemaker_program = '"../x.py"'),
  ],
  [
    'names a script of the machine',
    /must lie in the submitted folder/,
    (r) => void (r.HyperParameters!.sagemaker_program = '"/etc/x.py"'),
  ],
  [
    'names a script with NUL',
    /cannot be run/,
    (r) => void (r.HyperParameters!.sagemaker_program = '"a\\u0000b.py"'),
  ],
  [
    'names a script with too long a name',
    /cannot be run/,
    (r) => void (r.HyperParameters!.sagemaker_program = JSON.stringify(`${'n'.repeat(300)}.py`)),
  ],
  [
    'names a folder of the machine as its code',
    /^ClientError: \/etc does not exist/,
    (r) => void (r.HyperParameters!.sagemaker_submit_directory = '"/etc"'),
  ],
];
