import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { bucket, createHarness, sourceArchive } from '../../../../testing/local/engine-harness';
import { channel, impossibleRequests } from '../../../../testing/local/impossible-requests';
import { listJobProcesses } from '../container/job-processes';

let harness: Awaited<ReturnType<typeof createHarness>>;
let secret: string;
beforeAll(async () => {
  harness = await createHarness();
  secret = path.join(harness.dataDir, 'secret.txt');
  writeFileSync(secret, 'the-secret-text');
});
afterAll(async () => {
  await harness.engine.close();
  const attempts = path.join(harness.dataDir, 'attempts');
  expect(listJobProcesses({ folder: attempts })).toEqual([]);
  expect(readdirSync(attempts)).toEqual([]);
  await harness.remove();
});

const prelude = () => `
import { execFileSync, execSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
const base = process.env.SAGEMAKER_BASE_DIR;
const [model, output, secret] = [base + '/model', base + '/output', ${JSON.stringify(secret)}];
const sh = (script) => execFileSync('/bin/sh', ['-c', script], { cwd: base, stdio: 'ignore' });
`;

let count = 0;
/** Runs a job to its end, and looks that nothing the backend says of it names a path of this machine. */
const run = async (script: string, change: (request: CreateTrainingJobInput) => void = () => {}) => {
  count += 1;
  const name = `misbehaves-${count}`;
  await harness.launch(name, prelude() + script, (request) => {
    delete request.CheckpointConfig;
    change(request);
  });
  const job = await harness.waitForEnd(name, 60_000);
  const lines = harness.lines(name);
  const said = [
    job.failureReason ?? '',
    ...job.transitions.map(({ message }) => message ?? ''),
    ...lines,
  ].join('\n');
  for (const place of [harness.dataDir, process.cwd(), tmpdir() + path.sep])
    expect(said).not.toContain(place);
  expect(said).not.toContain('the-secret-text');
  return { ...job, name, lines };
};

describe('output/failure', () => {
  const fail = '\nprocess.exit(3);';
  it.each([
    ['a FIFO', `sh('mkfifo output/failure');`],
    ['a folder', `fs.mkdirSync(output + '/failure');`],
    ['a link to a file elsewhere', `fs.symlinkSync(secret, output + '/failure');`],
    ['a link to itself', `fs.symlinkSync('failure', output + '/failure');`],
    [
      'in a folder that is a link now',
      `fs.rmSync(output, { recursive: true }); fs.symlinkSync(path.dirname(secret), output);`,
    ],
    ['gone with its folder', `fs.rmSync(output, { recursive: true });`],
    [
      'in a folder that is a file now',
      `fs.rmSync(output, { recursive: true }); fs.writeFileSync(output, 'x');`,
    ],
    ['empty', `fs.writeFileSync(output + '/failure', '');`],
  ])('that is %s neither hangs nor fools the backend', async (_what, make) => {
    const job = await run(`console.error('its own words');\n${make}${fail}`);
    expect(job.status).toBe('Failed');
    expect(job.failureReason).toMatch(
      /^AlgorithmError: ExecuteUserScriptError:\nExitCode 3\nErrorMessage "its own words"/,
    );
  });

  it.each([
    [
      'a terabyte',
      `fs.writeFileSync(output + '/failure', 'what it says'); fs.truncateSync(output + '/failure', 2 ** 40);`,
    ],
    [
      'not to be read',
      `fs.writeFileSync(output + '/failure', 'what it says ' + base); fs.chmodSync(output + '/failure', 0o400);`,
    ],
    [
      'no text',
      `fs.writeFileSync(output + '/failure', Buffer.from([...Buffer.from('what it says '), 0xff, 0xfe, 0]));`,
    ],
  ])('that is %s is quoted in its beginning', async (_what, make) => {
    const job = await run(`${make}${fail}`);
    expect(job.failureReason).toMatch(/^AlgorithmError: what it says/);
    expect(job.failureReason!.length).toBeLessThanOrEqual(1024);
    expect(job.failureReason).not.toMatch(/\p{Cc}/u);
  });

  it('that waits for ever, in more jobs than there are threads, leaves S3 and other jobs alone', async () => {
    const jobs = Array.from({ length: 6 }, () => run(`sh('mkfifo output/failure model/fifo');${fail}`));
    await harness.objects.put(bucket, 'meanwhile', Buffer.from('x'));
    expect(await harness.text('meanwhile')).toBe('x');
    for (const job of await Promise.all(jobs)) expect(job.status).toBe('Failed');
  });
});

describe('a model folder', () => {
  it('that holds what is no file, or has no name that can be kept, gives its files and names the rest', async () => {
    const job = await run(`
      sh('mkfifo model/fifo; ln -s loop model/loop; ln -s / model/root; mkdir -p model/a/b; echo x >model/a/b/file; ln model/a/b/file model/hard');
      fs.symlinkSync(secret, model + '/link');
      fs.writeFileSync(Buffer.concat([Buffer.from(model + '/'), Buffer.from([0x6e, 0xff])]), 'x');
      fs.writeFileSync(model + '/closed', 'x'); fs.chmodSync(model + '/closed', 0);
      fs.mkdirSync(model + '/locked'); fs.writeFileSync(model + '/locked/in', 'x'); fs.chmodSync(model + '/locked', 0);
      fs.writeFileSync(model + '/new\\nline', 'x');`);
    expect(job.failureReason).toBeUndefined();
    expect(await harness.filesOfModel(job.name)).toEqual([
      'a/b/file',
      'closed',
      'hard',
      'locked/in',
      'new\nline',
    ]);
    const warnings = job.lines.filter((line) => line.includes('is not uploaded'));
    expect(warnings).toHaveLength(5);
    expect(warnings.join('\n')).toContain('/opt/ml/model/fifo is not uploaded: it is a FIFO');
    expect(warnings.join('\n')).toContain('its name is not UTF-8');
  });

  it('that goes deeper than a path can be long is kept as far as it goes, and is removed whole', async () => {
    const job = await run(`
      fs.writeFileSync(model + '/top', 'x');
process.chdir(model);
      for (let level = 0; level < 600; level += 1) { fs.mkdirSync('d'.repeat(20)); process.chdir('d'.repeat(20)); }
      fs.writeFileSync('deepest', 'x');`);
    expect(job.failureReason).toBeUndefined();
    expect(await harness.filesOfModel(job.name)).toEqual(['top']);
    expect(job.lines.join('\n')).toMatch(/d{20} is not uploaded/);
  });

  it.each([
    [
      'a file',
      `fs.rmSync(model, { recursive: true }); fs.writeFileSync(model, 'x');`,
      '/opt/ml/model is not a folder.',
    ],
    [
      'a link',
      `fs.rmSync(model, { recursive: true }); fs.symlinkSync(path.dirname(secret), model);`,
      '/opt/ml/model is a link, and links are not followed.',
    ],
    [
      'below a link',
      `fs.renameSync(base, base + '2'); fs.symlinkSync(base + '2', base);`,
      '/opt/ml/model is a link, and links are not followed.',
    ],
    [
      'full of a file larger than any disk',
      `fs.writeFileSync(model + '/sparse', ''); fs.truncateSync(model + '/sparse', 2 ** 42);`,
      '/opt/ml/model holds 4398046511104 bytes',
    ],
  ])('that is %s fails the job in the words of its reader', async (_what, script, reason) => {
    const job = await run(script);
    expect(job.status).toBe('Failed');
    expect(job.failureReason).toContain(`ClientError: ${reason}`);
  });

  it.each([
    ['the model folder', `fs.rmSync(model, { recursive: true });`],
    ['everything', `process.chdir('/'); fs.rmSync(base, { recursive: true });`],
    ['its own right to everything', `fs.chmodSync(base, 0); fs.chmodSync(path.dirname(base), 0);`],
  ])('of a script that takes away %s is empty', async (_what, script) => {
    const job = await run(script);
    expect([job.status, job.failureReason]).toEqual(['Completed', undefined]);
    expect(await harness.filesOfModel(job.name)).toEqual([]);
  });

  it('with uncompressed output is read the same way', async () => {
    const job = await run(
      `sh('mkfifo model/fifo; echo x >model/file; mkdir model/sub; echo y >model/sub/file'); fs.symlinkSync(secret, model + '/link');`,
      (request) => {
        request.OutputDataConfig.CompressionType = 'NONE';
      },
    );
    expect(job.failureReason).toBeUndefined();
    expect(harness.keys(`out/${job.name}/output/model/`)).toEqual(['file', 'sub/file']);
  });
});

describe('a request that cannot be carried out', () => {
  beforeAll(async () => {
    for (const key of [
      'plain/x',
      'clash/a',
      'clash/a/b',
      `long/${'n'.repeat(300)}`,
      `fits/${'n'.repeat(255)}`,
    ])
      await harness.objects.put(bucket, key, Buffer.from('x'));
  });

  it.each(impossibleRequests)('because it %s fails with a ClientError', async (_what, reason, change) => {
    const job = await run('', change);
    expect(job.status).toBe('Failed');
    expect(job.failureReason).toMatch(reason);
    expect(job.failureReason).toMatch(/^(?:ClientError|AlgorithmError): /);
  });

  it('is no request with names as long as a file system takes them', async () => {
    const job = await run(
      `console.log('SEEN', fs.readdirSync(base + '/input/data/train')[0].length)`,
      (request) => {
        request.InputDataConfig = [channel('train', 'fits/')];
      },
    );
    expect(job.lines).toContain('SEEN 255');
  });

  it.each(['/node_modules/x', '/python', '/sync', '/opt/ml/../../../x'])(
    'is no request with the checkpoint path %s, which meets nothing of the backend’s own',
    async (LocalPath) => {
      const job = await run(`console.log('SEEN', fs.existsSync(base))`, (request) => {
        request.CheckpointConfig = { S3Uri: `s3://${bucket}/local-path`, LocalPath };
      });
      expect(job.failureReason).toBeUndefined();
    },
  );
});

describe('a script', () => {
  it('that fails and tells all it knows of this machine is quoted in the paths of its container', async () => {
    const told = [
      `fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n').filter((line) => line.includes('opt/ml')).join(' ')`,
      `fs.readFileSync('/proc/self/mountinfo', 'utf8').slice(-900)`,
      `fs.readFileSync('/proc/self/environ', 'utf8').replaceAll('\\0', ' ').slice(-900)`,
      `process.argv.join(' ') + ' ' + process.cwd() + ' ' + import.meta.url`,
      `[base, path.dirname(base), path.dirname(path.dirname(base)), path.dirname(path.dirname(path.dirname(base)))].map((at) => { try { return fs.realpathSync(at); } catch { return ''; } }).join(' ')`,
      `['cwd', 'root', 'exe', 'fd/1'].map((name) => fs.readlinkSync('/proc/self/' + name)).join(' ')`,
      `${JSON.stringify(path.dirname(secret))} + ' ' + secret`,
    ];
    const jobs = await Promise.all(
      told.map(async (expression, index) => {
        const name = `tells-${index}`;
        const script = `${prelude()}
          const said = String(${expression}).replaceAll('\\n', ' ').slice(0, 900);
          ${index % 2 === 0 ? 'console.error(said)' : "fs.writeFileSync(output + '/failure', said)"};
          process.exit(3);`;
        await harness.launch(name, script, (request) => void delete request.CheckpointConfig);
        return harness.waitForEnd(name, 60_000);
      }),
    );
    for (const [index, { status, failureReason }] of jobs.entries()) {
      expect(status).toBe('Failed');
      for (const place of [harness.dataDir, process.cwd()])
        expect(failureReason, told[index]).not.toContain(place);
    }
  });

  it('that closes its output, or leaves processes that hold it, ends as it ends', async () => {
    const job = await run(`
      spawn('/bin/sh', ['-c', 'setsid env -i sleep 1000 &'], { stdio: ['ignore', 'inherit', 'inherit'], cwd: '/' });
      console.log('SEEN'); fs.closeSync(1); fs.closeSync(2); process.exit(0);`);
    expect(job.status).toBe('Completed');
  });

  it('that makes its folders immutable is no trouble to later starts', async () => {
    const job = await run(
      `try { execSync('chattr +i ' + model + ' ' + base + '/input/config/*.json', { stdio: 'ignore' }); } catch {}`,
    );
    expect(job.status).toBe('Completed');
    expect(
      readdirSync(path.join(harness.dataDir, 'attempts')).filter((entry) => entry.startsWith(job.name)),
    ).toEqual([]);
  });

  it('is killed with everything it started, even what has no mark, no session and no folder of the job', async () => {
    const seconds = String(7_000_000 + (process.pid % 100_000));
    const job = await run(`
      spawn('/bin/sh', ['-c', 'cd /; setsid env -i sleep ${seconds} >/dev/null 2>&1 </dev/null &'], { stdio: 'ignore', cwd: '/' });
      spawn('/bin/sh', ['-c', 'cd /; setsid env -i sh -c "trap \\\\"\\\\" TERM HUP; sleep ${seconds}; :" >/dev/null 2>&1 </dev/null &'], { stdio: 'ignore', cwd: '/' });
      await new Promise((resolve) => setTimeout(resolve, 300));`);
    expect(job.status).toBe('Completed');
    const commands = () =>
      readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry))
        .map((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          } catch {
            // It ended meanwhile.
            return '';
          }
        });
    // The kernel ends them on its own time.
    await expect.poll(() => commands().filter((command) => command.includes(seconds))).toEqual([]);
  });
});

describe('the SDK’s layout with network isolation', () => {
  it.each(['File', 'FastFile'] as const)('has its code in a channel, as an archive (%s)', async (mode) => {
    const archive = await sourceArchive({
      'train.mjs': `console.log('ISOLATED ' + process.cwd().slice(-12))`,
    });
    await harness.objects.put(bucket, 'isolated/source/sourcedir.tar.gz', archive);
    const job = await run('', (request) => {
      request.EnableNetworkIsolation = true;
      request.HyperParameters!.sagemaker_submit_directory = '"/opt/ml/input/data/code/sourcedir.tar.gz"';
      request.AlgorithmSpecification.TrainingInputMode = mode;
      request.InputDataConfig = [channel('code', 'isolated/source/sourcedir.tar.gz')];
    });
    expect(job.failureReason).toBeUndefined();
    expect(job.lines).toContain('ISOLATED /opt/ml/code');
  });

  it.each([
    ['is not there', undefined, /\/opt\/ml\/input\/data\/code\/sourcedir\.tar\.gz does not exist/],
    [
      'is none',
      'no archive',
      /\/opt\/ml\/input\/data\/code\/sourcedir\.tar\.gz is not a whole \.tar\.gz archive/,
    ],
  ])('fails in the reader’s words where the archive %s', async (_what, content, reason) => {
    await harness.objects.put(
      bucket,
      `none/${content === undefined ? 'other' : 'sourcedir.tar.gz'}`,
      Buffer.from(content ?? 'x'),
    );
    const job = await run('', (request) => {
      request.HyperParameters!.sagemaker_submit_directory = '"/opt/ml/input/data/code/sourcedir.tar.gz"';
      request.InputDataConfig = [channel('code', 'none/')];
    });
    harness.objects.delete(bucket, 'none/other');
    expect(job.failureReason).toMatch(reason);
  });
});
