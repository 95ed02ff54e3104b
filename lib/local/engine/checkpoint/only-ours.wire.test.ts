import { afterEach, describe, expect, it } from 'vitest';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';

let harness: Awaited<ReturnType<typeof createHarness>>;
afterEach(() => harness.remove());

const head = `
import * as fs from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await sleep(5); };
const list = () => fs.readdirSync(checkpoints, { recursive: true }).filter((name) => !name.includes('.sagemaker-')).sort().join();
`;

const until = async (holds: () => boolean) => {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('what the test waits for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const put = (job: string, names: readonly string[]) =>
  Promise.all(
    names.map((name) => harness.objects.put(bucket, `${job}/checkpoints/${name}`, Buffer.from(name))),
  );

const logged = (job: string, part: string) => harness.lines(job).filter((line) => line.includes(part));

describe('what was under the prefix before', () => {
  it('stays as it is and is reported, where it cannot be a file', async () => {
    harness = await createHarness();
    const impossible = [
      ...['a//b.txt', 'x/./y', 'x/../z', '..', '/lead', 'folder/', `${'n'.repeat(256)}`, 'both'],
      ...['deep/both', 'sub/a.sagemaker-uploaded'],
    ];
    const possible = [
      'both/inside',
      'deep/both/inside',
      'notes.tmp',
      'é',
      'e\u0301',
      'with space',
      '#',
      'new\nline',
      'n'.repeat(255),
    ];
    await put('odd', [...impossible, ...possible]);
    await harness.launch(
      'odd',
      `${head}
      const names = fs.readdirSync(checkpoints, { recursive: true }).filter((name) => fs.statSync(checkpoints + '/' + name).isFile());
      console.log('names ' + JSON.stringify(names.sort()));
      fs.rmSync(checkpoints + '/with space');
      fs.writeFileSync(checkpoints + '/added', 'x');
      await until(() => fs.existsSync(checkpoints + '/added.sagemaker-uploaded'));`,
    );
    expect((await harness.waitForEnd('odd')).status).toBe('Completed');
    const names = JSON.parse(logged('odd', 'names ')[0]!.slice(6)) as string[];
    expect(names).toEqual([...possible].sort());
    const left = [...impossible, ...possible, 'added'].filter((name) => name !== 'with space');
    expect([...harness.keys('odd/checkpoints/')].sort()).toEqual(left.sort());
    expect(await harness.text('odd/checkpoints/a//b.txt')).toBe('a//b.txt');
    const [line] = logged('odd', 'not restored');
    expect(line).toContain('9 objects were not restored from s3://training/odd/checkpoints/');
    expect(line).toContain('and 4 more');
  });

  it('is not deleted with a folder that is taken away, replaced or made anew', async () => {
    harness = await createHarness();
    await put('gone', ['one', 'two']);
    await harness.launch(
      'gone',
      `${head}
      fs.rmSync(checkpoints, { recursive: true });
      await sleep(300);
      fs.symlinkSync('/etc', checkpoints);
      await sleep(300);
      fs.rmSync(checkpoints);
      fs.writeFileSync(checkpoints, 'a file');
      await sleep(300);
      fs.rmSync(checkpoints);
      fs.mkdirSync(checkpoints);
      fs.writeFileSync(checkpoints + '/three', '3');
      await until(() => fs.existsSync(checkpoints + '/three.sagemaker-uploaded'));`,
    );
    expect((await harness.waitForEnd('gone')).status).toBe('Completed');
    expect(harness.keys('gone/checkpoints/')).toEqual(['one', 'three', 'two']);
    expect(logged('gone', 'removed or replaced')).toHaveLength(1);
  });

  it('is not touched by a job whose checkpoints could not be brought', async () => {
    harness = await createHarness((objects) => ({
      ...objects,
      download: (source, key, file) => {
        if (key.endsWith('/broken')) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
        return objects.download(source, key, file);
      },
    }));
    await put('partial', ['broken', 'one', 'two']);
    await harness.launch('partial', `console.log('never');`);
    expect((await harness.waitForEnd('partial')).status).toBe('Failed');
    expect(harness.keys('partial/checkpoints/')).toEqual(['broken', 'one', 'two']);
  });

  it('waits for room on the disk to be restored', async () => {
    let full = true;
    let tries = 0;
    harness = await createHarness((objects) => ({
      ...objects,
      download: (source, key, file) => {
        if (full && key.endsWith('/large')) {
          tries += 1;
          throw Object.assign(new Error(`ENOSPC: no space left on device, write '/srv/x'`), {
            code: 'ENOSPC',
          });
        }
        return objects.download(source, key, file);
      },
    }));
    await put('room', ['large', 'one']);
    await harness.launch('room', `${head} console.log('found ' + list());`);
    await until(() => tries > 2);
    full = false;
    expect((await harness.waitForEnd('room')).status).toBe('Completed');
    expect(harness.lines('room')).toContain('found large,one');
    expect(logged('room', 'ENOSPC')).toHaveLength(1);
    expect(logged('room', '/srv/x')).toEqual([]);
  });

  it('of another job on the same prefix is never deleted', async () => {
    harness = await createHarness();
    const uri = `s3://${bucket}/shared/checkpoints`;
    const script = (mine: string, other: string) => `${head}
      fs.writeFileSync(checkpoints + '/${mine}', '${mine}');
      fs.writeFileSync(checkpoints + '/${mine}-old', '${mine}');
      await until(() => fs.existsSync(checkpoints + '/${mine}-old.sagemaker-uploaded'));
      fs.rmSync(checkpoints + '/${mine}-old');
      console.log('${other} is not here: ' + !fs.existsSync(checkpoints + '/${other}'));
      setInterval(() => {}, 1000);`;
    const change = (request: { CheckpointConfig?: { S3Uri: string } }) =>
      void (request.CheckpointConfig = { S3Uri: uri });
    await harness.launch('left', script('left', 'right'), change);
    await harness.launch('right', script('right', 'left'), change);
    const hasDeleted = (name: string) => harness.lines(name).some((line) => line.includes('is not here'));
    await until(() => hasDeleted('left') && hasDeleted('right'));
    await until(() => harness.keys('shared/checkpoints/').join() === 'left,right');
    harness.engine.stop('left');
    harness.engine.stop('right');
    await harness.waitForEnd('left');
    await harness.waitForEnd('right');
    expect(harness.keys('shared/checkpoints/')).toEqual(['left', 'right']);
  });
});

describe('a temporary name', () => {
  it('leaves nothing behind when it is renamed, and is kept when it is what the script wants', async () => {
    harness = await createHarness();
    await put('temporary', ['notes.tmp', 'gone.tmp']);
    await harness.launch(
      'temporary',
      `${head}
      const fd = fs.openSync(checkpoints + '/x.tmp', 'w');
      fs.writeSync(fd, 'half');
      await sleep(200);
      fs.writeSync(fd, 'whole');
      fs.closeSync(fd);
      fs.renameSync(checkpoints + '/x.tmp', checkpoints + '/x');
      fs.writeFileSync(checkpoints + '/stays.tmp', 'stays');
      fs.rmSync(checkpoints + '/gone.tmp');
      await until(() => fs.existsSync(checkpoints + '/stays.tmp.sagemaker-uploaded'));
      setInterval(() => {}, 1000);`,
    );
    const wanted = 'notes.tmp,stays.tmp,x';
    await until(() => harness.keys('temporary/checkpoints/').join() === wanted);
    harness.engine.stop('temporary');
    await harness.waitForEnd('temporary');
    expect(harness.keys('temporary/checkpoints/').join()).toBe(wanted);
  });
});

describe('what S3 cannot have', () => {
  it.runIf(process.platform === 'linux')(
    'is reported by the job, and neither left out in silence nor the end of it',
    async () => {
      harness = await createHarness();
      await harness.launch(
        'bytes',
        `${head}
      const at = (...bytes) => Buffer.concat([Buffer.from(checkpoints + '/'), Buffer.from(bytes)]);
      fs.writeFileSync(at(0x66, 0xff), 'x');
      fs.mkdirSync(at(0xfe));
      fs.writeFileSync(Buffer.concat([at(0xfe), Buffer.from('/inside')]), 'x');
      const deep = [checkpoints, ...Array(6).fill('d'.repeat(200))].join('/');
      fs.mkdirSync(deep, { recursive: true });
      fs.writeFileSync(deep + '/file', 'x');
      fs.writeFileSync(checkpoints + '/good', 'x');
      fs.writeFileSync(checkpoints + '/\\uFFFD', 'x');`,
      );
      expect((await harness.waitForEnd('bytes')).status).toBe('Completed');
      expect(harness.keys('bytes/checkpoints/')).toEqual(['good', '\uFFFD']);
      const lines = logged('bytes', 'cannot be stored in S3').join('\n');
      expect(lines).toContain('"fÿ"');
      expect(lines).toContain('"þ"');
      expect(lines).toContain('"dddd');
    },
  );

  it('is passed over: pipes, sockets, links; and a job with a deep tree of them ends', async () => {
    harness = await createHarness();
    await harness.launch(
      'kinds',
      `${head}
      import { execFileSync } from 'node:child_process';
      import { createServer } from 'node:net';
      execFileSync('mkfifo', [checkpoints + '/pipe']);
      const server = createServer().listen(checkpoints + '/socket');
      await new Promise((resolve) => server.once('listening', resolve));
      fs.symlinkSync('/etc', checkpoints + '/etc');
      fs.mkdirSync(checkpoints + '/real');
      fs.writeFileSync(checkpoints + '/real/file', 'x');
      fs.linkSync(checkpoints + '/real/file', checkpoints + '/second');
      await until(() => fs.existsSync(checkpoints + '/real/file.sagemaker-uploaded'));
      fs.renameSync(checkpoints + '/real', process.env.TMPDIR + '/outside');
      fs.symlinkSync(process.env.TMPDIR + '/outside', checkpoints + '/real');
      fs.mkdirSync(checkpoints + '/' + 'a/'.repeat(300), { recursive: true });
      fs.writeFileSync(checkpoints + '/' + 'a/'.repeat(300) + 'leaf', 'x');
      const hole = fs.openSync(checkpoints + '/second', 'r+');
      fs.closeSync(hole);
      await sleep(300);
      process.exit(0);`,
    );
    expect((await harness.waitForEnd('kinds')).status).toBe('Completed');
    expect(harness.keys('kinds/checkpoints/')).toEqual(['a/'.repeat(300) + 'leaf', 'second']);
  });
});
