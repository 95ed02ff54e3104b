import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Puts objects all the while, and knows of each key what may be there in the end. */
export interface ChaosWriter {
  stop(): Promise<void>;
  acknowledged(): number;
  /** Keys that hold neither what was last acknowledged nor what was tried after that. */
  findLost(s3: S3Client): Promise<string[]>;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const startChaosWriter = (
  s3: S3Client,
  Bucket: string,
  random: () => number,
  keys = 40,
): ChaosWriter => {
  /** The last acknowledged, and what may have come after it. */
  const possible = new Map<string, { acknowledged?: string; tried: string[] }>();
  let count = 0;
  let running = true;

  const write = async (): Promise<void> => {
    while (running) {
      const Key = `written/${Math.floor(random() * keys)}`;
      const Body = randomBytes(Math.floor(random() ** 3 * 300_000));
      const digest = digestOf(Body);
      const known = possible.get(Key) ?? { tried: [] };
      possible.set(Key, known);
      known.tried.push(digest);
      try {
        await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
        known.acknowledged = digest;
        known.tried = [];
        count += 1;
      } catch {
        // Not acknowledged: it may be there or not.
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const writing = write();

  return {
    async stop() {
      running = false;
      await writing;
    },
    acknowledged: () => count,
    async findLost(reader) {
      const lost: string[] = [];
      for (const [Key, { acknowledged, tried }] of possible) {
        if (acknowledged === undefined) continue;
        try {
          const { Body } = await reader.send(new GetObjectCommand({ Bucket, Key }));
          const found = digestOf((await Body?.transformToByteArray()) ?? new Uint8Array());
          if (found !== acknowledged && !tried.includes(found)) lost.push(`${Key}: other content`);
        } catch (error) {
          lost.push(`${Key}: ${String(error)}`);
        }
      }
      return lost;
    },
  };
};
