/** Whatever a script leaves, drawn at random: `HOSTILE_SEEDS=200` draws more, `HOSTILE_FIRST=7` begins at another. */
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';
import { hostileScript } from '../../../../testing/local/hostile-tree';
import { listJobProcesses } from '../container/job-processes';

const seeds = Array.from(
  { length: Number(process.env.HOSTILE_SEEDS ?? 3) },
  (_, index) => Number(process.env.HOSTILE_FIRST ?? 1) + index,
);
const secretText = 'the-secret-text';
const tree = z.object({
  kinds: z.record(z.string(), z.number()),
  kept: z.array(z.string()),
  code: z.number(),
});

let harness: Awaited<ReturnType<typeof createHarness>>;
let secret: string;
beforeAll(async () => {
  harness = await createHarness();
  secret = path.join(harness.dataDir, 'secret.txt');
  writeFileSync(secret, secretText);
});
afterAll(() => harness.remove());

const expectNoSecret = (content: string) => expect(content).not.toContain(secretText);

const drawOne = async (seed: number): Promise<Record<string, number>> => {
  const name = `tree-${seed}`;
  await harness.launch(name, hostileScript(seed, secret));
  const job = await harness.waitForEnd(name, 120_000);
  const lines = harness.lines(name);
  const said = [job.failureReason ?? '', ...job.transitions.map(({ message }) => message ?? ''), ...lines];
  const drawn = lines.find((line) => line.startsWith('TREE '));
  expect(drawn, `seed ${seed}: ${said.join('\n')}`).toBeDefined();
  const { kinds, kept, code } = tree.parse(JSON.parse(drawn!.slice('TREE '.length)));
  const told = said.filter((line) => !line.startsWith('TREE ')).join('\n');
  expect(told, `seed ${seed}`).toContain('it is larger than the disk');
  for (const place of [harness.dataDir, process.cwd(), tmpdir() + path.sep, secretText])
    expect(told, `seed ${seed}`).not.toContain(place);
  expect(job.status, `seed ${seed}: ${job.failureReason}`).toBe(code === 0 ? 'Completed' : 'Failed');
  if (code !== 0) expect(job.failureReason).toMatch(/^AlgorithmError/);
  else expect(await harness.filesOfModel(name, expectNoSecret), `seed ${seed}`).toEqual(kept.sort());
  const { objects } = harness.objects.list(bucket, { prefix: `${name}/checkpoints/` });
  for (const { key, size } of objects) {
    expect(size).toBeLessThan(1e9);
    expect(await text(harness.objects.read(bucket, key).body), key).not.toContain(secretText);
  }
  return kinds;
};

it('every job ends in the words of its reader, with all that is whole and nothing that is not its own', async () => {
  const counts = new Map<string, number>();
  for (let at = 0; at < seeds.length; at += 3) {
    const drawn = Promise.all(seeds.slice(at, at + 3).map(drawOne));
    await harness.objects.put(bucket, 'meanwhile', Buffer.from('x'));
    expect(await harness.text('meanwhile')).toBe('x');
    for (const [kind, count] of (await drawn).flatMap((kinds) => Object.entries(kinds)))
      counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  if (process.env.HOSTILE_SEEDS) console.log(Object.fromEntries(counts));
  expect(counts.size).toBeGreaterThanOrEqual(15);
  await harness.engine.close();
  const attempts = path.join(harness.dataDir, 'attempts');
  expect(listJobProcesses({ folder: attempts })).toEqual([]);
  expect(readdirSync(attempts)).toEqual([]);
}, 600_000);
