/** What a drill demands of S3, by the log that its script kept: see drill-script.ts. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type ObjectStore } from '../../lib/local/store/object-store';
import { type DrillLine } from './drill-script';
import { bucket } from './engine-harness';

/** A script may be held up between the line that it logs and the call that makes it true. */
const marginMs = 300;

const digestOf = async (objects: ObjectStore, key: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of objects.read(bucket, key).body) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** Index of the version below which S3 must not be: the last one that was whole before, and was let alone since. */
const leastIndex = (lines: readonly DrillLine[], from: number, noticedAt: number): number => {
  const index = lines.findLastIndex(
    ({ what, at }) => what === 'whole' && at >= from && at < noticedAt - marginMs,
  );
  return lines.slice(index).some(({ what }) => what === 'begun') ? -1 : index;
};

export interface Drill {
  objects: ObjectStore;
  /** Where the job's checkpoints are. */
  prefix: string;
  lines: readonly DrillLine[];
  /** When the attempt began and when it was noticed of its end, if it was; milliseconds since the epoch. */
  from: number;
  noticedAt?: number;
  /** Names the drill in a failure. */
  where: string;
}

/**
 * Whatever is in S3 must be a version that was whole, and after a notice none older than what was whole when it came.
 * @returns how many objects were compared, and how many of them a notice demanded
 */
export const checkDrill = async ({ objects, prefix, lines, from, noticedAt, where }: Drill) => {
  const inS3 = new Map<string, string>();
  for (const { key } of objects.list(bucket, { prefix }).objects) {
    inS3.set(key.slice(prefix.length), await digestOf(objects, key));
  }
  let [compared, demanded] = [0, 0];
  for (const file of new Set([...lines.map((line) => line.file), ...inS3.keys()])) {
    const ofFile = lines.filter((line) => line.file === file);
    const digest = inS3.get(file);
    const index = ofFile.findLastIndex((line) => line.what === 'whole' && line.digest === digest);
    if (digest !== undefined) {
      expect(index, `${where}, ${file}: no version that was whole`).toBeGreaterThanOrEqual(0);
      compared += 1;
    }
    const least = noticedAt === undefined ? -1 : leastIndex(ofFile, from, noticedAt);
    expect(index, `${where}, ${file}: older than what was whole at the notice`).toBeGreaterThanOrEqual(least);
    if (least >= 0) demanded += 1;
  }
  return { compared, demanded };
};
