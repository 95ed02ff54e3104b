/** The script of the drill: random patterns of writing, each version's digest in a log before it is whole. */

/** One thing that a script did to one file: `whole` right before it closes or renames it, `begun` before it spoils it. */
export interface DrillLine {
  file: string;
  what: 'whole' | 'begun';
  digest: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export const readDrillLog = (text: string): DrillLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [file = '', what, digest = '', at = ''] = line.split(' ');
      return { file, what: what === 'whole' ? 'whole' : 'begun', digest, at: Number(at) };
    });

/** Run as a program of its own: begins in one piece and ends in another. */
const writeElsewhere = `
const fs = require('node:fs');
const [, file, text, log, line] = process.argv;
const fd = fs.openSync(file, 'w');
fs.writeSync(fd, text.slice(0, 9000));
setTimeout(() => {
  fs.writeSync(fd, text.slice(9000));
  fs.appendFileSync(log, line + Date.now() + '\\n');
  fs.closeSync(fd);
}, 120);`;

/** The log is a file named by DRILL_LOG: a line on standard output may be lost with the instance. */
export const drillScript = (seed: number): string => `
import * as fs from 'node:fs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
let state = ${seed};
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const sizes = [0, 1, 100, 5000, 200_000, 3_000_000];
const bytesOf = () => Buffer.alloc(sizes[Math.floor(random() * sizes.length)], String(Math.floor(random() * 1e9)));
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const log = (name, what, of) => fs.appendFileSync(process.env.DRILL_LOG, [name, what, of, Date.now()].join(' ') + '\\n');
const whole = (name, bytes) => log(name, 'whole', digest(bytes));
const begin = (name) => log(name, 'begun', '-');
const at = (name) => path.join(checkpoints, name);
const pieces = async (fd, bytes) => {
  const size = Math.ceil(bytes.length / 4);
  for (let from = 0; from < bytes.length; from += size) {
    fs.writeSync(fd, bytes, from, Math.min(size, bytes.length - from));
    if (random() < 0.5) await sleep(random() * 60);
  }
};
const patterns = {
  async renamed(name) {
    const bytes = bytesOf();
    const fd = fs.openSync(at(name + '.part'), 'w');
    await pieces(fd, bytes);
    whole(name + '.part', bytes);
    fs.closeSync(fd);
    begin(name + '.part');
    whole(name, bytes);
    fs.renameSync(at(name + '.part'), at(name));
  },
  async inPlace(name) {
    const bytes = bytesOf();
    begin(name);
    const fd = fs.openSync(at(name), 'w');
    await pieces(fd, bytes);
    whole(name, bytes);
    fs.closeSync(fd);
  },
  async appended(name) {
    const before = fs.existsSync(at(name)) ? fs.readFileSync(at(name)) : Buffer.alloc(0);
    const more = Buffer.from('line ' + random() + '\\n');
    begin(name);
    const fd = fs.openSync(at(name), 'a');
    fs.writeSync(fd, more);
    if (random() < 0.3) await sleep(random() * 30);
    whole(name, Buffer.concat([before, more]));
    fs.closeSync(fd);
  },
  // A marker may be put into a folder while it is being removed.
  async folder(name) {
    const folder = 'building-' + name;
    fs.rmSync(at(folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
    fs.mkdirSync(at(folder));
    for (const part of ['a', 'b', 'c']) {
      const bytes = bytesOf();
      begin(name + '/' + part);
      whole(folder + '/' + part, bytes);
      fs.writeFileSync(at(folder + '/' + part), bytes);
      begin(folder + '/' + part);
      whole(name + '/' + part, bytes);
    }
    fs.rmSync(at(name), { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
    fs.renameSync(at(folder), at(name));
    begin(name + '/a');
  },
  async elsewhere(name) {
    const bytes = Buffer.alloc(20_000, String(Math.floor(random() * 1e9)));
    begin(name);
    const line = [name, 'whole', digest(bytes), ''].join(' ');
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(writeElsewhere)}, at(name), bytes.toString(), process.env.DRILL_LOG, line],
      { detached: true, env: {}, cwd: '/', stdio: 'ignore' });
    await new Promise((resolve) => child.on('exit', resolve));
  },
  async deleted(name) {
    const bytes = bytesOf();
    begin(name);
    fs.rmSync(at(name), { force: true });
    if (random() < 0.5) await sleep(random() * 40);
    whole(name, bytes);
    fs.writeFileSync(at(name), bytes);
  },
};
const names = Object.keys(patterns).filter(() => random() < 0.6);
if (names.length === 0) names.push('renamed');
let stopping = false;
let writing = 0;
// What ends in the middle of its own writing spoils its own files: this one finishes first.
if (random() < 0.5) process.on('SIGTERM', async () => {
  stopping = true;
  while (writing > 0) await sleep(2);
  const bytes = bytesOf();
  begin('last');
  whole('last', bytes);
  fs.writeFileSync(at('last'), bytes);
  process.exit(0);
});
console.log('up ' + names.join());
await Promise.all(names.map(async (name) => {
  while (!stopping) {
    writing += 1;
    await patterns[name](name);
    writing -= 1;
    await sleep(random() * (random() < 0.4 ? 2500 : 250));
  }
}));
`;
