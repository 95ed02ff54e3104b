/**
 * The text of a training script that leaves random trees, drawn by a seed, wherever the backend reads what a script
 * owns. It says what it drew and which files of its model are whole: `TREE {"kinds":…,"kept":…,"code":…}`.
 */
export const hostileScript = (seed: number, secret: string): string => `
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
const base = process.env.SAGEMAKER_BASE_DIR;
const secret = ${JSON.stringify(secret)};
let state = ${seed} * 2654435761 % 2 ** 32;
const random = () => ((state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32);
const upTo = (most) => Math.floor(random() * most);
const oneOf = (list) => list[upTo(list.length)];
const sh = (...args) => execFileSync(args[0], args.slice(1), { stdio: 'ignore' });
const [kinds, kept] = [{}, []];
const bytes = (folder, ...rest) => Buffer.concat([Buffer.from(folder + '/'), Buffer.from(rest)]);
const keep = (inside, name) => void (inside.model && kept.push(inside.path + name));
const makers = {
  regular: (dir, name, inside) => (fs.writeFileSync(dir + '/' + name, 'whole'), keep(inside, name)),
  empty: (dir, name, inside) => (fs.writeFileSync(dir + '/' + name, ''), keep(inside, name)),
  fifo: (dir, name) => sh('mkfifo', dir + '/' + name),
  socket: (dir, name) => void net.createServer().listen(path.relative(process.cwd(), dir + '/' + name)).on('error', () => {}),
  device: (dir, name) => sh('mknod', dir + '/' + name, 'c', '1', oneOf(['3', '5', '8'])),
  linkOutside: (dir, name) => fs.symlinkSync(secret, dir + '/' + name),
  linkToItself: (dir, name) => fs.symlinkSync(name, dir + '/' + name),
  linkToProc: (dir, name) => fs.symlinkSync(oneOf(['/proc/self', '/proc/self/fd/0', '/proc/1/environ', '/dev/zero', '/']), dir + '/' + name),
  folder: (dir, name) => fs.mkdirSync(dir + '/' + name),
  notUtf8: (dir) => fs.writeFileSync(bytes(dir, 0x61, 0xff, 0xfe, 65 + upTo(20)), 'x'),
  longest: (dir, name, inside) => ((name = (name + 'x'.repeat(255)).slice(0, 255)), fs.writeFileSync(dir + '/' + name, 'x'), keep(inside, name)),
  longestInBytes: (dir, name, inside) => ((name += 'ä'.repeat((254 - name.length) >> 1)), fs.writeFileSync(dir + '/' + name, 'x'), keep(inside, name)),
  control: (dir, name, inside) => ((name += oneOf(['\\n', '\\r\\n', '\\u0007', '\\u001b[31m', '\\u007f', '\\u2028', '*?', ' ', '..', '\\\\'])), fs.writeFileSync(dir + '/' + name, 'x'), keep(inside, name)),
  closed: (dir, name, inside) => (fs.writeFileSync(dir + '/' + name, 'x'), fs.chmodSync(dir + '/' + name, 0), keep(inside, name)),
  closedFolder: (dir, name, inside) => (fs.mkdirSync(dir + '/' + name), fs.writeFileSync(dir + '/' + name + '/in', 'x'), fs.chmodSync(dir + '/' + name, 0), keep(inside, name + '/in')),
  setuid: (dir, name, inside) => (fs.writeFileSync(dir + '/' + name, 'x'), fs.chmodSync(dir + '/' + name, 0o6755), keep(inside, name)),
  hardLink: (dir, name, inside) => (fs.writeFileSync(base + '/' + name + '.elsewhere', 'x'), fs.linkSync(base + '/' + name + '.elsewhere', dir + '/' + name), keep(inside, name)),
  archive: (dir, name, inside) => (sh('tar', 'cPf', dir + '/' + name, '--transform', 's,^,../../../,', '/etc/hostname'), keep(inside, name)),
  deep(dir, name) {
    const back = process.cwd();
    process.chdir(dir);
    for (let level = 0; level < 1000; level += 1) { fs.mkdirSync(name); process.chdir(name); }
    fs.writeFileSync('deepest', 'x');
    process.chdir(back);
  },
  many(dir, name, inside) {
    fs.mkdirSync(dir + '/' + name);
    for (let file = 0; file < 500; file += 1) { fs.writeFileSync(dir + '/' + name + '/' + file, ''); keep(inside, name + '/' + file); }
  },
  sparse: (dir, name, inside) => (fs.writeFileSync(dir + '/' + name, 'x'), fs.truncateSync(dir + '/' + name, inside.huge ? 2 ** 40 : 100e6), keep(inside, name)),
};
let drawn = 0;
const draw = (dir, inside, kind = oneOf(Object.keys(makers))) => {
  const name = 'n' + (drawn += 1) + kind;
  try {
    makers[kind](dir, name, inside);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  } catch (error) {
    if (!['EPERM', 'EACCES', 'ENOSYS'].includes(error.code) && error.status === undefined) throw error;
  }
};
const tree = (dir, inside, size) => {
  for (let count = 0; count < size; count += 1) draw(dir, inside);
  const below = dir + '/below';
  fs.mkdirSync(below);
  for (let count = 0; count < size; count += 1) draw(below, { ...inside, path: 'below/' });
};
const none = { model: false, path: '' };
tree(base + '/model', { model: true, path: '' }, 8);
fs.mkdirSync(base + '/output/data', { recursive: true });
tree(base + '/output/data', none, 4);
const checkpoints = base + '/checkpoints';
tree(checkpoints, { ...none, huge: true }, 6);
draw(checkpoints, { ...none, huge: true }, 'sparse');
// While they are read: they grow, shrink, vanish, change their kind.
const until = Date.now() + 500;
for (let turn = 0; Date.now() < until; turn += 1) {
  const file = checkpoints + '/restless' + (turn % 5);
  fs.rmSync(file, { recursive: true, force: true });
  const act = upTo(5);
  if (act === 0) fs.writeFileSync(file, 'x'.repeat(upTo(200_000)));
  else if (act === 1) fs.mkdirSync(file + '/inner', { recursive: true });
  else if (act === 2) fs.symlinkSync(secret, file);
  else if (act === 3) { fs.writeFileSync(file, 'x'); fs.truncateSync(file, upTo(5_000_000)); fs.truncateSync(file, 3); }
  await new Promise((resolve) => setTimeout(resolve, 2));
}
const code = upTo(2) * 3;
if (code !== 0) {
  const kind = oneOf(['fifo', 'folder', 'linkOutside', 'linkToItself', 'linkToProc', 'device', 'regular', 'empty']);
  const [from, to] = [base + '/output/n' + (drawn + 1) + kind, base + '/output/failure'];
  draw(base + '/output', none, kind);
  if (fs.lstatSync(from, { throwIfNoEntry: false })) fs.renameSync(from, to);
}
fs.writeSync(1, 'TREE ' + JSON.stringify({ kinds, kept, code }) + '\\n');
process.exit(code);
`;
