import path from 'node:path';
import { parseS3Uri } from '../../../core/s3-uri';
import { type CheckpointSync, createCheckpointSync } from '../../checkpoint/checkpoint-sync';
import { createOpenFileLook } from '../../checkpoint/open-files';
import { type HostContext } from './host-context';
import { deathOf, type EndOrder, isSavedFor } from './host-state';

/** The checkpoints of one host, as the life of its program has them synced. */
export interface HostCheckpoints extends Pick<
  CheckpointSync,
  'restore' | 'start' | 'finishWithin' | 'abandon'
> {
  /** The program is frozen, about to get a signal. */
  beforeSignal(order: EndOrder & { kind: 'end' }): Promise<void>;
  /** The program has ended, and what it left running is frozen. */
  beforeLeftKilled(): Promise<void>;
  /** Once, however often it is called: the program is gone. */
  finish(): Promise<void>;
}

/** @returns undefined for a job without a CheckpointConfig. */
export const createHostCheckpoints = (host: HostContext): HostCheckpoints | undefined => {
  const config = host.job.request.CheckpointConfig;
  if (!config) return undefined;
  const { parts, plan, holds, log } = host;
  const sync = createCheckpointSync({
    objects: parts.objects,
    location: parseS3Uri(config.S3Uri, 'CheckpointConfig.S3Uri'),
    folder: plan.folder.checkpoints,
    copies: path.join(plan.root, 'sync'),
    clock: parts.clock,
    intervalMs: parts.checkpointSyncMs,
    openFiles: createOpenFileLook({
      listProcesses: () => (holds.running?.processes() ?? []).map(({ pid }) => pid),
      isAlive: () => holds.running?.isAlive() === true,
    }),
    isDiskFull: parts.disk.note,
    warn: log.warn,
  });
  let finishing: Promise<void> | undefined;
  return {
    ...sync,
    async beforeSignal(order) {
      if (!isSavedFor(host.state(), order)) await sync.saveWhole(order.saveMs);
      host.happened({ type: 'saved', before: order });
      await sync.noteUnfinished();
    },
    beforeLeftKilled: () => sync.noteUnfinished(true),
    finish: () => (finishing ??= sync.finish(deathOf(host.state()))),
  };
};
