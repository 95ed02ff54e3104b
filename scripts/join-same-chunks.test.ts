import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { joinSameChunks } from './join-same-chunks.mjs';

const build = mkdtempSync(path.join(tmpdir(), 'spotdeck-chunks-'));
afterEach(() => rmSync(build, { recursive: true, force: true }));

const chunk = (answer: number, map: string) =>
  `module.exports=[1,e=>{${' '.repeat(3_000)}e.s(${answer})}];\n//# sourceMappingURL=${map}`;

it('of chunks that are the same but for the name of their map one is kept, and all say the same', () => {
  const write = (name: string, text: string) => {
    const file = path.join(build, 'server', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const one = write('chunks/_one.js', chunk(1, '_one.js.map'));
  const other = write('chunks/_other.js', chunk(2, '_other.js.map'));
  const same = write('chunks/ssr/[root]_same.js', chunk(1, '_same.js.map'));
  const page = write('app/page.js', chunk(1, 'page.js.map'));
  joinSameChunks(build);
  expect(statSync(one).size).toBeGreaterThan(3_000);
  expect(statSync(page).size).toBeGreaterThan(3_000);
  expect(statSync(same).size).toBeLessThan(100);
  const read = (file: string) => createRequire(import.meta.url)(file) as unknown;
  expect(read(same)).toBe(read(one));
  expect(read(other)).not.toEqual(read(one));
});
