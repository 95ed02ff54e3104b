import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, createHarness, sourceArchive } from '../../../../testing/local/engine-harness';
import { hasPython } from '../../../../testing/local/has-python';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { mountsAreAllowed } from './containment-namespace';

const allowed = await mountsAreAllowed();
if (!allowed) console.log('skipped: this system allows no private mounts');

const real = () => (existsSync('/opt/ml') ? readdirSync('/opt/ml') : undefined);

describe.runIf(allowed)('a program that sees the container’s own paths', () => {
  let harness: Awaited<ReturnType<typeof createHarness>>;
  const before = { base: real(), top: readdirSync('/'), opt: existsSync('/opt') && readdirSync('/opt') };
  beforeAll(async () => {
    harness = await createHarness();
  });
  afterAll(async () => {
    await harness.remove();
    // What this machine has at these places is as it was.
    expect({
      base: real(),
      top: readdirSync('/'),
      opt: existsSync('/opt') && readdirSync('/opt'),
    }).toEqual(before);
  });

  const attempts = () => path.join(harness.dataDir, 'attempts');
  const run = async (
    name: string,
    files: Record<string, string>,
    program: string,
    change: (request: CreateTrainingJobInput) => void = () => {},
  ) => {
    const archive = `${name}/sourcedir.tar.gz`;
    await harness.objects.put(bucket, archive, await sourceArchive(files));
    await harness.launch(name, '', (request) => {
      request.HyperParameters = {
        sagemaker_program: JSON.stringify(program),
        sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${archive}`),
      };
      change(request);
    });
    const job = await harness.waitForEnd(name);
    return { ...job, lines: harness.lines(name) };
  };

  it.runIf(hasPython)('has a Python script’s hard-coded paths, and leaves what it writes there', async () => {
    const script = `
import argparse, os, socket, sys, tempfile
parser = argparse.ArgumentParser()
parser.add_argument('--epochs', type=int)
parser.add_argument('--checkpoint-path', default='/opt/ml/checkpoints')
args = parser.parse_args()
if not os.path.isdir(args.checkpoint_path): os.mkdir('/opt/ml/checkpoints')
open('/opt/ml/checkpoints/checkpoint-1.h5', 'w').write('c')
open('/opt/ml/model/model.txt', 'w').write(open('/opt/ml/input/data/train/x').read())
with tempfile.NamedTemporaryFile('w', delete=False) as half: half.write('t')
os.rename(half.name, '/opt/ml/checkpoints/renamed.h5')
print('HOST', socket.gethostbyname(os.environ['SM_CURRENT_HOST']))
print('SEEN', os.getcwd(), sys.argv, __file__, os.environ['SM_CHANNEL_TRAIN'], os.environ['SM_MODEL_DIR'])
print('ENV', dict(os.environ), tempfile.gettempdir(), os.path.expanduser('~'))
`;
    await harness.objects.put(bucket, 'hard/x', Buffer.from('x'));
    const job = await run('hard-coded', { 'train.py': script }, 'train.py', (request) => {
      request.HyperParameters!.epochs = '5';
      request.InputDataConfig = [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/hard/`, S3DataType: 'S3Prefix' } },
        },
      ];
    });
    expect(job.failureReason).toBeUndefined();
    expect(harness.keys('hard-coded/checkpoints/').sort()).toEqual(['checkpoint-1.h5', 'renamed.h5']);
    expect(job.lines).toContain('HOST 127.0.0.1');
    expect(job.lines).toContain(
      "SEEN /opt/ml/code ['train.py', '--epochs', '5'] /opt/ml/code/train.py " +
        '/opt/ml/input/data/train /opt/ml/model',
    );
    for (const place of [harness.dataDir, process.cwd()]) expect(job.lines.join('\n')).not.toContain(place);
  });

  it.runIf(hasPython)('may make the checkpoint folder that no CheckpointConfig asks for', async () => {
    const script = `import os; os.mkdir('/opt/ml/checkpoints'); print('MADE')`;
    const job = await run('makes', { 'train.py': script }, 'train.py', (request) => {
      delete request.CheckpointConfig;
    });
    expect(job.lines).toContain('MADE');
  });

  it('runs a command that names paths within longer words', async () => {
    await harness.objects.put(
      bucket,
      'drivers/run.sh',
      Buffer.from('#!/bin/bash\necho "DRIVER $0 $(pwd)"\n'),
    );
    const job = await run('words', { x: '' }, 'x.py', (request) => {
      request.HyperParameters = {};
      request.AlgorithmSpecification.ContainerEntrypoint = ['/bin/bash'];
      request.AlgorithmSpecification.ContainerArguments = [
        '-c',
        'chmod +x /opt/ml/input/data/drivers/run.sh && /opt/ml/input/data/drivers/run.sh',
      ];
      request.InputDataConfig = [
        {
          ChannelName: 'drivers',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/drivers/`, S3DataType: 'S3Prefix' } },
        },
      ];
    });
    expect(job.failureReason).toBeUndefined();
    expect(job.lines).toContain('DRIVER /opt/ml/input/data/drivers/run.sh /opt/ml/code');
  });

  it('is the entry point itself where that is a file of the container', async () => {
    await harness.objects.put(bucket, 'own/run', Buffer.from('#!/bin/sh\necho "OWN $0"\n'));
    const job = await run('own-entry', { x: '' }, 'x.py', (request) => {
      request.AlgorithmSpecification.ContainerEntrypoint = ['/opt/ml/input/data/own/run'];
      request.InputDataConfig = [
        {
          ChannelName: 'own',
          DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/own/`, S3DataType: 'S3Prefix' } },
        },
      ];
    });
    // Downloaded files may not be executed, as on SageMaker.
    expect(job.failureReason).toBe('AlgorithmError: /opt/ml/input/data/own/run could not be started: EACCES');
  });

  it.runIf(hasPython).each(['/checkpoints-of-spotdeck', '/srv/deep/er', '/opt/ckpt', "/var/tmp/it's/here"])(
    'finds its checkpoints at %s, and they reach S3',
    async (LocalPath) => {
      const name = `at${LocalPath.replaceAll(/[^a-z]/g, '-')}`;
      const script = `
import json, os
print('CONFIG', json.load(open('/opt/ml/input/config/checkpointconfig.json')))
print('BEFORE', os.path.exists(${JSON.stringify(LocalPath)} + '/old.pt'))
open(${JSON.stringify(LocalPath)} + '/new.pt', 'w').write('n')
`;
      await harness.objects.put(bucket, `${name}/checkpoints/old.pt`, Buffer.from('o'));
      const job = await run(name, { 'train.py': script }, 'train.py', (request) => {
        request.CheckpointConfig!.LocalPath = LocalPath;
      });
      expect(job.failureReason).toBeUndefined();
      expect(job.lines).toContain('BEFORE True');
      expect(job.lines.find((line) => line.startsWith('CONFIG'))).toContain(LocalPath);
      expect(harness.keys(`${name}/checkpoints/`)).toEqual(expect.arrayContaining(['new.pt', 'old.pt']));
    },
  );

  it.each([
    ['/usr', /own files are there/],
    ['/proc/x', /own files are there/],
    ['/etc/passwd/x', /\/etc\/passwd is a file/],
  ])('is refused its checkpoints at %s', async (LocalPath, reason) => {
    const job = await run(`at${LocalPath.replaceAll('/', '-')}`, { 'a.py': '' }, 'a.py', (request) => {
      request.CheckpointConfig!.LocalPath = LocalPath;
    });
    expect(job.failureReason).toMatch(/^ClientError: /);
    expect(job.failureReason).toMatch(reason);
  });

  it.runIf(hasPython)('never sees another job’s files', async () => {
    const waits = `import time\nopen('/opt/ml/model/secret', 'w').write('s')\nprint('UP', flush=True)\ntime.sleep(1000)`;
    const archive = 'first/sourcedir.tar.gz';
    await harness.objects.put(bucket, archive, await sourceArchive({ 'train.py': waits }));
    await harness.launch('first', '', (request) => {
      request.HyperParameters = {
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${archive}`),
      };
    });
    await harness.waitFor('first', () => harness.lines('first').includes('UP'));
    const script = `
import os
places = [os.path.join(folder, name) for top in ['/opt', ${JSON.stringify(attempts())}]
          for folder, _, names in os.walk(top) for name in names]
print('SECRETS', [place for place in places if place.endswith('secret')], os.listdir(${JSON.stringify(attempts())}))
`;
    const job = await run('second', { 'train.py': script }, 'train.py');
    harness.engine.stop('first');
    await harness.waitForEnd('first');
    expect(job.lines).toContain('SECRETS [] []');
    expect(statSync(attempts()).isDirectory()).toBe(true);
  });
});

describe('a program whose paths are mapped', () => {
  let harness: Awaited<ReturnType<typeof createHarness>>;
  beforeAll(async () => {
    harness = await createHarness(undefined, undefined, 'no-mounts');
  });
  afterAll(() => harness.remove());

  const run = async (name: string, files: Record<string, string>, program: string) => {
    const archive = `${name}/sourcedir.tar.gz`;
    await harness.objects.put(bucket, archive, await sourceArchive(files));
    await harness.launch(name, '', (request) => {
      request.HyperParameters = {
        sagemaker_program: JSON.stringify(program),
        sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${archive}`),
        'model-dir': '/opt/ml/model',
      };
    });
    const job = await harness.waitForEnd(name);
    return { ...job, lines: harness.lines(name) };
  };
  const advice = /Two ways out: take the paths from the SM_ variables .* private mounts are allowed/;

  it.runIf(!existsSync('/opt/ml')).each([
    ['python', 'train.py', `print('x')\nopen('/opt/ml/model/not-there', 'w')\n`, 'train.py:2'],
    ['shell', 'train.sh', `ls /opt/ml/model/not-there && exit 0\nexit 3\n`, 'train.sh:1'],
    [
      'node',
      'train.mjs',
      `import fs from 'node:fs';\nfs.readFileSync('/opt/ml/model/not-there');\n`,
      'train.mjs:2',
    ],
  ])(
    'is warned of in %s before it starts, and told the two ways out when it fails',
    async (name, program, text, at) => {
      if (name === 'python' && !hasPython) return;
      const job = await run(name, { [program]: text }, program);
      expect(job.status).toBe('Failed');
      expect(job.failureReason).toMatch(advice);
      expect(job.failureReason).toContain('not-there');
      const warning = job.lines.findIndex((line) => line.includes(at) && advice.test(line));
      expect(warning).toBeGreaterThanOrEqual(0);
      expect(warning).toBeLessThan(job.lines.findIndex((line) => line.includes('Invoking user script')));
    },
  );

  it.runIf(hasPython)(
    'runs where a literal path is only a default, and a failure of another kind speaks of no way out',
    async () => {
      const script = `
import argparse, os, sys
parser = argparse.ArgumentParser()
parser.add_argument('--model-dir', default='/opt/ml/model')
args = parser.parse_args()
open(args.model_dir + '/m', 'w').write('m')
print('WRITTEN', os.environ['SM_MODEL_DIR'] == args.model_dir)
open(args.model_dir + '/not/there')
`;
      const job = await run('default', { 'train.py': script }, 'train.py');
      expect(job.lines).toContain('WRITTEN True');
      expect(job.failureReason).toContain('FileNotFoundError');
      expect(job.failureReason).not.toMatch(advice);
    },
  );
});
