import { afterEach, describe, expect, it } from 'vitest';
import { type ObjectStore } from '../../store/object-store';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';

let harness: Awaited<ReturnType<typeof createHarness>>;
afterEach(() => harness.remove());

const head = `
import * as fs from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await sleep(5); };
const has = (name) => fs.existsSync(checkpoints + '/' + name);
`;

const slowPuts = (objects: ObjectStore): ObjectStore => ({
  ...objects,
  put: async (name, key, ...rest) => {
    if (key.includes('/checkpoints/')) await new Promise((resolve) => setTimeout(resolve, 150));
    return objects.put(name, key, ...rest);
  },
});

describe('marker files', () => {
  it('come in their order, hold nothing, go with their file, and never reach S3', async () => {
    harness = await createHarness(slowPuts);
    await harness.objects.put(bucket, 'marks/checkpoints/restored', Buffer.from('x'));
    await harness.objects.put(bucket, 'marks/checkpoints/restored.sagemaker-uploaded', Buffer.from(''));
    await harness.launch(
      'marks',
      `${head}
      console.log('at start ' + fs.readdirSync(checkpoints).join());
      fs.writeFileSync(checkpoints + '/a', 'one');
      await until(() => has('a.sagemaker-uploading'));
      console.log('first ' + !has('a.sagemaker-uploaded'));
      await until(() => has('a.sagemaker-uploaded'));
      console.log('sizes ' + fs.statSync(checkpoints + '/a.sagemaker-uploading').size + fs.statSync(checkpoints + '/a.sagemaker-uploaded').size);
      fs.writeFileSync(checkpoints + '/a', 'two');
      await until(() => !has('a.sagemaker-uploaded'));
      await until(() => has('a.sagemaker-uploaded'));
      console.log('again');
      fs.writeFileSync(checkpoints + '/b.sagemaker-ignore', 'being written');
      fs.rmSync(checkpoints + '/a');
      await until(() => !has('a.sagemaker-uploading') && !has('a.sagemaker-uploaded'));
      fs.mkdirSync(checkpoints + '/folder');
      fs.writeFileSync(checkpoints + '/folder/c', 'c');
      await until(() => has('folder/c.sagemaker-uploaded'));
      fs.rmSync(checkpoints + '/folder/c');
      await until(() => fs.readdirSync(checkpoints + '/folder').length === 0);
      fs.rmdirSync(checkpoints + '/folder');
      console.log('at end ' + fs.readdirSync(checkpoints).join());`,
    );
    expect((await harness.waitForEnd('marks')).status).toBe('Completed');
    const lines = harness.lines('marks');
    for (const line of [
      'at start restored',
      'first true',
      'sizes 00',
      'again',
      'at end b.sagemaker-ignore,restored',
    ]) {
      expect(lines).toContain(line);
    }
    expect(harness.keys('marks/checkpoints/')).toEqual(['restored', 'restored.sagemaker-uploaded']);
  });

  it('let a container like XGBoost keep the newest five and delete the others, each one in S3 before', async () => {
    const stored = new Set<string>();
    harness = await createHarness((objects) => ({
      ...slowPuts(objects),
      put: async (...args) => {
        const object = await slowPuts(objects).put(...args);
        if (object.key.includes('/checkpoints/')) stored.add(object.key.split('/checkpoints/')[1]!);
        return object;
      },
    }));
    await harness.launch(
      'boost',
      `${head}
      // As that container does: a file goes once its upload is not under way, a file that was there before never.
      const nameOf = (round) => 'xgboost-checkpoint.' + round;
      const before = new Set(fs.readdirSync(checkpoints));
      const due = [];
      const clean = () => {
        for (const round of due.splice(0)) {
          const name = nameOf(round);
          if (!has(name) || before.has(name)) continue;
          if (!has(name + '.sagemaker-uploaded')) due.push(round);
          else fs.rmSync(checkpoints + '/' + name);
        }
      };
      for (let round = 0; round < 20; round += 1) {
        const temporary = checkpoints + '/tmp' + round + '.sagemaker-ignore';
        fs.writeFileSync(temporary, 'model ' + round);
        fs.renameSync(temporary, checkpoints + '/' + nameOf(round));
        due.push(round - 5);
        clean();
        await sleep(20);
      }
      while (due.some((round) => has(nameOf(round)))) { clean(); await sleep(10); }
      console.log('left ' + fs.readdirSync(checkpoints).filter((name) => !name.includes('.sagemaker-')).length);`,
    );
    expect((await harness.waitForEnd('boost')).status).toBe('Completed');
    expect(harness.lines('boost')).toContain('left 5');
    expect(stored.size).toBe(20);
    expect(harness.keys('boost/checkpoints/')).toEqual(
      [15, 16, 17, 18, 19].map((round) => `xgboost-checkpoint.${round}`),
    );
  });
});
