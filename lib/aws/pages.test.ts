import { expect, it } from 'vitest';
import { readPages } from './pages';

interface Page {
  items: number[];
  next?: string;
}
const listing =
  (pages: Record<string, Page>, asked: (string | undefined)[] = []) =>
  (token: string | undefined) => {
    asked.push(token);
    return Promise.resolve(pages[token ?? 'first'] as Page);
  };
const all = async (ask: ReturnType<typeof listing>) => {
  const items: number[] = [];
  for await (const page of readPages(ask, ({ next }) => next)) items.push(...page.items);
  return items;
};

it('asks page after page until there is none', async () => {
  const pages = { first: { items: [1], next: 'a' }, a: { items: [], next: 'b' }, b: { items: [2, 3] } };
  expect(await all(listing(pages))).toEqual([1, 2, 3]);
});

it('ends where a service says the same token again, or an empty one', async () => {
  expect(await all(listing({ first: { items: [1], next: 'a' }, a: { items: [2], next: 'a' } }))).toEqual([
    1, 2,
  ]);
  expect(await all(listing({ first: { items: [1], next: '' } }))).toEqual([1]);
});

it('asks for no page that nobody wants', async () => {
  const asked: (string | undefined)[] = [];
  const pages = readPages(
    listing({ first: { items: [1], next: 'a' }, a: { items: [2] } }, asked),
    ({ next }) => next,
  );
  for await (const page of pages) if (page.items.includes(1)) break;
  expect(asked).toEqual([undefined]);
});
