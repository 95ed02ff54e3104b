import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trustOf } from './trust-policy';

const sagemaker = { Service: 'sagemaker.amazonaws.com' };
const allow = (more: object = {}) => ({
  ...{ Effect: 'Allow', Principal: sagemaker, Action: 'sts:AssumeRole' },
  ...more,
});
const deny = (more: object = {}) => ({ ...allow(more), Effect: 'Deny' });
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

it.each([
  ['yes', 'SageMaker alone', policy(allow())],
  ['yes', 'as IAM writes it', encodeURIComponent(policy(allow()))],
  [
    'yes',
    'among others',
    policy(allow({ Principal: { Service: ['ec2.amazonaws.com', 'sagemaker.amazonaws.com'] } })),
  ],
  ['yes', 'China’s name', policy(allow({ Principal: { Service: 'sagemaker.amazonaws.com.cn' } }))],
  ['yes', 'one statement, no list', JSON.stringify({ Statement: allow() })],
  [
    'yes',
    'actions with wildcards',
    policy(allow({ Action: ['sts:TagSession', 'STS:Assume*'] }), deny({ Action: 'sts:TagSession' })),
  ],
  ['yes', 'empty conditions', policy(allow({ Condition: {} }))],
  ['no', 'Lambda', policy(allow({ Principal: { Service: 'lambda.amazonaws.com' } }))],
  ['no', 'an account', policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }))],
  [
    'no',
    'a name that only begins so',
    policy(allow({ Principal: { Service: 'sagemaker.amazonaws.com.evil' } })),
  ],
  ['no', 'another action', policy(allow({ Action: 'sts:AssumeRoleWithSAML' }))],
  ['no', 'an action of other letters', policy(allow({ Action: 'stsXAssumeRole' }))],
  ['no', 'allowed and denied', policy(allow(), deny())],
  ['no', 'nothing', policy()],
  [
    'depends',
    'a condition',
    policy(allow({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })),
  ],
  [
    'depends',
    'denied on a condition',
    policy(allow(), deny({ Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } })),
  ],
  ['depends', 'everybody', policy(allow({ Principal: '*' }))],
  ['depends', 'all but one', policy(deny({ Principal: undefined, NotPrincipal: { AWS: 'x' } }), allow())],
  ['depends', 'no JSON', '%7Bbroken'],
  ['depends', 'not even encoded', '%'],
])('%s: %s', (trust, _, document) => expect(trustOf(document)).toBe(trust));

it('the role that comes with Spotdeck is one that SageMaker may assume', () => {
  expect(trustOf(readFileSync('iam/execution-role-trust.json', 'utf8'))).not.toBe('no');
});
