import { expect, test } from 'vitest';
import { ownerKeyOf, ownerLabel } from './owner-tag';

test.each([
  [['Project', 'Owner'], 'Owner'],
  [['user-name', 'created_by'], 'user-name'],
  [['Created By', 'owner'], 'owner'],
  [['acme:owner', 'Email'], 'acme:owner'],
  [['cost/Owner-Email'], 'cost/Owner-Email'],
  [['sagemaker:user-profile-arn', 'sagemaker:domain-arn'], 'sagemaker:user-profile-arn'],
  [['Project', 'downer', 'usergroup', 'aws:createdBy'], undefined],
  [[], undefined],
])('of %j the owner is in %s', (keys, owner) => {
  expect(ownerKeyOf(keys)).toBe(owner);
});

test('a Studio profile is shown by its name', () => {
  expect(ownerLabel('arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc/ada')).toBe('ada');
  expect(ownerLabel('ada@example.org')).toBe('ada@example.org');
});
