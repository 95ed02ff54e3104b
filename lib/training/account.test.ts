import { expect, test } from 'vitest';
import { principalOf, wordsOf } from './account';

test.each([
  [
    'arn:aws:iam::111122223333:user/team/ada',
    { kind: 'entity', arn: 'arn:aws:iam::111122223333:user/team/ada' },
  ],
  ['arn:aws:sts::111122223333:assumed-role/Admin/me@corp.com', { kind: 'role', name: 'Admin' }],
  [
    'arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_A_1/x',
    { kind: 'role', name: 'AWSReservedSSO_A_1' },
  ],
  ['arn:aws-us-gov:iam::111122223333:root', { kind: 'root' }],
  ['arn:aws:sts::111122223333:federated-user/ada', { kind: 'other' }],
  ['', { kind: 'other' }],
  ['nonsense', { kind: 'other' }],
])('%s is asked for as %o', (arn, principal) => {
  expect(principalOf(arn)).toEqual(principal);
});

test('the parts of policies are told in words', () => {
  expect(wordsOf('ListCheckpointsAndResults')).toBe('List checkpoints and results');
});
