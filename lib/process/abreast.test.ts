import { expect, it } from 'vitest';
import { mapAbreast } from './abreast';

it('gives the results in order, and acts on no more at a time than it may', async () => {
  const open: (() => void)[] = [];
  let most = 0;
  const mapped = mapAbreast(['a', 'b', 'c', 'd', 'e'], 2, async (one, index) => {
    await new Promise<void>((resolve) => {
      open.push(resolve);
      most = Math.max(most, open.length);
    });
    return `${one}${index}`;
  });
  // The last of them comes to its end first.
  while (open.length > 0) {
    open.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await mapped).toEqual(['a0', 'b1', 'c2', 'd3', 'e4']);
  expect(most).toBe(2);
  expect(await mapAbreast([], 2, () => Promise.reject(new Error('none')))).toEqual([]);
});

it('fails with the first failure', async () => {
  const failing = mapAbreast([1, 2, 3], 2, (one) =>
    one === 2 ? Promise.reject(new Error('two')) : Promise.resolve(one),
  );
  await expect(failing).rejects.toThrow('two');
});
