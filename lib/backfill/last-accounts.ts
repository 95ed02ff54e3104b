import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { settings } from '../env';
import { inProcess } from '../process/process-memory';

/**
 * Which account each backend was last of, for when its credentials cannot say: two profiles of one Region may be of
 * two accounts. In a file of its own, `accounts.json`; without it the credentials are asked again.
 */
const file = () => path.join(settings.dataDir, 'accounts.json');
const schema = z.record(z.string(), z.string());

const kept = () => inProcess('last-accounts', readAll);

const readAll = (): Map<string, string> => {
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(readFileSync(file(), 'utf8')))));
  } catch {
    // Missing or damaged: it is a memory of what the credentials tell.
    return new Map();
  }
};

export const lastAccount = (backendSlug: string): string | undefined => kept().get(backendSlug);

/** Of each backend that was ever opened. */
export const lastAccounts = (): ReadonlyMap<string, string> => kept();

export const rememberAccount = (backendSlug: string, accountId: string): void => {
  if (kept().get(backendSlug) === accountId) return;
  kept().set(backendSlug, accountId);
  try {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    const temporary = `${file()}.${randomUUID()}`;
    writeFileSync(temporary, `${JSON.stringify(Object.fromEntries(kept()), undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(temporary, file());
  } catch {
    // A full disk: after a start the credentials are asked.
  }
};
