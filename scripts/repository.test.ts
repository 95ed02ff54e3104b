/** Holds what the documents say of the repository against the repository: commands, files, versions, names. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './setup.mjs';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  license: string;
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

/** Kept in git, or about to be. */
const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 24,
})
  .stdout.split('\0')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));

const documents = files.filter((file) => file.endsWith('.md') && !file.includes('/samples/'));
const inCode = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** `a/{b,c}.ts` is a/b.ts and a/c.ts. */
const withoutBraces = (name: string): string[] => {
  const [all, choices] = /\{([^{}]+)\}/.exec(name) ?? [];
  if (all === undefined || choices === undefined) return [name];
  return choices.split(',').flatMap((choice) => withoutBraces(name.replace(all, choice)));
};

const matches = (name: string, file: string) =>
  new RegExp(`^${name.split('*').map(escaped).join('[^/]*')}$`).test(file);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A file, a folder, or where it has no folder of its own any file of that name. */
const isThere = (name: string): boolean => {
  const plain = name.replace(/\/$/, '');
  if (plain.includes('*')) return files.some((file) => matches(plain, file));
  if (!name.includes('/')) return files.some((file) => path.basename(file) === plain);
  return existsSync(path.join(root, plain));
};

describe('the documents', () => {
  it.each(documents)('name only files that are there: %s', (document) => {
    const named = inCode(read(document))
      .flatMap((code) => withoutBraces(code.trim()))
      .filter(
        (code) =>
          /^(?:app|components|docs|e2e|examples|lib|scripts|testing|\.github)\/\S*$/.test(code) ||
          /^[\w.-]+\.test\.ts$/.test(code),
      );
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });

  it.each(documents)('link only to what is there: %s', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, link = '']) => link,
    );
    expect(links.filter((link) => !existsSync(path.join(root, path.dirname(document), link)))).toEqual([]);
  });

  it('name only commands of npm that there are', () => {
    const named = [...documents.map(read), read('.github/ISSUE_TEMPLATE/bug.yml'), read('.ci/run')]
      .flatMap((text) => [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)])
      .map(([, command = '']) => command);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((command) => !(command in manifest.scripts))).toEqual([]);
  });
});

/** Files that may be longer than a person reads at once. */
const notByHand = [
  { pattern: /^package-lock\.json$/, because: 'npm writes it' },
  {
    pattern: /^docs\/local-backend\.md$/,
    because: 'a test writes its tables, a row an operation and member',
  },
  { pattern: /\/samples\//, because: 'recorded: jobs as AWS answers, logs as scripts print them' },
  { pattern: /\/recorded\.json$/, because: 'recorded: what a toolkit sent' },
];

/** As git tells: a file with a NUL in its beginning is none. */
const isText = (file: string) => {
  const place = path.join(root, file);
  return statSync(place).isFile() && !readFileSync(place).subarray(0, 8_000).includes(0);
};

describe('the repository', () => {
  it('has the license that package.json names', () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(read('LICENSE')).toMatch(/^\s*Apache License\s+Version 2\.0/);
  });

  it('pins every package to one version', () => {
    const { dependencies, devDependencies, overrides } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('takes packages from the registry that npm is set to: the lockfile names none', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('runs npm test in every CI', () => {
    expect(read('.ci/run')).toMatch(/^npm test$/m);
    expect(read('.github/workflows/test.yml')).toMatch(/run: \.ci\/run$/m);
  });

  it('is developed on the oldest Node that it supports', () => {
    expect(manifest.engines.node).toMatch(new RegExp(`^>=${read('.nvmrc').trim()}\\.`));
  });

  it('names code files in lower case, words joined by hyphens', () => {
    const code = files.filter((file) => /\.(?:tsx?|mjs|css)$/.test(file));
    const odd = code.filter(
      (file) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)+$/.test(path.basename(file)),
    );
    expect(odd).toEqual([]);
    const catchAlls = /^(?:utils?|helpers?|types|misc|common)\./;
    expect(code.filter((file) => catchAlls.test(path.basename(file)))).toEqual([]);
  });

  it('says of every rule of the linter that is set aside why it may be', () => {
    const code = files.filter((file) => /\.(?:tsx?|mjs|js)$/.test(file));
    const silent = code.flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => /(?:\/\/|\/\*) eslint-disable/.test(line) && !/ -- \S/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(silent).toEqual([]);
  });

  it('has no file of more than 400 lines, but what no person writes', () => {
    const lines = (file: string) => readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;
    const long = files.filter((file) => isText(file) && lines(file) > 400);
    expect(long.filter((file) => !notByHand.some(({ pattern }) => pattern.test(file)))).toEqual([]);
    const idle = notByHand.filter(({ pattern }) => !files.some((file) => pattern.test(file)));
    expect(idle, 'exceptions that nothing needs').toEqual([]);
  });
});
