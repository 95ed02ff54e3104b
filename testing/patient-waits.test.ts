import { expect, it, vi } from 'vitest';

it('waits longer than a second for what a busy machine does late', async () => {
  let asked = 0;
  await vi.waitFor(() => expect(++asked).toBeGreaterThan(12), { interval: 100 });
  await expect.poll(() => ++asked, { interval: 100 }).toBeGreaterThan(25);
});

it('takes a limit that a test sets', async () => {
  await expect(vi.waitFor(() => expect(1).toBe(2), { timeout: 1, interval: 1 })).rejects.toThrow();
});
