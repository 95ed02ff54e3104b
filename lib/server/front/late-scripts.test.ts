import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLateScripts } from './late-scripts';

const nonce = 'AbC+/1==';
const script = (name: string) =>
  `<script src="/_next/static/chunks/${name}.js" async="" nonce="${nonce}"></script>`;
const own = `<script nonce="${nonce}" id="_R_">(TURBOPACK||[]).push({})</script><script src="/_next/static/chunks/own.js" nonce="${nonce}" async=""></script>`;
const sheet = '<link rel="stylesheet" href="/_next/static/chunks/a.css"/>';
const preload = `<link rel="preload" as="script" fetchPriority="low" nonce="${nonce}" href="/_next/static/chunks/own.js"/>`;
const old = '<script src="/_next/static/chunks/old.js" noModule=""></script>';
const page = `<head>${sheet}${preload}${script('a')}${script('b-1')}${old}</head><body><p>gr\xc3\xbc\xc3\x9fe</p>${own}`;
const rest = `<script nonce="${nonce}">self.__next_f.push("<script src=x>")</script>${script('late')}</body></html>`;

const sent = (html: string, cuts: readonly number[]): string => {
  const late = createLateScripts(nonce);
  const places = [0, ...cuts.map((cut) => cut % html.length).sort((a, b) => a - b), html.length];
  const pieces = places.slice(1).map((to, index) => late.take(html.slice(places[index], to)));
  return pieces.join('') + late.end();
};

const loadedBy = (html: string): string[] => {
  const list = /let l=(\[.*?\]);/.exec(html)?.[1];
  return list === undefined ? [] : (JSON.parse(list) as string[]);
};

test('the scripts of what is sent at first are named once, where React’s own begins, under the nonce', () => {
  const html = sent(page + rest, []);
  expect(loadedBy(html)).toEqual(['a', 'b-1', 'own'].map((name) => `/_next/static/chunks/${name}.js`));
  expect(html).toContain(`<script nonce="${nonce}">(()=>{`);
  expect(html).not.toContain('rel="preload"');
  expect(html.slice(0, html.indexOf('<body>'))).toBe(`<head>${sheet}${old}</head>`);
  expect(html.endsWith(rest)).toBe(true);
});

test('however the document is cut into pieces, each of its scripts is loaded once', () => {
  const sources = ['a', 'b-1', 'own', 'late'].map((name) => `/_next/static/chunks/${name}.js`);
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { maxLength: 8 }), (cuts) => {
      const html = sent(page + rest, cuts);
      const left = [...html.matchAll(/<script src="([^"]+)"[^>]*async/g)].map(([, source]) => source);
      expect([...loadedBy(html), ...left].sort()).toEqual([...sources].sort());
    }),
  );
});

test('a document that ends before React’s own begins loads its scripts at its end', () => {
  const html = sent(`<head>${script('a')}</head><body></body></html>`, []);
  expect(html).toMatch(/<\/html><script /);
  expect(loadedBy(html)).toEqual(['/_next/static/chunks/a.js']);
});

test.each([
  'nothing of the kind',
  `<script src="https://example.com/a.js" async=""></script>`,
  `<script src="/_next/static/chunks/a.js"></script>`,
])('what is written otherwise stays: %s', (html) => {
  expect(sent(html, [5])).toBe(html);
});
