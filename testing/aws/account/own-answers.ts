/**
 * What the account answers by itself, since no backend behind it has it: its quotas, its network and keys, and roles with
 * policies of their own.
 */
import { type OwnNetwork } from './own-network';
import { accountId, type Denial, type Refusal } from './refusals';

export interface OwnRecords {
  /** Applied values of SageMaker's quotas, by name, e.g. `ml.g5.xlarge for spot training job usage`. */
  quotas: Map<string, number>;
  /** Trust policies by role, as JSON; while it is empty, the backend's roles are the account's. */
  roles: Map<string, string>;
  /** What roles may not do by their own policies, by role and action. */
  roleLacks: Map<string, ReadonlyMap<string, Denial>>;
  network: OwnNetwork;
  /** KMS keys by alias: `alias/training` to the key's id. */
  keys: Map<string, string>;
}

export interface OwnAnswer {
  contentType: string;
  body: string;
}

const pageSize = 2;

/** ListServiceQuotas as it pages: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html */
export const quotasPage = ({ quotas }: OwnRecords, body: string): OwnAnswer => {
  const { NextToken } = JSON.parse(body || '{}') as { NextToken?: string };
  const from = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString());
  const all = [...quotas].map(([QuotaName, Value], index) => ({
    ServiceCode: 'sagemaker',
    ServiceName: 'Amazon SageMaker',
    QuotaArn: `arn:aws:servicequotas:us-east-1:${accountId}:sagemaker/L-${index}`,
    QuotaCode: `L-${String(index).padStart(8, '0')}`,
    QuotaName,
    ...{ Value, Unit: 'None', Adjustable: true, GlobalQuota: false },
  }));
  const next = from + pageSize;
  return {
    contentType: 'application/x-amz-json-1.1',
    body: JSON.stringify({
      Quotas: all.slice(from, next),
      ...(next < all.length && { NextToken: Buffer.from(String(next)).toString('base64') }),
    }),
  };
};

/** GetRole and ListRoles, or why not; undefined where the backend answers. */
export const roleAnswer = (
  { roles }: OwnRecords,
  operation: string,
  body: string,
): OwnAnswer | Refusal | undefined => {
  if (roles.size === 0) return undefined;
  if (operation === 'ListRoles') {
    const members = [...roles.keys()].map((name) => `<member>${roleXml(name, roles)}</member>`).join('');
    return xml(operation, `<Roles>${members}</Roles><IsTruncated>false</IsTruncated>`);
  }
  if (operation !== 'GetRole') return undefined;
  const name = new URLSearchParams(body).get('RoleName') ?? '';
  return roles.has(name)
    ? xml(operation, `<Role>${roleXml(name, roles)}</Role>`)
    : { status: 404, code: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` };
};

const roleXml = (name: string, roles: OwnRecords['roles']) =>
  `<Path>/</Path><RoleName>${name}</RoleName><RoleId>AROAEXAMPLEEXAMPLE00</RoleId>` +
  `<Arn>arn:aws:iam::${accountId}:role/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>` +
  `<AssumeRolePolicyDocument>${encodeURIComponent(roles.get(name) ?? '')}</AssumeRolePolicyDocument>`;

const xml = (operation: string, result: string): OwnAnswer => ({
  contentType: 'text/xml',
  body:
    `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}</${operation}Result>` +
    `<ResponseMetadata><RequestId>own</RequestId></ResponseMetadata></${operation}Response>`,
});
