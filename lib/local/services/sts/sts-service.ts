import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../core/clock';
import type { RpcService } from '../../wire/service';
import { declare, invalid, list, text, whole } from '../iam/identity-input';
import { kept, refused } from '../../core/input/member-use';
import { readSessionToken, writeSessionToken } from './session-token';

/** STS as far as clients need it to find out whose credentials they hold, and to take a role's. */
const noRoles = 'there are no roles, whose sessions it concerns';
const noPolicies = 'no policy is read: a session may do everything. Leave it out';
const tag = z.strictObject({ Key: text(1, 128), Value: text(0, 256) });

const assumeRoleInput = z.strictObject({
  RoleArn: text(20, 2048, /arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+/),
  RoleSessionName: text(2, 64, /[\w+=,.@-]+/),
  DurationSeconds: whole(900, 43_200).default(3600),
  SourceIdentity: text(2, 64, /[\w+=,.@-]+/).optional(),
  Policy: refused(noPolicies),
  PolicyArns: refused(noPolicies),
  ProvidedContexts: refused(noRoles),
  Tags: kept(list(tag, 50).optional(), noRoles),
  TransitiveTagKeys: kept(list(text(1, 128), 50).optional(), noRoles),
  ExternalId: kept(text(2, 1224).optional(), noRoles),
  SerialNumber: kept(text(9, 256).optional(), noRoles),
  TokenCode: kept(text(6, 6, /\d{6}/).optional(), noRoles),
  MinimumSessionTokenSize: refused('a token has the size it has'),
});

export const createStsService = ({ clock }: { clock: Clock }): RpcService => ({
  queryVersion: '2011-06-15',
  queryNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  signingNames: ['sts'],
  operations: {
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    GetCallerIdentity: declare(z.strictObject({}), (_request, { accountId, sessionToken }) => {
      const session = readSessionToken(sessionToken);
      return session
        ? { Arn: session.arn, UserId: session.id, Account: accountId }
        : {
            Arn: `arn:aws:iam::${accountId}:user/spotdeck`,
            UserId: 'AIDASPOTDECKLOCAL0000',
            Account: accountId,
          };
    }),
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    AssumeRole: declare(assumeRoleInput, (request, { accountId }) => {
      const [, account, path = ''] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(request.RoleArn) ?? [];
      if (account !== accountId)
        throw invalid(`The role ${request.RoleArn} is of another account than ${accountId}.`);
      const name = path.slice(path.lastIndexOf('/') + 1);
      const session = {
        arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${request.RoleSessionName}`,
        id: `AROA${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}:${request.RoleSessionName}`,
      };
      return {
        Credentials: {
          AccessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
          SecretAccessKey: randomBytes(30).toString('base64'),
          SessionToken: writeSessionToken(session),
          Expiration: new Date(clock.now() + request.DurationSeconds * 1000),
        },
        AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.id },
        ...(request.SourceIdentity !== undefined && { SourceIdentity: request.SourceIdentity }),
      };
    }),
  },
});
