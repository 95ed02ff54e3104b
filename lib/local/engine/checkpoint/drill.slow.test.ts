import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkDrill } from '../../../../testing/local/drill-check';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';
import { drillScript, readDrillLog } from '../../../../testing/local/drill-script';
import { randomFrom } from '../../../../testing/random';

/**
 * Jobs that write in random ways are taken away at random moments, with and without notice, while S3 fails now and
 * then; the next job goes on from what is in S3. Whatever is there must be a version that was whole, and after a
 * notice none older than what was whole when the notice came.
 */
const seed = Number(process.env.DRILL_SEED ?? 20_261_126);
const drillMs = Number(process.env.DRILL_SECONDS ?? 75) * 1000;
/** Jobs in a row on one prefix. */
const chain = 3;
let remove: (() => Promise<void>) | undefined;
afterEach(() => remove?.());

it(`every checkpoint in S3 is whole, and after a notice the newest (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  let failing = false;
  const harness = await createHarness((objects) => ({
    ...objects,
    put: async (...args) => {
      if (failing && args[1].includes('/checkpoints/') && random() < 0.5) {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
      return objects.put(...args);
    },
  }));
  remove = harness.remove;
  const { engine, objects, dataDir } = harness;
  const attempts = () => readdir(path.join(dataDir, 'attempts'));
  const until = performance.now() + drillMs;
  let cases = 0;
  let compared = 0;
  let demanded = 0;

  for (let round = 0; performance.now() < until; round += 1) {
    const log = path.join(dataDir, `drill-${Math.floor(round / chain)}.log`);
    const prefix = `drill-${Math.floor(round / chain)}/checkpoints/`;
    const name = `drill-${round}`;
    const from = Date.now();
    await harness.launch(name, drillScript(Math.floor(random() * 1e6)), (request) => {
      request.CheckpointConfig = { S3Uri: `s3://${bucket}/${prefix}` };
      request.Environment = { DRILL_LOG: log };
    });
    await harness.waitFor(name, () => harness.lines(name).some((line) => line.startsWith('up ')), 60_000);
    failing = random() < 0.3;
    await new Promise((resolve) => setTimeout(resolve, random() * 2500));
    failing = false;
    const notice = random() < 0.6;
    const noticedAt = Date.now();
    engine.interrupt(name, { notice, capacityWaitSeconds: 3600 });
    while ((await attempts()).some((folder) => folder.startsWith(`${name}-`))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    cases += 1;

    const found = await checkDrill({
      objects,
      prefix,
      // Not there before the first line.
      lines: readDrillLog(await readFile(log, 'utf8').catch(() => '')),
      from,
      noticedAt: notice ? noticedAt : undefined,
      where: `seed ${seed}, ${name} ${notice ? 'with' : 'without'} notice`,
    });
    compared += found.compared;
    demanded += found.demanded;
    engine.stop(name);
    await harness.waitForEnd(name, 60_000);
  }
  console.log(
    `drill: ${cases} interruptions, ${compared} objects compared, ${demanded} of them demanded by a notice`,
  );
  expect(cases).toBeGreaterThan(5);
  expect(compared).toBeGreaterThan(10);
});
