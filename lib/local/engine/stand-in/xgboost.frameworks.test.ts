import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Channel, type CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abaloneRows } from '../../../../testing/frameworks/abalone';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded, jobBucket } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
  for (const [Key, Body] of [
    ['abalone/train/a.libsvm', abaloneRows(600, 1, 'libsvm')],
    ['abalone/validation/a.libsvm', abaloneRows(200, 2, 'libsvm')],
    ['abalone/csv/a.csv', abaloneRows(600, 1, 'csv')],
    ['abalone/broken/a.csv', 'rings,length\n7,0.4\n'],
  ])
    await jobs.client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key, Body }));
});
afterAll(() => jobs.end());

const channel = (ChannelName: string, folder: string, ContentType: string): Channel => ({
  ChannelName,
  ContentType,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${jobBucket}/abalone/${folder}/` } },
});
const libsvm = [channel('train', 'train', 'libsvm'), channel('validation', 'validation', 'libsvm')];

const parameters = {
  max_depth: '5',
  eta: '0.2',
  gamma: '4',
  min_child_weight: '6',
  subsample: '0.7',
  objective: 'reg:squarederror',
};

const runAlgorithm = async (name: string, change: Partial<CreateTrainingJobCommandInput>) => {
  await jobs.client.launch(name, '', {
    AlgorithmSpecification: { TrainingImage: images.xgboost, TrainingInputMode: 'File' },
    InputDataConfig: libsvm,
    ...change,
  });
  const job = await jobs.client.waitFor(name, hasEnded, 570_000);
  return { job, lines: await jobs.client.lines(name) };
};

describe('built-in XGBoost', () => {
  it('trains on libsvm, and a second job goes on after the checkpoint of the first', async () => {
    const CheckpointConfig = { S3Uri: `s3://${jobBucket}/abalone-checkpoints` };
    const first = await runAlgorithm('first', {
      CheckpointConfig,
      HyperParameters: { ...parameters, num_round: '12' },
    });
    expect(first.job.FailureReason, first.lines.join('\n')).toBeUndefined();
    expect(
      first.lines.filter((line) => /^\[\d+\]#011train-rmse:[\d.]+#011validation-rmse:/.test(line)),
    ).toHaveLength(12);
    const second = await runAlgorithm('second', {
      CheckpointConfig,
      HyperParameters: { ...parameters, num_round: '20' },
    });
    expect(second.job.FailureReason, second.lines.join('\n')).toBeUndefined();
    expect(second.lines).toContain('Checkpoint loaded from xgboost-checkpoint.11');
    expect(second.lines).toContain('Resuming from iteration 12');
    const rounds = second.lines.flatMap((line) => /^\[(\d+)\]#011/.exec(line)?.[1] ?? []);
    expect(rounds.map(Number)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('serves its model: CSV, libsvm and JSON', async () => {
    const model = `s3://${jobBucket}/out/first/output/model.tar.gz`;
    const endpoint = await jobs.deploy('abalone', images.xgboost, model);
    expect(endpoint.FailureReason).toBeUndefined();
    const rings = (text: string) => text.split(',').map(Number);
    const csv = rings(
      await jobs.ask(
        'abalone',
        '1,0.45,0.36,0.13,0.55,0.24,0.12,0.16\n2,0.7,0.56,0.2,2,0.9,0.44,0.58',
        'text/csv',
      ),
    );
    expect(csv).toHaveLength(2);
    expect(csv[0]!).toBeLessThan(csv[1]!);
    // Trained on indexes from 1 on, as libsvm has them.
    const row = '1:1 2:0.45 3:0.36 4:0.13 5:0.55 6:0.24 7:0.12 8:0.16';
    expect(rings(await jobs.ask('abalone', `${row}\n${row}\n`, 'text/libsvm'))).toHaveLength(2);
    await expect(jobs.ask('abalone', 'x', 'image/png')).rejects.toThrow(/not supported/);
  });

  it('says at deploy why a model cannot be served', async () => {
    const endpoint = await jobs.deploy(
      'wrong',
      images.tensorflowInference,
      `s3://${jobBucket}/out/first/output/model.tar.gz`,
    );
    expect(endpoint.EndpointStatus).toBe('Failed');
    expect(endpoint.FailureReason).toContain('The model has no SavedModel');
  });

  it('trains on CSV with the label first, without checkpoints', async () => {
    const { job, lines } = await runAlgorithm('csv', {
      InputDataConfig: [channel('train', 'csv', 'text/csv')],
      CheckpointConfig: undefined,
      HyperParameters: { ...parameters, num_round: '3' },
    });
    expect(job.FailureReason, lines.join('\n')).toBeUndefined();
    expect(lines.join('\n')).toContain('Train matrix has 600 rows and 8 columns');
  });

  it.each([
    ['no-rounds', {}, libsvm, 'The hyperparameter num_round is required.'],
    ['header', { num_round: '3' }, [channel('train', 'broken', 'csv')], 'a.csv, line 1'],
    [
      'type',
      { num_round: '3' },
      [channel('train', 'csv', 'application/json')],
      'not an accepted ContentType',
    ],
    ['no-train', { num_round: '3' }, [channel('validation', 'csv', 'csv')], 'The channel train is required.'],
    ['objective', { num_round: '3', objective: 'reg:nothing' }, libsvm, 'reg:nothing'],
  ])('says what is wrong with a job (%s)', async (name, HyperParameters, InputDataConfig, words) => {
    const { job } = await runAlgorithm(name, { HyperParameters, InputDataConfig });
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain(words);
  });
});

describe('a script on the XGBoost image', () => {
  const run = async (name: string, rounds: number, count: number, checkpoints: string) => {
    await jobs.launchScripts(name, 'testing/frameworks/xgboost-script', images.xgboost, {
      HyperParameters: { max_depth: '"5"', eta: '"0.2"', num_round: JSON.stringify(String(rounds)) },
      InputDataConfig: libsvm,
      CheckpointConfig: { S3Uri: `s3://${jobBucket}/${checkpoints}` },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: count, VolumeSizeInGB: 5 },
    });
    const job = await jobs.client.waitFor(name, hasEnded, 570_000);
    const lines = await jobs.client.lines(name);
    expect(job.FailureReason, lines.join('\n')).toBeUndefined();
    return lines;
  };

  it('finds what the image offers, resumes after its checkpoint, and is served by its model_fn', async () => {
    await run('script-first', 5, 1, 'script-checkpoints');
    const lines = await run('script-second', 9, 1, 'script-checkpoints');
    expect(lines).toContain('Resuming from iteration 5');
    expect(lines).toContain('trained to 9 rounds, master: True');
    const [model, code] = ['out/script-second/output/model.tar.gz', 'script-second/source/scripts.tar.gz'];
    const endpoint = await jobs.deploy('script', images.xgboost, `s3://${jobBucket}/${model}`, {
      SAGEMAKER_PROGRAM: 'train.py',
      SAGEMAKER_SUBMIT_DIRECTORY: `s3://${jobBucket}/${code}`,
    });
    expect(endpoint.FailureReason).toBeUndefined();
    const row = '1:1 2:0.45 3:0.36 4:0.13 5:0.55 6:0.24 7:0.12 8:0.16';
    expect(Number(JSON.parse(await jobs.ask('script', row, 'text/libsvm')))).toBeGreaterThan(1);
  });

  it('trains on two hosts that share the rounds', async () => {
    const lines = await run('script-hosts', 6, 2, 'hosts-checkpoints');
    expect(lines.filter((line) => line.startsWith('trained to 6 rounds')).sort()).toEqual([
      'trained to 6 rounds, master: False',
      'trained to 6 rounds, master: True',
    ]);
    // One host says it for both.
    expect(lines.filter((line) => line.startsWith('[5]'))).toHaveLength(1);
  });
});
