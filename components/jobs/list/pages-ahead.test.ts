import { expect, test } from 'vitest';
import { type JobPage } from '@/lib/training/job-list';
import { createPagesAhead } from './pages-ahead';

const setUp = () => {
  const asked: string[] = [];
  const clock = { ms: 0, fails: false };
  const pages = createPagesAhead(
    async (address) => {
      asked.push(address);
      return clock.fails ? undefined : ({ total: asked.length } as JobPage);
    },
    () => clock.ms,
  );
  return { asked, clock, pages };
};

test('what was fetched ahead is there when it is turned to, and is asked for once', async () => {
  const { asked, clock, pages } = setUp();
  pages.want('page=2');
  clock.ms = 9_000;
  pages.want('page=2');
  clock.ms = 59_000;
  expect((await pages.take('page=2'))?.total).toBe(1);
  expect((await pages.take('page=3'))?.total).toBe(2);
  expect(asked).toEqual(['page=2', 'page=3']);
});

test('what has come is at hand, until it is too old', async () => {
  const { clock, pages } = setUp();
  expect(pages.atHand('page=2')).toBeUndefined();
  pages.want('page=2');
  expect(pages.atHand('page=2')).toBeUndefined();
  const page = await pages.take('page=2');
  expect(page).toBeDefined();
  expect(pages.atHand('page=2')).toBe(page);
  clock.ms = 61_000;
  expect(pages.atHand('page=2')).toBeUndefined();
});

test('what might be turned to is kept fresh, and what is too old is read anew', async () => {
  const { asked, clock, pages } = setUp();
  pages.want('page=2');
  clock.ms = 11_000;
  pages.want('page=2');
  expect(asked).toHaveLength(2);
  clock.ms = 80_000;
  expect((await pages.take('page=2'))?.total).toBe(3);
});

test('what could not be read is asked for again', async () => {
  const { clock, pages } = setUp();
  clock.fails = true;
  expect(await pages.take('page=2')).toBeUndefined();
  clock.fails = false;
  expect((await pages.take('page=2'))?.total).toBe(2);
});
