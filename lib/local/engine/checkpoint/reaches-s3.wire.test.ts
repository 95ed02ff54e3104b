import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type ObjectStore } from '../../store/object-store';
import { createHarness } from '../../../../testing/local/engine-harness';

let harness: Awaited<ReturnType<typeof createHarness>>;
afterEach(() => harness.remove());

const head = `
import * as fs from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await sleep(5); };
`;

const until = async (holds: () => boolean) => {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('what the test waits for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** A store that takes a while for each checkpoint, or refuses it. */
const changePuts =
  (before: (key: string) => Promise<void> | void) =>
  (objects: ObjectStore): ObjectStore => ({
    ...objects,
    put: async (bucket, key, ...rest) => {
      if (key.includes('/checkpoints/')) await before(key);
      return objects.put(bucket, key, ...rest);
    },
  });

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('everything whole reaches S3', () => {
  it('also what is rewritten every 0.3 s, while it goes on being rewritten', async () => {
    harness = await createHarness();
    await harness.launch(
      'often',
      `${head}
      const seen = new Set();
      let text = '';
      // As many rounds as it takes, on a machine that is busy.
      for (let round = 0; round < 10 || (seen.size < 2 && round < 150); round += 1) {
        text = String(round % 10).repeat(5000);
        fs.writeFileSync(checkpoints + '/in-place', text);
        fs.writeFileSync(checkpoints + '/next', text);
        fs.renameSync(checkpoints + '/next', checkpoints + '/renamed');
        for (let part = 0; part < 30; part += 1) {
          await sleep(10);
          for (const name of ['in-place', 'renamed']) if (fs.existsSync(checkpoints + '/' + name + '.sagemaker-uploaded')) seen.add(name);
        }
      }
      console.log('seen ' + [...seen].sort().join());
      console.log('last ' + text);`,
    );
    await harness.waitForEnd('often', 60_000);
    expect(harness.lines('often')).toContain('seen in-place,renamed');
    const last = harness
      .lines('often')
      .find((line) => line.startsWith('last '))!
      .slice(5);
    for (const name of ['in-place', 'renamed']) {
      expect(await harness.text(`often/checkpoints/${name}`)).toBe(last);
    }
    expect(harness.keys('often/checkpoints/')).toEqual(['in-place', 'renamed']);
  });

  it('a folder that is renamed into place, with everything in it, and new folders in that', async () => {
    harness = await createHarness();
    await harness.launch(
      'folders',
      `${head}
      fs.mkdirSync(checkpoints + '/part/deep/er', { recursive: true });
      for (const name of ['a', 'deep/b', 'deep/er/c']) fs.writeFileSync(checkpoints + '/part/' + name, name);
      fs.renameSync(checkpoints + '/part', checkpoints + '/checkpoint-500');
      await until(() => fs.existsSync(checkpoints + '/checkpoint-500/deep/er/c.sagemaker-uploaded'));
      fs.mkdirSync(checkpoints + '/checkpoint-500/later');
      fs.writeFileSync(checkpoints + '/checkpoint-500/later/d', 'd');
      fs.renameSync(checkpoints + '/checkpoint-500/deep', checkpoints + '/moved');
      console.log('moved');
      setInterval(() => {}, 1000);`,
    );
    await harness.waitForLine('folders', 'moved');
    const wanted = ['checkpoint-500/a', 'checkpoint-500/later/d', 'moved/b', 'moved/er/c'];
    await until(() => harness.keys('folders/checkpoints/').join() === wanted.join());
  });

  it('with notice all that was whole when it came, and what a handler of SIGTERM finishes', async () => {
    let slow = false;
    harness = await createHarness(changePuts(() => (slow ? wait(30) : undefined)));
    await harness.launch(
      'shards',
      `${head}
      if (fs.existsSync(checkpoints + '/go')) {
        const names = fs.readdirSync(checkpoints).filter((name) => name !== 'go').sort();
        console.log('found ' + names.length + ' ' + names.at(-1));
        process.exit(0);
      }
      process.on('SIGTERM', async () => {
        await sleep(200);
        fs.writeFileSync(checkpoints + '/next', 'last');
        fs.renameSync(checkpoints + '/next', checkpoints + '/zz-last');
        process.exit(0);
      });
      setInterval(() => {}, 1000);
      for (let shard = 0; shard < 300; shard += 1) fs.writeFileSync(checkpoints + '/shard-' + String(shard).padStart(3, '0'), 'x'.repeat(1000));
      fs.writeFileSync(checkpoints + '/go', '');
      console.log('written');`,
    );
    slow = true;
    await harness.waitForLine('shards', 'written');
    harness.engine.interrupt('shards', { capacityWaitSeconds: 0 });
    await harness.waitForEnd('shards', 60_000);
    expect(harness.lines('shards')).toContain('found 301 zz-last');
  });

  it.each(['a stop', 'the end of its time'])(
    'of a job that ends by %s, also what its handler finishes',
    async (end) => {
      harness = await createHarness(changePuts(() => wait(20)));
      const name = end === 'a stop' ? 'stopped' : 'timed';
      await harness.launch(
        name,
        `${head}
      process.on('SIGTERM', async () => {
        await sleep(100);
        fs.writeFileSync(checkpoints + '/last', 'last');
        process.exit(0);
      });
      for (let shard = 0; shard < 100; shard += 1) fs.writeFileSync(checkpoints + '/shard-' + shard, 'x');
      console.log('written');
      setInterval(() => {}, 1000);`,
        (request) => {
          if (name === 'timed')
            request.StoppingCondition = { MaxRuntimeInSeconds: 2, MaxWaitTimeInSeconds: 60 };
        },
      );
      await harness.waitForLine(name, 'written');
      if (name === 'stopped') harness.engine.stop(name);
      await harness.waitForEnd(name);
      expect(harness.keys(`${name}/checkpoints/`)).toHaveLength(101);
    },
  );
});

describe('while S3 cannot take anything', () => {
  it('nothing is lost, deletions wait, and the job ends once there is room', async () => {
    let full = false;
    let refused = 0;
    harness = await createHarness(
      changePuts(() => {
        if (!full) return;
        refused += 1;
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }),
    );
    await harness.objects.put('training', 'full/checkpoints/old', Buffer.from('old'));
    full = true;
    await harness.launch(
      'full',
      `${head}
      fs.writeFileSync(checkpoints + '/new', 'new');
      fs.rmSync(checkpoints + '/old');
      console.log('replaced');`,
    );
    // Long after the program has ended.
    await until(() => refused > 6 && harness.job('full').secondaryStatus === 'Uploading');
    expect(harness.keys('full/checkpoints/')).toEqual(['old']);
    full = false;
    const { status } = await harness.waitForEnd('full');
    expect(status).toBe('Completed');
    expect(harness.keys('full/checkpoints/')).toEqual(['new']);
  });

  it('an upload that an interruption cuts short leaves nothing', async () => {
    let begun = false;
    harness = await createHarness((objects) => ({
      ...objects,
      put: (bucket, key, body, ...rest) => {
        if (key.endsWith('/large')) begun = true;
        return objects.put(bucket, key, body, ...rest);
      },
    }));
    await harness.launch(
      'cut',
      `${head}
      if (fs.existsSync(checkpoints + '/small')) { console.log('found ' + fs.readdirSync(checkpoints).join()); process.exit(0); }
      fs.writeFileSync(checkpoints + '/small', 'x');
      await until(() => fs.existsSync(checkpoints + '/small.sagemaker-uploaded'));
      const part = Buffer.alloc(64 * 1024 * 1024, 'x');
      const fd = fs.openSync(checkpoints + '/large', 'w');
      for (let count = 0; count < 8; count += 1) fs.writeSync(fd, part);
      fs.closeSync(fd);
      setInterval(() => {}, 1000);`,
    );
    await until(() => begun);
    harness.engine.interrupt('cut', { notice: false, capacityWaitSeconds: 0 });
    await harness.waitForEnd('cut');
    expect(harness.lines('cut')).toContain('found small');
  });
});

describe('large files', () => {
  it('are stored as they are, also when they are renamed over or deleted while they go up', async () => {
    const stored: string[] = [];
    harness = await createHarness((objects) => ({
      ...objects,
      put: async (...args) => {
        const object = await objects.put(...args);
        if (object.key.endsWith('/model')) {
          const hash = createHash('sha256');
          for await (const chunk of objects.read(object.bucket, object.key).body)
            hash.update(chunk as Buffer);
          stored.push(hash.digest('hex'));
        }
        return object;
      },
    }));
    await harness.launch(
      'large',
      `${head}
      import { createHash } from 'node:crypto';
      for (let round = 0; round < 12; round += 1) {
        const bytes = Buffer.alloc(40 * 1024 * 1024, String(round));
        fs.writeFileSync(checkpoints + '/next.tmp', bytes);
        fs.renameSync(checkpoints + '/next.tmp', checkpoints + '/model');
        console.log('sha ' + createHash('sha256').update(bytes).digest('hex'));
        await sleep(20);
      }`,
    );
    await harness.waitForEnd('large');
    const written = harness
      .lines('large')
      .filter((line) => line.startsWith('sha '))
      .map((line) => line.slice(4));
    expect(stored.filter((hash) => !written.includes(hash))).toEqual([]);
    expect(stored.at(-1)).toBe(written.at(-1));
    expect(stored.length).toBeGreaterThan(1);
  });
});
