import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { containerConfig, containerFolder } from './container-folder';
import { containerEnvironment, scriptContract } from './container-environment';
import { withoutConstants } from './python-value';

/** Ten requests and what the training toolkit itself makes of them: see testing/local/toolkit/record.py. */
interface Asked {
  name: string;
  program?: string;
  hyperparameters: Record<string, string>;
  channels: string[];
}
interface Recorded {
  name: string;
  args: string[];
  variables: Record<string, string>;
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.resolve('testing/local/toolkit', name), 'utf8'));
const asked = read('requests.json') as Asked[];
const recorded = new Map((read('recorded.json') as Recorded[]).map((each) => [each.name, each]));

/** Variables of the toolkit's that depend on the machine. */
const ofMachine = ['SM_NUM_CPUS'];

const ours = ({ name, program = 'train.py', hyperparameters, channels }: Asked) => {
  const host = { name: 'algo-1', index: 0, all: ['algo-1'], addresses: ['127.0.0.1'] };
  const folder = containerFolder('/attempts/one', { nodePackages: '/packages' });
  const request = {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
    AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' as const },
    HyperParameters: {
      ...hyperparameters,
      sagemaker_program: JSON.stringify(program),
      sagemaker_submit_directory: '"s3://bucket/sourcedir.tar.gz"',
    },
    InputDataConfig: channels.map((ChannelName) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://bucket/data' } },
    })),
    OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  };
  const contract = scriptContract(name, containerConfig(request, folder, host), folder, program, host);
  const job = { name, arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}` };
  const variables = containerEnvironment({ job, folder, contract, searchPath: '/usr/bin' });
  return { args: contract.args, variables };
};

describe.each(asked)('a script of the request $name', (request) => {
  const theirs = recorded.get(request.name)!;
  const { args, variables } = ours(request);

  it('gets the arguments that the toolkit gives it', () => {
    expect(args).toEqual(theirs.args);
  });

  it('gets every variable that the toolkit gives it, with its value', () => {
    const { SM_TRAINING_ENV: theirEnv, ...rest } = theirs.variables;
    const { SM_TRAINING_ENV: ourEnv, ...own } = variables;
    const seen = Object.fromEntries(Object.keys(rest).map((name) => [name, own[name]]));
    expect(seen).toEqual(rest);
    const parse = (text = '') =>
      JSON.parse(withoutConstants(text, JSON.stringify)) as Record<string, unknown>;
    const { num_cpus: _, ...trainingEnv } = parse(ourEnv);
    expect(trainingEnv).toEqual(parse(theirEnv));
  });

  it('gets no SM_ variable that the toolkit does not know', () => {
    const unknown = Object.keys(variables).filter(
      (name) => name.startsWith('SM_') && !(name in theirs.variables) && !ofMachine.includes(name),
    );
    expect(unknown).toEqual([]);
  });
});
