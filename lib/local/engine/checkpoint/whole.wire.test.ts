import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type ObjectStore } from '../../store/object-store';
import { createHarness, openHarness } from '../../../../testing/local/engine-harness';
import { hasPython } from '../../../../testing/local/has-python';

let remove: () => Promise<unknown> = async () => undefined;
afterEach(() => remove());

const open = async (wrap?: (objects: ObjectStore) => ObjectStore) => {
  const harness = await createHarness(wrap);
  remove = harness.remove;
  return harness;
};

const head = `
import * as fs from 'node:fs';
import { spawn } from 'node:child_process';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await sleep(10); };
`;

/** Every size that was ever stored under a checkpoint's name. */
const recordPuts = () => {
  const sizes = new Map<string, number[]>();
  const wrap = (objects: ObjectStore): ObjectStore => ({
    ...objects,
    put: async (...args) => {
      const stored = await objects.put(...args);
      const name = stored.key.split('/checkpoints/')[1];
      if (name !== undefined) sizes.set(name, [...(sizes.get(name) ?? []), stored.size]);
      return stored;
    },
  });
  return { sizes, wrap };
};

/** Writes 5 x 1000 bytes with pauses in which the file stands still, then closes. */
const slowWriter = (file: string, pauseMs = 200) => `
const fs = require('node:fs');
const file = fs.openSync(${file}, 'w');
let part = 0;
const next = () => {
  fs.writeSync(file, Buffer.alloc(1000));
  part += 1;
  if (part < 5) setTimeout(next, ${pauseMs}); else { fs.closeSync(file); fs.writeFileSync(process.argv[1] + '/done', ''); }
};
next();`;

describe('a file is not taken while it is being written', () => {
  it('when the data folder is reached through a link', async () => {
    const { sizes, wrap } = recordPuts();
    const folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-linked-'));
    await symlink(folder, `${folder}-link`);
    const harness = openHarness(`${folder}-link`, wrap);
    remove = async () => {
      await harness.engine.close();
      harness.database.close();
      await rm(folder, { recursive: true });
      await rm(`${folder}-link`);
    };
    await harness.launch(
      'linked',
      `${head}
      const file = fs.openSync(checkpoints + '/a.bin', 'w');
      for (let part = 0; part < 5; part += 1) { fs.writeSync(file, Buffer.alloc(1000)); await sleep(200); }
      fs.closeSync(file);`,
    );
    await harness.waitForEnd('linked');
    expect(sizes.get('a.bin')).toEqual([5000]);
  });

  it('by a process of its own session, with an environment of its own', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    await harness.launch(
      'session',
      `${head}
      spawn(process.execPath, ['-e', ${JSON.stringify(slowWriter(`process.argv[1] + '/a.bin'`))}, checkpoints], {
        detached: true, stdio: 'ignore', env: {}, cwd: '/',
      }).unref();
      await until(() => fs.existsSync(checkpoints + '/done'));`,
    );
    await harness.waitForEnd('session');
    expect(sizes.get('a.bin')).toEqual([5000]);
  });

  it.skipIf(!hasPython)('through a mapping, with the file itself closed', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    const program = `
import mmap, os, sys, time
folder = sys.argv[1]
fd = os.open(folder + '/a.bin', os.O_RDWR | os.O_CREAT)
os.ftruncate(fd, 4096)
memory = mmap.mmap(fd, 4096)
os.close(fd)
for part in range(4):
    memory[part * 1024:(part + 1) * 1024] = b'x' * 1024
    memory.flush()
    time.sleep(0.2)
memory.close()
time.sleep(0.3)
`;
    await harness.launch(
      'mapped',
      `${head}
      const child = spawn('python3', ['-c', ${JSON.stringify(program)}, checkpoints], { stdio: 'inherit' });
      process.exit(await new Promise((resolve) => child.on('exit', resolve)));`,
    );
    const job = await harness.waitForEnd('mapped');
    expect(job.status, harness.lines('mapped').join('\n')).toBe('Completed');
    expect(sizes.get('a.bin')).toEqual([4096]);
    expect(await harness.text('mapped/checkpoints/a.bin')).toBe('x'.repeat(4096));
  });

  it.skipIf(!hasPython)('by a thread whose table of files is its own', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    const program = `
import ctypes, os, sys, threading, time
libc = ctypes.CDLL(None)
def write():
    libc.unshare(0x400)
    with open(sys.argv[1] + '/a.bin', 'wb', buffering=0) as file:
        for part in range(4):
            file.write(b'x' * 1000)
            time.sleep(0.2)
thread = threading.Thread(target=write)
thread.start()
thread.join()
time.sleep(0.3)
`;
    await harness.launch(
      'threads',
      `${head}
      const child = spawn('python3', ['-c', ${JSON.stringify(program)}, checkpoints], { stdio: 'inherit' });
      process.exit(await new Promise((resolve) => child.on('exit', resolve)));`,
    );
    await harness.waitForEnd('threads');
    expect(sizes.get('a.bin')).toEqual([4000]);
  });
});

describe('a file whose writer died is not taken for whole', () => {
  it('when the program is killed in the middle by somebody else', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    await harness.launch(
      'shot',
      `${head}
      fs.writeFileSync(checkpoints + '/whole.bin', 'whole');
      const file = fs.openSync(checkpoints + '/half.bin', 'w');
      fs.writeSync(file, 'half');
      await until(() => fs.existsSync(checkpoints + '/whole.bin.sagemaker-uploaded'));
      fs.writeSync(file, 'more');
      process.kill(process.pid, 'SIGKILL');`,
    );
    await harness.waitForEnd('shot');
    expect([...sizes.keys()]).toEqual(['whole.bin']);
  });

  it('when the program ends and leaves its writer behind', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    await harness.launch(
      'left',
      `${head}
      spawn(process.execPath, ['-e', ${JSON.stringify(slowWriter(`process.argv[1] + '/a.bin'`, 5_000))}, checkpoints], {
        detached: true, stdio: 'ignore', env: {}, cwd: '/',
      }).unref();
      await until(() => fs.existsSync(checkpoints + '/a.bin') && fs.statSync(checkpoints + '/a.bin').size >= 1000);
      fs.writeFileSync(checkpoints + '/b.bin', 'whole');
      process.exit(0);`,
    );
    expect((await harness.waitForEnd('left')).status).toBe('Completed');
    expect([...sizes.keys()]).toEqual(['b.bin']);
  });

  it('when its handler of SIGTERM gives up in the middle, but when it finishes first', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    await harness.launch(
      'handled',
      `${head}
      if (fs.readdirSync(checkpoints).length > 0) process.exit(0);
      const half = fs.openSync(checkpoints + '/half.bin', 'w');
      const done = fs.openSync(checkpoints + '/done.bin', 'w');
      for (const file of [half, done]) fs.writeSync(file, 'half');
      process.on('SIGTERM', async () => {
        for (const file of [half, done]) fs.writeSync(file, 'more');
        fs.closeSync(done);
        await until(() => fs.existsSync(checkpoints + '/done.bin.sagemaker-uploaded'));
        fs.writeFileSync(checkpoints + '/last.bin', 'last');
        process.exit(0);
      });
      console.log('writing');
      setInterval(() => {}, 1000);`,
    );
    await harness.waitForLine('handled', 'writing');
    harness.engine.interrupt('handled', { capacityWaitSeconds: 0 });
    await harness.waitForEnd('handled');
    expect([...sizes.keys()].sort()).toEqual(['done.bin', 'last.bin']);
  });

  it('when the notice ends it', async () => {
    const { sizes, wrap } = recordPuts();
    const harness = await open(wrap);
    await harness.launch(
      'noticed',
      `${head}
      if (fs.existsSync(checkpoints + '/whole.bin')) process.exit(0);
      fs.writeFileSync(checkpoints + '/whole.bin', 'whole');
      const file = fs.openSync(checkpoints + '/half.bin', 'w');
      fs.writeSync(file, 'half');
      fs.fsyncSync(file);
      console.log('writing');
      setInterval(() => {}, 1000);`,
    );
    await harness.waitForLine('noticed', 'writing');
    harness.engine.interrupt('noticed', { capacityWaitSeconds: 0 });
    await harness.waitForEnd('noticed');
    expect([...sizes.keys()]).toEqual(['whole.bin']);
  });
});

describe('what was renamed, replaced or remade between two looks', () => {
  it('is stored in whole versions only', async () => {
    const versions = new Map<string, string[]>();
    const harness = await open((objects) => ({
      ...objects,
      put: async (...args) => {
        const stored = await objects.put(...args);
        if (stored.key.endsWith('/state.json')) {
          let text = '';
          for await (const chunk of objects.read(stored.bucket, stored.key).body) text += String(chunk);
          versions.set(stored.key, [...(versions.get(stored.key) ?? []), text]);
        }
        return stored;
      },
    }));
    await harness.launch(
      'churn',
      `${head}
      const file = checkpoints + '/state.json';
      for (let round = 0; round < 400; round += 1) {
        const text = String(round % 10).repeat(20_000);
        if (round % 3 === 0) { fs.writeFileSync(checkpoints + '/next', text); fs.renameSync(checkpoints + '/next', file); }
        else if (round % 3 === 1) { fs.rmSync(file); fs.writeFileSync(file, text); }
        else { const fd = fs.openSync(file, 'w'); for (let at = 0; at < 20_000; at += 5000) fs.writeSync(fd, text.slice(at, at + 5000)); fs.closeSync(fd); }
        await sleep(3);
      }`,
    );
    await harness.waitForEnd('churn');
    const seen = versions.get('churn/checkpoints/state.json') ?? [];
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.filter((text) => !/^(\d)\1{19999}$/.test(text))).toEqual([]);
    expect(seen.at(-1)?.[0]).toBe('9');
  });
});
