import 'server-only';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { settings } from '../env';
import { type ErrorCode } from '../errors/action-result';
import { type Subject } from './define-use-case';

/** Who asked for which change when, of what, and how it ended. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  role: string;
  useCase: string;
  backend: string;
  subject?: Subject;
  outcome: 'done' | ErrorCode;
}

/** Two files of this many bytes at most: the newer one and the one before it. */
const maxFileBytes = 4 * 2 ** 20;
const maxTextLength = 200;

/**
 * Adds a line to `audit.jsonl` in the data folder, readable by its owner alone.
 * @throws Error, where the disk does not take it
 */
export const writeAudit = (
  entry: AuditEntry,
  folder = settings.dataDir,
  maxBytes: number = maxFileBytes,
): void => {
  const file = path.join(folder, 'audit.jsonl');
  const line = `${JSON.stringify(entry, (_key, value: unknown) =>
    typeof value === 'string' ? value.slice(0, maxTextLength) : value,
  )}\n`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 0 && size + Buffer.byteLength(line) > maxBytes) {
    renameSync(file, path.join(folder, 'audit.1.jsonl'));
  }
  // One write of a short line at the end of the file: those of other processes are not cut in two.
  appendFileSync(file, line, { mode: 0o600 });
};
