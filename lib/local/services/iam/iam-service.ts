import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RpcService } from '../../wire/service';
import { kept, refused } from '../../core/input/member-use';
import { declare, list, pageOf, paging, text } from './identity-input';

/**
 * IAM as far as SageMaker's SDKs look at the execution role. There are no roles here and nothing is forbidden: every
 * name is a role's, and every action is allowed, as the answers say.
 */
const roleName = text(1, 64, /[\w+=,.@-]+/);
const arn = text(20, 2048, /arn:[^]+/);
const madeOn = new Date(Date.UTC(2026, 0, 1));

/** Anyone may assume it: there is nobody else. */
const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

const roleOf = (name: string, accountId: string) => ({
  Path: '/',
  RoleName: name,
  RoleId: `AROA${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:role/${name}`,
  CreateDate: madeOn,
  AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
  Description: 'The local backend takes every name as a role that may do everything.',
  MaxSessionDuration: 43_200,
});

/** The role that is listed: the one that the dashboard's form and the examples use. */
const shownRole = 'spotdeck';

const policies = list(text(1, 131_072), 100).optional();
const noPolicies = 'no policy is read: every action is allowed';

const simulateInput = z.strictObject({
  PolicySourceArn: kept(arn, 'every principal may do everything'),
  ActionNames: list(text(3, 128), 1000),
  ResourceArns: list(text(1, 2048), 1000).default(['*']),
  PolicyInputList: refused(noPolicies),
  PermissionsBoundaryPolicyInputList: refused(noPolicies),
  PolicyExclusionList: refused(noPolicies),
  ResourcePolicy: refused(noPolicies),
  ResourceOwner: kept(text(1, 2048).optional(), noPolicies),
  CallerArn: kept(text(1, 2048).optional(), noPolicies),
  ContextEntries: kept(
    list(
      z.strictObject({
        ContextKeyName: text(5, 256).optional(),
        ContextKeyValues: policies,
        ContextKeyType: text(1, 32).optional(),
      }),
      100,
    ).optional(),
    noPolicies,
  ),
  ResourceHandlingOption: kept(text(1, 64).optional(), noPolicies),
  ...paging,
});

export const createIamService = (): RpcService => ({
  queryVersion: '2010-05-08',
  queryNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  signingNames: ['iam'],
  operations: {
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
    GetRole: declare(z.strictObject({ RoleName: roleName }), ({ RoleName }, { accountId }) => ({
      Role: roleOf(RoleName, accountId),
    })),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
    ListRoles: declare(
      z.strictObject({ PathPrefix: text(1, 512, /\/[^]*/).default('/'), ...paging }),
      (request, { accountId }) => {
        const roles = [roleOf(shownRole, accountId)].filter(({ Path }) =>
          Path.startsWith(request.PathPrefix),
        );
        const { page, more } = pageOf(roles, request);
        return { Roles: page, ...more };
      },
    ),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
    SimulatePrincipalPolicy: declare(simulateInput, (request) => {
      const results = request.ActionNames.flatMap((action) =>
        request.ResourceArns.map((resource) => ({
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision: 'allowed',
          MatchedStatements: [],
          MissingContextValues: [],
        })),
      );
      const { page, more } = pageOf(results, request);
      return { EvaluationResults: page, ...more };
    }),
  },
});
