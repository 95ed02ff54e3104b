import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, createHarness, sourceArchive } from '../../../../testing/local/engine-harness';
import { hasPython } from '../../../../testing/local/has-python';

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.remove());

/** Prints what the script sees as one line of JSON. */
const reporter = `
import { execSync } from 'node:child_process';
import * as fs from 'node:fs';
const base = process.env.SAGEMAKER_BASE_DIR;
const read = (name) => JSON.parse(fs.readFileSync(base + '/input/config/' + name, 'utf8'));
console.log('SEEN ' + JSON.stringify({
  base, cwd: process.cwd(), args: process.argv.slice(2), env: process.env,
  files: fs.readdirSync(base + '/input/data', { recursive: true }).sort(),
  hyperparameters: read('hyperparameters.json'), resources: read('resourceconfig.json'),
  inputs: read('inputdataconfig.json'), checkpoints: read('checkpointconfig.json'),
  packages: import.meta.resolve('zod'),
}));
fs.writeFileSync(process.env.SM_OUTPUT_DATA_DIR + '/notes.txt', 'notes');
fs.writeFileSync(process.env.SM_MODEL_DIR + '/model.txt', 'model');
`;

interface Seen {
  base: string;
  cwd: string;
  args: string[];
  env: Record<string, string>;
  files: string[];
  [part: string]: unknown;
}

const seen = (name: string): Seen => {
  const line = harness.lines(name).find((each) => each.startsWith('SEEN '));
  return JSON.parse(line!.slice(5)) as Seen;
};

/** https://github.com/aws/sagemaker-training-toolkit, environment.py, to_env_vars */
const toolkitVariables =
  `SM_HOSTS SM_CURRENT_HOST SM_NETWORK_INTERFACE_NAME SM_HPS SM_USER_ENTRY_POINT SM_USER_ARGS
  SM_FRAMEWORK_PARAMS SM_FRAMEWORK_MODULE SM_RESOURCE_CONFIG SM_INPUT_DATA_CONFIG SM_CHANNELS SM_INPUT_DIR
  SM_INPUT_CONFIG_DIR SM_OUTPUT_DIR SM_OUTPUT_DATA_DIR SM_OUTPUT_INTERMEDIATE_DIR SM_MODEL_DIR SM_MODULE_DIR
  SM_MODULE_NAME SM_LOG_LEVEL SM_NUM_CPUS SM_NUM_GPUS SM_NUM_NEURONS SM_CURRENT_INSTANCE_TYPE
  SM_CURRENT_INSTANCE_GROUP SM_CURRENT_INSTANCE_GROUP_HOSTS SM_INSTANCE_GROUPS SM_INSTANCE_GROUPS_DICT
  SM_DISTRIBUTION_INSTANCE_GROUPS SM_IS_HETERO SM_TRAINING_ENV`.split(/\s+/);

describe('a script in script mode', () => {
  beforeAll(async () => {
    process.env.SPOTDECK_TEST_SECRET = 'of the backend';
    await harness.objects.put(bucket, 'data/train/x.npy', Buffer.from('x'));
    await harness.objects.put(bucket, 'data/train/deep/y.npy', Buffer.from('y'));
    await harness.launch('contract', reporter, (request) => {
      request.HyperParameters = {
        ...request.HyperParameters,
        epochs: '"5"',
        'learning-rate': '0.001',
        'checkpoint-path': '"/opt/ml/checkpoints"',
        elsewhere: '"/opt/ml/../../../../etc"',
        sagemaker_parameter_server_enabled: 'false',
      };
      request.Environment = { MY_SETTING: 'on', MY_PATH: '/opt/ml/model', SM_MODEL_DIR: 'nowhere' };
      request.InputDataConfig = [
        {
          ChannelName: 'training',
          ContentType: 'application/x-npy',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/data/train`, S3DataType: 'S3Prefix' } },
        },
        {
          ChannelName: 'one',
          InputMode: 'FastFile',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/data/train/x.npy`, S3DataType: 'S3Prefix' } },
        },
      ];
    });
    const job = await harness.waitForEnd('contract');
    expect(job.failureReason).toBeUndefined();
  });
  afterAll(() => {
    delete process.env.SPOTDECK_TEST_SECRET;
  });

  it('is started in the code folder with sorted arguments, paths of the container mapped where they must be', () => {
    const { base, cwd, args } = seen('contract');
    expect(cwd).toBe(`${base}/code`);
    const sent = '/opt/ml/../../../../etc';
    expect(args).toEqual([
      ...['--checkpoint-path', `${base}/checkpoints`],
      ...['--elsewhere', base === '/opt/ml' ? sent : path.join(base, '../../etc')],
      ...['--epochs', '5', '--learning-rate', '0.001'],
    ]);
  });

  it('has every variable of the toolkit', () => {
    const { base, env } = seen('contract');
    expect(Object.keys(env)).toEqual(expect.arrayContaining(toolkitVariables));
    expect(env).toMatchObject({
      SM_CHANNELS: '["one","training"]',
      SM_CHANNEL_TRAINING: `${base}/input/data/training`,
      SM_HP_EPOCHS: '5',
      'SM_HP_LEARNING-RATE': '0.001',
      SM_HOSTS: '["algo-1"]',
      SM_FRAMEWORK_PARAMS: '{"sagemaker_parameter_server_enabled":false}',
      SM_MODEL_DIR: `${base}/model`,
      SM_USER_ENTRY_POINT: 'train.mjs',
      SM_IS_HETERO: 'false',
      TRAINING_JOB_NAME: 'contract',
      MY_SETTING: 'on',
      MY_PATH: `${base}/model`,
      AWS_ACCESS_KEY_ID: 'local',
    });
    expect(JSON.parse(env.SM_TRAINING_ENV!)).toMatchObject({
      job_name: 'contract',
      hyperparameters: { epochs: '5' },
    });
  });

  it('sees nothing of the backend’s own environment', () => {
    expect(Object.values(seen('contract').env)).not.toContain('of the backend');
  });

  it('finds inputs, configuration files and packages', () => {
    const { base, files, hyperparameters, resources, inputs, checkpoints, packages } = seen('contract');
    expect(files).toEqual([
      'one',
      'one/x.npy',
      'training',
      'training/deep',
      'training/deep/y.npy',
      'training/x.npy',
    ]);
    expect(hyperparameters).toMatchObject({
      epochs: '"5"',
      'checkpoint-path': `"${base}/checkpoints"`,
      sagemaker_program: '"train.mjs"',
    });
    expect(resources).toMatchObject({ current_host: 'algo-1', current_instance_type: 'ml.m5.xlarge' });
    expect(inputs).toMatchObject({
      training: { TrainingInputMode: 'File', ContentType: 'application/x-npy', RecordWrapperType: 'None' },
      one: { TrainingInputMode: 'FastFile' },
    });
    expect(checkpoints).toEqual({ LocalPath: `${base}/checkpoints` });
    expect(packages).toContain('node_modules/zod');
  });

  it('is announced in the log as the toolkit does, and leaves model and output', () => {
    const lines = harness.lines('contract');
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} sagemaker-training-toolkit INFO {5}Invoking user script$/,
    );
    expect(lines).toContain('Invoking script with the following command:');
    expect(harness.keys('out/contract/output/')).toEqual(['model.tar.gz', 'output.tar.gz']);
  });
});

describe('other programs', () => {
  it.runIf(hasPython)('a Python script runs on the machine’s Python', async () => {
    const archive = 'python/sourcedir.tar.gz';
    const script = `import os, sys\nprint("python", sys.argv[1:], os.environ["SM_HP_FLAG"])\nopen(os.environ["SM_MODEL_DIR"] + "/m", "w").write("m")\n`;
    await harness.objects.put(bucket, archive, await sourceArchive({ 'train.py': script }));
    await harness.launch('python', '', (request) => {
      request.HyperParameters = {
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: `"s3://${bucket}/${archive}"`,
        flag: 'true',
      };
    });
    expect((await harness.waitForEnd('python')).failureReason).toBeUndefined();
    expect(harness.lines('python')).toContain(`python ['--flag', 'True'] true`);
  });

  it.each(
    [
      ['by its first line', '#!/usr/bin/env python3\nimport sys\nprint("RUN", sys.argv[1:])\n'],
      ['by bash where it has none', "words=(a b); [[ ${#words[@]} == 2 ]] && echo \"RUN ['$1', '$2']\"\n"],
    ].filter(([way]) => hasPython || way !== 'by its first line'),
  )('a shell script runs %s, in a sub-folder too', async (way, script) => {
    const archive = `shell/${way.length}.tar.gz`;
    await harness.objects.put(bucket, archive, await sourceArchive({ 'scripts/run it.sh': script }));
    const name = `shell-${way.length}`;
    await harness.launch(name, '', (request) => {
      request.HyperParameters = {
        sagemaker_program: '"scripts/run it.sh"',
        sagemaker_submit_directory: `"s3://${bucket}/${archive}"`,
        words: "it's; echo two",
      };
    });
    expect((await harness.waitForEnd(name)).failureReason).toBeUndefined();
    expect(harness.lines(name).find((line) => line.startsWith('RUN'))).toMatch(
      /^RUN \['--words', ["']it's; echo two["']\]$/,
    );
  });

  it.runIf(hasPython)('a Python script in a sub-folder imports from the submitted folder', async () => {
    const files = {
      'common.py': 'word = "IMPORTED"',
      'scripts/train.py': 'import common; print(common.word)',
    };
    await harness.objects.put(bucket, 'sub/source.tar.gz', await sourceArchive(files));
    await harness.launch('sub', '', (request) => {
      request.HyperParameters = {
        sagemaker_program: '"scripts/train.py"',
        sagemaker_submit_directory: `"s3://${bucket}/sub/source.tar.gz"`,
      };
    });
    expect((await harness.waitForEnd('sub')).failureReason).toBeUndefined();
    expect(harness.lines('sub')).toContain('IMPORTED');
  });

  it.runIf(hasPython)(
    'a folder with setup.py is installed, and what cannot be fails the job as the toolkit says it',
    async () => {
      const files = { 'train.py': 'print("never")', 'setup.py': 'raise SystemExit("no package today")' };
      await harness.objects.put(bucket, 'package/source.tar.gz', await sourceArchive(files));
      await harness.launch('package', '', (request) => {
        request.HyperParameters = {
          sagemaker_program: '"train.py"',
          sagemaker_submit_directory: `"s3://${bucket}/package/source.tar.gz"`,
        };
        // Nothing is fetched: the build has no environment of its own.
        request.Environment = { PIP_NO_BUILD_ISOLATION: 'false' };
      });
      const { failureReason } = await harness.waitForEnd('package');
      expect(failureReason).toMatch(/^AlgorithmError: InstallModuleError:\nExitCode 1\n/);
      expect(harness.lines('package').join('\n')).toContain('no package today');
    },
  );

  it.runIf(hasPython)('requirements that cannot be installed fail the job with pip’s words', async () => {
    const archive = 'requirements/sourcedir.tar.gz';
    const files = { 'train.py': 'print("never")', 'requirements.txt': './no-such-package\n' };
    await harness.objects.put(bucket, archive, await sourceArchive(files));
    await harness.launch('requirements', '', (request) => {
      request.HyperParameters = {
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: `"s3://${bucket}/${archive}"`,
      };
    });
    const { failureReason } = await harness.waitForEnd('requirements');
    expect(failureReason).toMatch(
      /^AlgorithmError: InstallRequirementsError:\nExitCode 1\n[^]*no-such-package/,
    );
    expect(harness.lines('requirements')).not.toContain('never');
  });

  it('a container entry point gets its arguments, paths mapped', async () => {
    await harness.objects.put(
      bucket,
      'entry/run.mjs',
      Buffer.from(`console.log('ENTRY ' + process.argv.slice(2))`),
    );
    await harness.launch('entry', '', (request) => {
      request.HyperParameters = {};
      request.AlgorithmSpecification.ContainerEntrypoint = ['node', '/opt/ml/input/data/code/run.mjs'];
      request.AlgorithmSpecification.ContainerArguments = ['train', '; echo injected'];
      request.InputDataConfig = [
        {
          ChannelName: 'code',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/entry/`, S3DataType: 'S3Prefix' } },
        },
      ];
    });
    expect((await harness.waitForEnd('entry')).failureReason).toBeUndefined();
    expect(harness.lines('entry')).toContain('ENTRY train,; echo injected');
  });

  it('an entry point that does not exist fails the job by its name', async () => {
    await harness.launch('absent', '', (request) => {
      request.AlgorithmSpecification.ContainerEntrypoint = ['no-such-program'];
    });
    expect((await harness.waitForEnd('absent')).failureReason).toBe(
      'AlgorithmError: no-such-program could not be started: ENOENT',
    );
  });
});

describe('uncompressed output', () => {
  it('is a prefix instead of an archive', async () => {
    await harness.launch(
      'plain-output',
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.SM_MODEL_DIR + '/model.txt', 'm');`,
      (request) => void (request.OutputDataConfig.CompressionType = 'NONE'),
    );
    const { modelArtifacts } = await harness.waitForEnd('plain-output');
    expect(modelArtifacts).toBe(`s3://${bucket}/out/plain-output/output/model/`);
    expect(harness.keys('out/plain-output/')).toEqual(['output/model/model.txt']);
  });
});
