import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHarness } from '../../../../testing/local/engine-harness';

const script = readFileSync(
  new URL('../../../../e2e/fixtures/scripts/tell-places.mjs', import.meta.url),
  'utf8',
);

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeAll(async () => {
  // Where nothing may be mounted, a program sees this machine's own paths.
  harness = await createHarness(undefined, undefined, 'process-group');
});
afterAll(() => harness.remove());

it('names no folder of the server in a log, where a program knows its own', async () => {
  await harness.launch('places', script.replace(/const how = .*/, "const how = 'throw';"));
  await harness.waitForEnd('places');
  const log = harness.lines('places').join('\n');
  expect(log).not.toContain(harness.dataDir);
  expect(log).toContain('here: /opt/ml/code file:///opt/ml/code/train.mjs');
  expect(log).toContain("open '/opt/ml/input/data/nowhere/missing.csv'");
});
