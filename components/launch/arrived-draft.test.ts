import { expect, it } from 'vitest';
import { sampleLaunch } from '@/testing/training/launch-sample';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { keepTyped } from './arrived-draft';

const draft = (change: Partial<LaunchDraft> = {}): LaunchDraft => ({
  ...sampleLaunch(),
  instanceCount: '1',
  volumeSizeGb: '30',
  maxRuntimeSeconds: '3600',
  maxWaitSeconds: '7200',
  ...change,
});

it('takes what arrived for every field that nobody touched meanwhile', () => {
  const before = draft();
  expect(keepTyped(before, before, draft({ name: 'arrived' }))).toEqual(draft({ name: 'arrived' }));
});

it('keeps what was typed meanwhile, a list or a switched-off checkpoint too', () => {
  const before = draft();
  const tags = [{ key: 'team', value: 'vision' }];
  const current = { ...before, name: 'typed', tags, checkpoint: undefined };
  const arrived = draft({ name: 'arrived', entryPoint: 'other.py', maxWaitSeconds: '9' });
  expect(keepTyped(before, current, arrived)).toEqual({
    ...arrived,
    name: 'typed',
    tags,
    checkpoint: undefined,
  });
});

it('keeps a field that only the form had', () => {
  const { maxWaitSeconds: _, ...before } = draft();
  const current = { ...before, maxWaitSeconds: '77' };
  expect(keepTyped(before, current, draft({ name: 'arrived' })).maxWaitSeconds).toBe('77');
});
