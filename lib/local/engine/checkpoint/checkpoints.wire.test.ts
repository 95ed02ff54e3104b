import { afterEach, describe, expect, it } from 'vitest';
import { type ObjectStore } from '../../store/object-store';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';

let harness: Awaited<ReturnType<typeof createHarness>>;
afterEach(() => harness.remove());

const until = async (holds: () => boolean) => {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('what the test waits for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const head = `
import * as fs from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** Sees every key that was ever put. */
const recordPuts = (puts: Map<string, number[]>) => (objects: ObjectStore) => ({
  ...objects,
  put: async (...args: Parameters<ObjectStore['put']>) => {
    const stored = await objects.put(...args);
    puts.set(stored.key, [...(puts.get(stored.key) ?? []), stored.size]);
    return stored;
  },
});

describe('a checkpoint that is being written', () => {
  it('is never seen in part, however slowly it is written', async () => {
    const puts = new Map<string, number[]>();
    harness = await createHarness(recordPuts(puts));
    await harness.launch(
      'slow',
      `${head}
      const file = fs.openSync(checkpoints + '/checkpoint-1.bin', 'w');
      for (let part = 0; part < 5; part += 1) { fs.writeSync(file, Buffer.alloc(1000)); await sleep(250); }
      fs.closeSync(file);
      await sleep(400);`,
    );
    await harness.waitForEnd('slow');
    expect(puts.get('slow/checkpoints/checkpoint-1.bin')).toEqual([5000]);
  });

  it('is not taken for whole when the script is killed in the middle of it', async () => {
    harness = await createHarness();
    await harness.launch(
      'cut',
      `${head}
      fs.writeFileSync(checkpoints + '/checkpoint-1.bin', 'whole');
      const file = fs.openSync(checkpoints + '/checkpoint-2.bin', 'w');
      fs.writeSync(file, 'half');
      console.log('half written');
      setInterval(() => {}, 1000);`,
    );
    await harness.waitForLine('cut', 'half written');
    harness.engine.stop('cut');
    await harness.waitForEnd('cut');
    expect(harness.keys('cut/checkpoints/')).toEqual(['checkpoint-1.bin']);
  });

  it('is uploaded while the script goes on, not only at its end', async () => {
    harness = await createHarness();
    await harness.launch(
      'during',
      `${head} fs.mkdirSync(checkpoints + '/deep/er', { recursive: true });
      fs.writeFileSync(checkpoints + '/deep/er/checkpoint-1.bin', 'x');
      fs.writeFileSync(checkpoints + '/checkpoint-2.bin.sagemaker-ignore', 'x');
      fs.writeFileSync(checkpoints + '/checkpoint-3.bin.tmp', 'x');
      fs.symlinkSync('/etc', checkpoints + '/etc');
      fs.symlinkSync('/etc/hostname', checkpoints + '/hostname');
      setInterval(() => {}, 1000);`,
    );
    await until(() => harness.keys('during/checkpoints/').length > 0);
    expect(harness.keys('during/checkpoints/')).toEqual(['deep/er/checkpoint-1.bin']);
  });
});

describe('deletions', () => {
  it('are mirrored, and what others put under the prefix is left alone', async () => {
    harness = await createHarness();
    await harness.objects.put(bucket, 'mirror/checkpoints/old.bin', Buffer.from('old'));
    await harness.launch(
      'mirror',
      `${head}
      console.log(fs.readdirSync(checkpoints).join());
      fs.writeFileSync(checkpoints + '/new.bin', 'new');
      fs.rmSync(checkpoints + '/old.bin');
      console.log('deleted');
      setInterval(() => {}, 1000);`,
    );
    await harness.waitForLine('mirror', 'deleted');
    await harness.objects.put(bucket, 'mirror/checkpoints/other.bin', Buffer.from('x'));
    await until(() => !harness.keys('mirror/checkpoints/').includes('old.bin'));
    expect(harness.keys('mirror/checkpoints/')).toEqual(['new.bin', 'other.bin']);
    expect(harness.lines('mirror')).toContain('old.bin');
  });
});

describe('an interruption', () => {
  it('without notice loses what had not reached S3', async () => {
    harness = await createHarness();
    await harness.launch(
      'lost',
      `${head}
      if (fs.existsSync(checkpoints + '/first.txt')) {
        console.log('found ' + fs.readdirSync(checkpoints).join());
        process.exit(0);
      }
      process.on('SIGTERM', () => { fs.writeFileSync(checkpoints + '/last-gasp.txt', 'x'); process.exit(0); });
      fs.writeFileSync(checkpoints + '/first.txt', 'x');
      setInterval(() => {}, 1000);`,
    );
    await until(() => harness.keys('lost/checkpoints/').length === 1);
    harness.engine.interrupt('lost', { notice: false, capacityWaitSeconds: 0 });
    await harness.waitForEnd('lost');
    expect(harness.lines('lost')).toContain('found first.txt');
  });
});

describe('a sync that cannot write', () => {
  it('is said in the log, tried again, and fails neither job nor checkpoint', async () => {
    let full = true;
    let failures = 0;
    harness = await createHarness((objects) => ({
      ...objects,
      put: async (...args) => {
        if (full && args[1].includes('/checkpoints/')) {
          failures += 1;
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        }
        return objects.put(...args);
      },
    }));
    await harness.launch(
      'full',
      `${head} fs.writeFileSync(checkpoints + '/checkpoint-1.bin', 'x'.repeat(1000));
      while (!fs.existsSync(process.env.TMPDIR + '/go')) await sleep(20);`,
    );
    await until(() => failures >= 3);
    expect(harness.keys('full/checkpoints/')).toEqual([]);
    expect(harness.job('full').secondaryStatus).toBe('Training');
    full = false;
    await until(() => harness.keys('full/checkpoints/').length === 1);
    expect(await harness.text('full/checkpoints/checkpoint-1.bin')).toBe('x'.repeat(1000));
    expect(harness.lines('full').filter((line) => line.includes('ENOSPC'))).toHaveLength(1);
  });
});
