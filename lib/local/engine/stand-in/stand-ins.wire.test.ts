import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../core/clock';
import { hasPython } from '../../../../testing/local/has-python';
import { createStandIns, pythonPath, type StandIns } from './stand-ins';

/**
 * Real programs, and a Python that installs nothing: what happens around an installation. That the real one works is
 * tried where frameworks are.
 */
const image = (version: string) =>
  `763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:${version}-cpu-py312`;

let home: string;
let folder: string;
let standIns: StandIns;

/** Answers what Python is asked, makes a folder for venv, and ends as `pip` says once `go` is there. */
const fakePython = (base: string) => `#!/bin/sh
if [ "$1" = -c ]; then
  echo '{"program":"${base}/bin/python3","minor":"3.11","platform":"linux","machine":"x86_64"}'; exit 0
fi
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; printf '#!%s/bin/python\\n' "$3" > "$3/bin/tool"; exit 0
fi
echo run >> ${base}/runs
echo 'Collecting tensorflow-cpu'
while [ ! -e ${base}/go ]; do sleep 0.05; done
. ${base}/go
`;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'spotdeck-stand-in-'));
  folder = path.join(home, 'environments');
  await mkdir(path.join(home, 'bin'));
  await writeFile(path.join(home, 'bin/python3'), fakePython(home));
  await chmod(path.join(home, 'bin/python3'), 0o755);
  standIns = open();
});
afterEach(async () => {
  await standIns.close();
  await rm(home, { recursive: true, force: true });
});

const open = (own = {}) =>
  createStandIns({
    folder,
    own,
    clock: systemClock,
    isolation: 'auto',
    searchPath: `${home}/bin:/usr/bin:/bin`,
  });

const letPip = (end: string) => writeFile(path.join(home, 'go'), end);
const runs = async () => (await readFile(path.join(home, 'runs'), 'utf8')).trim().split('\n').length;

const ask = (uri: string, signal = new AbortController().signal) => {
  const lines: string[] = [];
  let waited = false;
  const given = standIns.provide(
    uri,
    { onWait: () => (waited = true), onLine: (line) => lines.push(line) },
    signal,
  );
  // Some tests end before they ask for it.
  given.catch(() => undefined);
  return { given, lines, waited: () => waited };
};

it('is built once for all who wait, kept, listed with its size, and removed once nobody uses it', async () => {
  const [one, other] = [ask(image('2.19.0')), ask(image('2.19.0'))];
  await expect.poll(() => one.lines).toContain('Collecting tensorflow-cpu');
  expect(await standIns.describe(image('2.19.0'))).toMatchObject({
    state: 'building',
    title: 'TensorFlow 2.19.0',
  });
  await letPip('exit 0');
  const [first, second] = await Promise.all([one.given, other.given]);
  expect(await runs()).toBe(1);
  expect(first?.searchPath).toBe(second?.searchPath);
  const place = path.dirname(first!.searchPath.split(':')[0]!);
  // Scripts name the Python of where they lie, not of where they were built.
  expect(await readFile(path.join(place, 'bin/tool'), 'utf8')).toBe(`#!${place}/bin/python\n`);
  const [listed, ...more] = await standIns.list();
  expect(more).toEqual([]);
  expect(listed).toMatchObject({ title: 'TensorFlow 2.19.0', inUse: true });
  expect(listed!.bytes).toBeGreaterThan(0);
  await expect(standIns.remove(listed!.key)).rejects.toThrow(/in use/);
  first!.release();
  second!.release();

  const third = ask(image('2.19.0'));
  (await third.given)!.release();
  expect(third.waited()).toBe(false);
  await standIns.remove(listed!.key);
  expect(await standIns.list()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it('fails with pip’s reason, leaves nothing, and is tried again for the next who asks', async () => {
  await letPip('echo "ERROR: No matching distribution found for tensorflow-cpu==2.19.0" >&2; exit 1');
  await expect(ask(image('2.19.0')).given).rejects.toThrow(
    /TensorFlow 2.19.0 could not be installed .* pip install failed: No matching distribution found/,
  );
  expect(await readdir(folder)).toEqual([]);
  expect(await standIns.describe(image('2.19.0'))).toMatchObject({ state: 'failed' });
  await letPip('exit 0');
  (await ask(image('2.19.0')).given)!.release();
});

it('builds one after another', async () => {
  const [one, other] = [ask(image('2.19.0')), ask(image('2.18.0'))];
  // Either may be the first to be in line.
  await expect.poll(() => [...one.lines, ...other.lines]).toContain('Collecting tensorflow-cpu');
  expect(Math.min(one.lines.length, other.lines.length)).toBe(0);
  await letPip('exit 0');
  await Promise.all([one.given, other.given]);
  expect(await runs()).toBe(2);
});

it('lets a job go that is stopped while it waits, and builds on for the others', async () => {
  const stop = new AbortController();
  const [leaving, staying] = [ask(image('2.19.0'), stop.signal), ask(image('2.19.0'))];
  await expect.poll(() => staying.lines).toContain('Collecting tensorflow-cpu');
  stop.abort();
  await expect(leaving.given).rejects.toThrow(/abort/i);
  await letPip('exit 0');
  (await staying.given)!.release();
});

it('removes at the next start what a backend that ended left half built', async () => {
  const begun = ask(image('2.19.0'));
  await expect.poll(() => begun.lines).toContain('Collecting tensorflow-cpu');
  await standIns.close();
  await expect(begun.given).rejects.toThrow();
  await mkdir(path.join(folder, 'tensorflow-x.partial/bin'), { recursive: true });
  standIns = open();
  await standIns.recover();
  expect(await readdir(folder)).toEqual([]);
});

it('takes a Python of one’s own, and names the setting of one that does not run', async () => {
  standIns = open({ all: path.join(home, 'bin/python3') });
  expect(await standIns.describe(image('2.19.0'))).toMatchObject({ state: 'own' });
  expect((await ask(image('2.19.0')).given)?.sentence).toContain('SPOTDECK_PYTHON names');
  standIns = open({ tensorflow: path.join(home, 'nowhere') });
  await expect(ask(image('2.19.0')).given).rejects.toThrow(/^SPOTDECK_PYTHON_TENSORFLOW names no Python/);
  expect(await ask('image').given).toBeUndefined();
});

it.runIf(hasPython)(
  'a script’s own sitecustomize is read as well, and what puts the stand-in right is not lost',
  async () => {
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    standIns = open({ all: python.trim() });
    const standIn = await ask(image('2.19.0')).given;
    const code = path.join(home, 'code');
    await mkdir(code);
    const look = (script: string) => {
      const PYTHONPATH = pythonPath(standIn?.modules, [code]);
      return execFileSync(python.trim(), ['-c', script], {
        env: { ...process.env, PYTHONPATH },
        encoding: 'utf8',
        stdio: 'pipe',
      });
    };
    const finders =
      'import sys; print([type(each).__module__ for each in sys.meta_path if not isinstance(each, type)])';
    expect(look(finders)).toContain('stand_in_imports');
    await writeFile(path.join(code, 'sitecustomize.py'), 'print("OWN", __name__)\nword = "of its own"\n');
    await writeFile(path.join(code, 'sagemaker_training.py'), 'word = "hidden"\n');
    expect(look(finders)).toMatch(/^OWN sitecustomize\n.*stand_in_imports/);
    const words =
      'import sitecustomize, sagemaker_training; print(sitecustomize.word, sagemaker_training.word)';
    expect(look(words)).toContain('of its own hidden');
    await writeFile(path.join(code, 'sitecustomize.py'), 'raise ValueError("of its own")\n');
    expect(look(finders)).toContain('stand_in_imports');
  },
);
