import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const tokensFile = 'app/tokens.css';
const own = [tokensFile, 'components/shell/picture-colours.ts'];

const filesBelow = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => ending.test(file) && !/\.test\.tsx?$/.test(file) && !own.includes(file));

const sheets = [...filesBelow('app', /\.css$/), ...filesBelow('components', /\.css$/)];
const scripts = [...filesBelow('app', /\.tsx?$/), ...filesBelow('components', /\.tsx?$/)];

const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

const named =
  'black|white|gr[ae]y|silver|red|maroon|orange|yellow|olive|lime|green|teal|aqua|cyan|blue|navy|purple|fuchsia|magenta|pink|brown|gold';
const literal =
  /#(?:[\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})\b(?=[\s;,)"'`]|$)|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(/gi;
const namedValue = new RegExp(`:[^;{}]*(?<![-\\w])(?:${named})(?![-\\w(])[^;{}]*;`, 'gi');

const coloursIn = (file: string): string[] => {
  const text = withoutComments(readFileSync(file, 'utf8'));
  return [...text.matchAll(literal), ...(file.endsWith('.css') ? text.matchAll(namedValue) : [])].map(
    ([found]) => `${file}: ${found.trim()}`,
  );
};

describe('colours', () => {
  it('are named in the one sheet of tokens', () => {
    expect([...sheets, ...scripts].flatMap(coloursIn)).toEqual([]);
  });

  it('are all there where they are used, and all used', () => {
    const tokens = new Set(
      [...readFileSync(tokensFile, 'utf8').matchAll(/^\s*(--[\w-]+):/gm)].map(([, name = '']) => name),
    );
    const texts = [...sheets, ...scripts].map((file) => readFileSync(file, 'utf8'));
    const set = new Set(
      texts.flatMap((text) => [...text.matchAll(/'?(--[\w-]+)'?:/g)].map(([, name]) => name)),
    );
    const used = texts.flatMap((text) =>
      [...text.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = '']) => name),
    );
    expect(used.filter((name) => !tokens.has(name) && !set.has(name))).toEqual([]);
    // One name for each of several: `var(--series-${index})`.
    const families = texts.flatMap((text) =>
      [...text.matchAll(/var\((--[\w-]*)\$\{/g)].map(([, start = '']) => start),
    );
    const inTokens = readFileSync(tokensFile, 'utf8');
    const isUsed = (name: string) =>
      used.includes(name) ||
      families.some((start) => start.length > 2 && name.startsWith(start)) ||
      inTokens.includes(`var(${name})`);
    const phases = [
      '--downloading',
      '--training',
      '--interrupted',
      '--waiting',
      '--uploading',
      '--stopping',
      '--other',
    ];
    expect([...tokens].filter((name) => !isUsed(name) && !phases.includes(name))).toEqual([]);
  });
});
