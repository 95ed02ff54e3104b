import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileId, readStatus } from './file-state';
import { createFolderWatch, type FolderWatch } from './folder-watch';

let root: string;
let watch: FolderWatch;
let changed: Set<string>;
let losses: number;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'spotdeck-watch-'));
  changed = new Set();
  losses = 0;
  watch = createFolderWatch({ root, onChange: (name) => changed.add(name), onLoss: () => (losses += 1) });
});

afterEach(() => {
  watch.remove('');
  rmSync(root, { recursive: true, force: true });
});

const add = (name: string) => watch.add(name, fileId(readStatus(path.join(root, name))!));
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the watch of folders', () => {
  it('names what was made, written and renamed, relative to the root', async () => {
    add('');
    mkdirSync(path.join(root, 'a'));
    add('a');
    writeFileSync(path.join(root, 'a/one'), '1');
    renameSync(path.join(root, 'a/one'), path.join(root, 'two'));
    await until(() => ['a', 'a/one', 'two'].every((name) => changed.has(name)));
  });

  it('goes with a folder that is renamed, under its new name', async () => {
    mkdirSync(path.join(root, 'old'));
    add('old');
    renameSync(path.join(root, 'old'), path.join(root, 'new'));
    add('new');
    watch.remove('old');
    writeFileSync(path.join(root, 'new/file'), '');
    await until(() => changed.has('new/file'));
    expect([...changed].filter((name) => name.startsWith('old/'))).not.toContain('old/file');
  });

  it('sees another folder behind the same name', async () => {
    mkdirSync(path.join(root, 'a'));
    add('a');
    renameSync(path.join(root, 'a'), path.join(root, 'b'));
    mkdirSync(path.join(root, 'a'));
    add('a');
    writeFileSync(path.join(root, 'a/file'), '');
    await until(() => changed.has('a/file'));
  });

  it('does not fail where there is no folder any more', () => {
    expect(watch.add('nowhere', '0:0')).toBe(false);
    symlinkSync('/nowhere', path.join(root, 'link'));
    expect(watch.add('link', '0:0')).toBe(false);
  });

  it.runIf(process.platform === 'linux')('says so when more happened than the kernel keeps', async () => {
    mkdirSync(path.join(root, 'a'));
    add('a');
    // Nothing is delivered while this runs.
    for (let index = 0; index < 20_000; index += 1) writeFileSync(path.join(root, `a/${index % 20}`), '');
    await until(() => losses > 0);
  });
});
