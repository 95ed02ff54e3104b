import { expect, it, vi } from 'vitest';
import { type Backend } from './backends';
import { rememberOfAsker, rememberOfRegion } from './remember-asked';

const seenBy = (profile: string, region = 'eu-west-1'): Backend => ({
  slug: `${region}~${profile}`,
  label: profile,
  region,
  profile,
  available: true,
});
const minute = { lifetimeMs: 60_000, failureMs: () => 60_000 };

it('a price is asked for once a Region, whoever looks, and anew in another', async () => {
  const load = vi.fn(async () => 7);
  const asked = { what: 'test-price', key: 'ml.m5.large', load, ...minute };
  await rememberOfRegion(seenBy('research'), asked);
  await rememberOfRegion(seenBy('production'), asked);
  expect(load).toHaveBeenCalledTimes(1);
  await rememberOfRegion(seenBy('production', 'eu-central-1'), asked);
  await rememberOfRegion(seenBy('production'), { ...asked, key: 'ml.m5.xlarge' });
  expect(load).toHaveBeenCalledTimes(3);
});

it('what one profile was denied is told again to it alone', async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('denied'))
    .mockResolvedValue('yes');
  const asked = { what: 'test-role', key: 'arn', load, ...minute };
  await expect(rememberOfAsker(seenBy('research'), asked)).rejects.toThrow('denied');
  await expect(rememberOfAsker(seenBy('research'), asked)).rejects.toThrow('denied');
  expect(await rememberOfAsker(seenBy('production'), asked)).toBe('yes');
  expect(load).toHaveBeenCalledTimes(2);
});
