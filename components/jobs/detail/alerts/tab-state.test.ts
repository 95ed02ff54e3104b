import { expect, it } from 'vitest';
import { describeStatus } from '@/lib/training/status';
import { tabIcon, tabTitle } from './tab-state';

it('a tab says how far its job is, or how it ended, before its name', () => {
  const title = (status: string, secondaryStatus: string, share?: number) =>
    tabTitle('bert', describeStatus({ status, secondaryStatus }), share);
  expect(title('InProgress', 'Training', 0.4399)).toBe('43 % bert · Spotdeck');
  expect(title('InProgress', 'Training')).toBe('Training bert · Spotdeck');
  expect(title('InProgress', 'Interrupted', 0.4)).toBe('⏸ bert · Spotdeck');
  expect(title('Completed', 'Completed', 1)).toBe('✓ bert · Spotdeck');
  expect(title('Failed', 'Failed')).toBe('✗ bert · Spotdeck');
});

it('an icon of another state is another icon', () => {
  expect(tabIcon('failed')).not.toBe(tabIcon('completed'));
  expect(decodeURIComponent(tabIcon('training'))).toContain('<svg');
});
