import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkDrill } from '../../../../testing/local/drill-check';
import { readDrillLog } from '../../../../testing/local/drill-script';
import { bucket, createHarness, sourceArchive } from '../../../../testing/local/engine-harness';
import { hasPython } from '../../../../testing/local/has-python';
import { randomFrom } from '../../../../testing/random';

/** Python scripts that save in the ways of Python's libraries are told of their end at random moments, then lose it all. */
const seed = Number(process.env.DRILL_SEED ?? 20_261_127);
const drills = Number(process.env.DRILLS ?? 40);
const atATime = 4;

let remove: (() => Promise<void>) | undefined;
afterEach(() => remove?.());

it.runIf(hasPython)(
  `${drills} of ${drills}: no checkpoint that was whole before a notice is lost (seed ${seed})`,
  async () => {
    const random = randomFrom(seed);
    const harness = await createHarness();
    remove = harness.remove;
    const { engine, objects, dataDir } = harness;
    const script = await readFile('testing/local/python-drill.py', 'utf8');
    await objects.put(bucket, 'drill.tar.gz', await sourceArchive({ 'train.py': script }));
    const attempts = () => readdir(path.join(dataDir, 'attempts'));
    const total = { compared: 0, demanded: 0, held: 0 };

    const drill = async (number: number, waitMs: number): Promise<void> => {
      const name = `python-${number}`;
      const log = path.join(dataDir, `${name}.log`);
      const from = Date.now();
      await harness.launch(name, '', (request) => {
        request.HyperParameters = {
          sagemaker_program: '"train.py"',
          sagemaker_submit_directory: `"s3://${bucket}/drill.tar.gz"`,
        };
        request.Environment = { DRILL_LOG: log, DRILL_SEED: String(seed + number) };
      });
      await harness.waitFor(name, () => harness.lines(name).some((line) => line.startsWith('up ')), 60_000);
      const ways = harness.lines(name).find((line) => line.startsWith('up '));
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      const noticedAt = Date.now();
      engine.interrupt(name, { notice: true, capacityWaitSeconds: 3600 });
      while ((await attempts()).some((folder) => folder.startsWith(`${name}-`))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const found = await checkDrill({
        objects,
        prefix: `${name}/checkpoints/`,
        // Not there before the first line.
        lines: readDrillLog(await readFile(log, 'utf8').catch(() => '')),
        from,
        noticedAt,
        where: `seed ${seed}, ${name}: ${ways}`,
      });
      total.compared += found.compared;
      total.demanded += found.demanded;
      total.held += 1;
      engine.stop(name);
      await harness.waitForEnd(name, 60_000);
    };

    const waits = Array.from({ length: drills }, () => 300 + random() * 2000);
    const queue = waits.entries();
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const [number, waitMs] of queue) await drill(number, waitMs);
      }),
    );
    console.log(
      `python drills: ${total.held} of ${drills} held, ${total.compared} objects compared, ${total.demanded} demanded`,
    );
    expect(total.held).toBe(drills);
    expect(total.demanded).toBeGreaterThan(drills);
  },
);
