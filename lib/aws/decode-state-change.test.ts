import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stateChange } from '../../testing/aws/account/own-queue';
import { decodeStateChange } from './decode-state-change';

it('reads which job an event names, of which account and Region, and nothing else', () => {
  const body = stateChange(
    'My-Job-1',
    { TrainingJobStatus: 'Failed', FailureReason: 'whatever' },
    { id: 'e-1' },
  );
  expect(decodeStateChange(body)).toEqual({
    ...{ kind: 'change', id: 'e-1', account: '000000000000', region: 'us-east-1', jobName: 'My-Job-1' },
  });
});

it('tells other events from what is no event', () => {
  expect(decodeStateChange(stateChange('a', {}, { source: 'aws.ec2' }))).toEqual({ kind: 'other' });
  expect(decodeStateChange(stateChange('a', {}, { 'detail-type': 'X', detail: null }))).toEqual({
    kind: 'other',
  });
  for (const body of [
    '',
    'x',
    'null',
    '[]',
    '{"id":"a"}',
    stateChange('../x'),
    stateChange('a', {}, { id: '' }),
  ])
    expect(decodeStateChange(body), body).toEqual({ kind: 'unreadable' });
  expect(decodeStateChange(stateChange('a', { HyperParameters: 'x'.repeat(2_000_000) }))).toEqual({
    kind: 'unreadable',
  });
});

it('answers whatever bytes a message has', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(['other', 'unreadable']).toContain(decodeStateChange(body).kind);
    }),
  );
});
