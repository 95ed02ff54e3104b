import { expect, it } from 'vitest';
import { sampleDraft } from '@/testing/training/launch-sample';
import { keepTyped } from './arrived-draft';

it('takes what arrived for every field that nobody touched meanwhile', () => {
  const before = sampleDraft();
  expect(keepTyped(before, before, sampleDraft({ name: 'arrived' }))).toEqual(
    sampleDraft({ name: 'arrived' }),
  );
});

it('keeps what was typed meanwhile, a list or a switched-off checkpoint too', () => {
  const before = sampleDraft();
  const tags = [{ key: 'team', value: 'vision' }];
  const current = { ...before, name: 'typed', tags, checkpoint: undefined };
  const arrived = sampleDraft({ name: 'arrived', entryPoint: 'other.py', maxWaitSeconds: '9' });
  expect(keepTyped(before, current, arrived)).toEqual({
    ...arrived,
    name: 'typed',
    tags,
    checkpoint: undefined,
  });
});

it('keeps a field that only the form had', () => {
  const { maxWaitSeconds: _, ...before } = sampleDraft();
  const current = { ...before, maxWaitSeconds: '77' };
  expect(keepTyped(before, current, sampleDraft({ name: 'arrived' })).maxWaitSeconds).toBe('77');
});
