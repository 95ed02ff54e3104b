/**
 * What hands out credentials beside the shared files, on a free port, and as strict as the real ones: IAM Identity Center's
 * portal, STS for web identities (by way of an account), the agent of a container, and the metadata of an instance. For the SDK's own providers.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type OwnAnswer } from './account/own-answers';
import { type Refusal } from './account/refusals';

export type CredentialSource = 'sso' | 'web-identity' | 'container' | 'instance';

export interface CredentialSources {
  url: string;
  /** Access keys that each has given out, in order. */
  given: Record<CredentialSource, string[]>;
  /** What it gives out is good for so long. */
  lifetimeMs: number;
  /** Sources that refuse whoever asks. */
  refusing: Set<CredentialSource>;
  /** What STS says of a web identity: an account has it for its `webIdentity`. */
  webIdentity: (body: string) => OwnAnswer | Refusal;
  end: () => Promise<void>;
}

/** What each takes for a proof of who asks. */
export const proofs = {
  /** In the file that `aws sso login` leaves. */
  sso: 'kept-secret',
  'web-identity': 'header.payload.signature',
  container: 'Bearer of-the-task',
} as const;

/** The roles that there are, by who is given them. */
export const givenRoles = {
  sso: { account: '111122223333', role: 'Research' },
  webIdentity: 'arn:aws:iam::111122223333:role/Workload',
  instance: 'Training',
} as const;

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  until: Date;
}

export const startCredentialSources = async (): Promise<CredentialSources> => {
  const metadataTokens = new Set<string>();

  const draw = (source: CredentialSource): Keys => {
    const accessKeyId = `ASIA${source.replace('-', '').toUpperCase()}${sources.given[source].length + 1}`;
    sources.given[source].push(accessKeyId);
    const until = new Date(Date.now() + sources.lifetimeMs);
    return { accessKeyId, secretAccessKey: 'kept-secret', token: 'kept-token', until };
  };

  /** https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html */
  const portal = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => {
    if (request.headers['x-amz-sso_bearer_token'] !== proofs.sso)
      return refuse(response, 401, 'UnauthorizedException', 'Session token not found or invalid');
    const { account, role } = givenRoles.sso;
    if (sources.refusing.has('sso') || query.get('account_id') !== account || query.get('role_name') !== role)
      return refuse(response, 403, 'ForbiddenException', 'No access');
    const { until, token: sessionToken, ...keys } = draw('sso');
    json(response, { roleCredentials: { ...keys, sessionToken, expiration: until.getTime() } });
  };

  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
  const webIdentity = (body: string): OwnAnswer | Refusal => {
    const form = new URLSearchParams(body);
    const isGood =
      form.get('WebIdentityToken') === proofs['web-identity'] &&
      form.get('RoleArn') === givenRoles.webIdentity;
    if (sources.refusing.has('web-identity') || !isGood)
      return {
        status: 403,
        code: 'AccessDenied',
        message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      };
    const { accessKeyId, secretAccessKey, token, until } = draw('web-identity');
    return {
      contentType: 'text/xml',
      body:
        '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>' +
        `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
        `<SessionToken>${token}</SessionToken><Expiration>${until.toISOString()}</Expiration></Credentials>` +
        `<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/Workload/${form.get('RoleSessionName')}</Arn>` +
        '<AssumedRoleId>AROAEXAMPLE:session</AssumedRoleId></AssumedRoleUser>' +
        '</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>',
    };
  };

  /** https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
  const container = (request: IncomingMessage, response: ServerResponse) => {
    if (sources.refusing.has('container') || request.headers.authorization !== proofs.container)
      return json(response, { code: 'AccessDenied', message: 'the task has no such role' }, 403);
    json(response, { ...metadataKeys(draw('container')), RoleArn: 'arn:aws:iam::111122223333:role/Task' });
  };

  /** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html, version 2 alone */
  const metadata = (request: IncomingMessage, response: ServerResponse, path: string) => {
    if (request.method === 'PUT' && path === '/latest/api/token') {
      const token = randomBytes(16).toString('base64');
      metadataTokens.add(token);
      return plain(response, token);
    }
    if (!metadataTokens.has(String(request.headers['x-aws-ec2-metadata-token'])))
      return plain(response, '', 401);
    const folder = '/latest/meta-data/iam/security-credentials/';
    if (sources.refusing.has('instance')) return plain(response, '', 404);
    if (path === folder) return plain(response, givenRoles.instance);
    if (path === `${folder}${givenRoles.instance}`)
      return json(response, {
        ...metadataKeys(draw('instance')),
        ...{ Code: 'Success', Type: 'AWS-HMAC', LastUpdated: new Date().toISOString() },
      });
    plain(response, '', 404);
  };

  const server = createServer((request, response) => {
    request.resume();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sources');
    if (pathname === '/federation/credentials') portal(request, response, searchParams);
    else if (pathname === '/container') container(request, response);
    else metadata(request, response, pathname);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sources: CredentialSources = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given: { sso: [], 'web-identity': [], container: [], instance: [] },
    lifetimeMs: 3_600_000,
    refusing: new Set(),
    webIdentity,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return sources;
};

const metadataKeys = ({ accessKeyId, secretAccessKey, token, until }: Keys) => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  Token: token,
  Expiration: until.toISOString(),
});

const json = (response: ServerResponse, body: object, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const plain = (response: ServerResponse, body: string, status = 200) => {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(body);
};
const refuse = (response: ServerResponse, status: number, code: string, message: string) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ message }));
};
