/** After all tests of a run: its workers' data folders go. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve('.tmp/vitest');

export const teardown = (): void => {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${process.pid}-`)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
};
