/**
 * An account at AWS's limits: an HTTP server in front of a local backend, which throttles, denies, lags, fails and
 * forgets as AWS does, and counts what it is asked. For tests.
 */
import { createServer, type IncomingHttpHeaders, request as ask, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { randomFrom } from '../../random';
import { type Asked, askedOf, type Service } from './asked-of';
import { keysPage, networkPage } from './own-network';
import { createOwnQueue, type OwnQueue } from './own-queue';
import { type OwnAnswer, type OwnRecords, quotasPage, roleAnswer } from './own-answers';
import {
  badToken,
  denied,
  type Denial,
  failing,
  gone,
  type Refusal,
  skewed,
  throttled,
  writtenAs,
} from './refusals';
import { refusedByModel } from './refused-by-model';
import { simulatedFor, simulatedPolicy } from './simulated-policy';
import { createSearchIndex } from './search-index';

/** `refused`: nobody listens; `silent`: the connection stands and nothing comes. */
export type Outage = 500 | 503 | 'refused' | 'silent';

/** All of it can be changed while the account is asked; an account begins without any limit. */
export interface Limits extends OwnRecords {
  /** Requests a second by action, e.g. `sagemaker:Search`; a bucket holds one second's worth. */
  rates: Map<string, number>;
  /** Share of the requests that are throttled whatever the rate, 0 to 1. */
  throttledShare: number;
  /** Before each answer of a service, in ms. */
  latencyMs: Map<Service, number>;
  down: Map<Service, Outage>;
  /** By action, e.g. `s3:ListBucket`. */
  denied: Map<string, Denial>;
  token: 'good' | 'expired' | 'invalid';
  /** Accounts by access key, for keys that are of another one than the backend's. */
  accounts: Map<string, string>;
  /** Regions that the account has not enabled: no credentials are good there. */
  disabledRegions: Set<string>;
  searchLagMs: number;
  /** Search knows nothing later than this, ms since the epoch. */
  searchAsOf?: number | undefined;
  maxHits: number;
  /** Jobs that were deleted by others: Describe and Search know them no more. */
  vanished: Set<string>;
  /** How far this account's clock is ahead of the caller's, in ms. */
  clockAheadMs: number;
  /** Gives out credentials for web identities; absent: the backend is asked. @param body of the request */
  webIdentity?: (body: string) => OwnAnswer | Refusal;
}

export interface Call extends Asked {
  /** Ms since the epoch. */
  at: number;
  /** Whose signature it has. */
  accessKeyId: string;
  /** HTTP status; 0 where there was no answer. */
  status: number;
}

export interface LimitedAccount {
  url: string;
  port: number;
  limits: Limits;
  /** Everything it was asked, retries included. */
  calls: Call[];
  /** What AWS's own service models refuse in what it was asked, as `operation.member: reason`. */
  invalid: string[];
  /** Of state changes; a test sends them. */
  queue: OwnQueue;
  /** Requests by action, e.g. `{ 'sagemaker:Search': 3 }`. */
  counts(): Record<string, number>;
  /** @throws where it was asked what AWS's models refuse, so that no test passes by it */
  end(): Promise<void>;
}

const fiveMinutesMs = 300_000;

/** @param seed of the draws that throttle */
export const startLimitedAccount = async (upstream: string, seed = 1): Promise<LimitedAccount> => {
  const draw = randomFrom(seed);
  const calls: Call[] = [];
  const invalid: string[] = [];
  const buckets = new Map<string, { tokens: number; at: number }>();
  const limits: Limits = {
    rates: new Map(),
    throttledShare: 0,
    latencyMs: new Map(),
    down: new Map(),
    denied: new Map(),
    token: 'good',
    disabledRegions: new Set(),
    accounts: new Map(),
    searchLagMs: 0,
    maxHits: 10_000,
    vanished: new Set(),
    clockAheadMs: 0,
    quotas: new Map(),
    roles: new Map(),
    roleLacks: new Map(),
    network: { subnets: [], securityGroups: [] },
    keys: new Map(),
  };
  const clock = () => Date.now() + limits.clockAheadMs;
  const index = createSearchIndex(() => Date.now());
  const queue = createOwnQueue();
  let requests = 0;

  const isTooFast = (action: string): boolean => {
    const rate = limits.rates.get(action);
    if (rate === undefined) return false;
    const at = Date.now();
    const bucket = buckets.get(action) ?? { tokens: rate, at };
    const tokens = Math.min(rate, bucket.tokens + ((at - bucket.at) / 1000) * rate);
    buckets.set(action, { tokens: tokens < 1 ? tokens : tokens - 1, at });
    return tokens < 1;
  };

  const refusalOf = (asked: Asked, headers: IncomingHttpHeaders, body: Buffer): Refusal | undefined => {
    const outage = limits.down.get(asked.service);
    if (typeof outage === 'number') return failing(asked, outage);
    const signedAt = String(headers['x-amz-date'] ?? '');
    if (limits.clockAheadMs !== 0 && Math.abs(clock() - signedTime(signedAt)) > fiveMinutesMs)
      return skewed(asked, signedAt, awsTime(clock()));
    if (limits.token !== 'good') return badToken(asked, limits.token);
    if (limits.disabledRegions.has(signedBy(headers)[1])) return badToken(asked, 'invalid');
    const why = limits.denied.get(asked.action);
    if (why !== undefined) return denied(asked, why);
    if (isTooFast(asked.action) || draw() < limits.throttledShare) return throttled(asked);
    return asked.service === 'sagemaker' && namesVanished(body, limits.vanished) ? gone() : undefined;
  };

  const ownAnswer = ({ service, operation }: Asked, body: string, accessKeyId: string) => {
    const account = operation === 'GetCallerIdentity' ? limits.accounts.get(accessKeyId) : undefined;
    if (account !== undefined) return { contentType: 'text/xml', body: identityOf(account) };
    if (operation === 'AssumeRoleWithWebIdentity') return limits.webIdentity?.(body);
    if (service === 'servicequotas') return quotasPage(limits, body);
    if (service === 'ec2') return networkPage(limits.network, operation, body);
    if (service === 'kms') return keysPage(limits.keys, body);
    if (service === 'sqs') return queue.answer(operation, body);
    if (operation === 'SimulatePrincipalPolicy')
      return simulatedFor(limits, body) ?? { contentType: 'text/xml', body: simulatedPolicy(body, limits) };
    return service === 'iam' ? roleAnswer(limits, operation, body) : undefined;
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const asked = askedOf(request, body);
      const call: Call = { ...asked, at: Date.now(), accessKeyId: signedBy(request.headers)[0], status: 0 };
      calls.push(call);
      invalid.push(...refusedByModel(asked, { url: request.url ?? '/', headers: request.headers, body }));
      requests += 1;
      const id = `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`;
      const answer = async () => {
        if (asked.service === 'control')
          return forward(request.method, request.url, request.headers, body, respond);
        const outage = limits.down.get(asked.service);
        if (outage === 'silent') return;
        if (outage === 'refused') {
          request.socket.destroy();
          return;
        }
        const said =
          refusalOf(asked, request.headers, body) ??
          (await ownAnswer(asked, body.toString('utf8'), call.accessKeyId));
        if (said && 'code' in said) {
          const { headers, body: text } = writtenAs(asked, said, id);
          respond(said.status, headers, Buffer.from(text));
        } else if (said) respond(200, { 'content-type': said.contentType }, Buffer.from(said.body));
        else forward(request.method, request.url, request.headers, body, respond);
      };
      const respond = (status: number, headers: IncomingHttpHeaders, text: Buffer) => {
        call.status = status;
        const isSearch = asked.operation === 'Search' && status === 200;
        const said = isSearch
          ? Buffer.from(
              index(text.toString('utf8'), {
                lagMs: limits.searchLagMs,
                asOf: limits.searchAsOf,
                maxHits: limits.maxHits,
                vanished: limits.vanished,
              }),
            )
          : text;
        send(response, status, { ...headers, date: new Date(clock()).toUTCString() }, said, asked.wordless);
      };
      setTimeout(() => void answer(), limits.latencyMs.get(asked.service) ?? 0);
    });
  });

  const forward = (
    method: string | undefined,
    path: string | undefined,
    headers: IncomingHttpHeaders,
    body: Buffer,
    respond: (status: number, headers: IncomingHttpHeaders, text: Buffer) => void,
  ) => {
    const { host, hostname, port } = new URL(upstream);
    const { expect: _, ...kept } = headers;
    const passed = ask({ hostname, port, method, path, headers: { ...kept, host } }, (answered) => {
      const chunks: Buffer[] = [];
      answered.on('data', (chunk: Buffer) => chunks.push(chunk));
      answered.on('end', () => respond(answered.statusCode ?? 502, answered.headers, Buffer.concat(chunks)));
    });
    passed.on('error', () => respond(502, {}, Buffer.from('')));
    passed.end(body);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    limits,
    calls,
    invalid,
    queue,
    counts: () => {
      const counted = new Map<string, number>();
      for (const { action } of calls) counted.set(action, (counted.get(action) ?? 0) + 1);
      return Object.fromEntries(counted);
    },
    end: async () => {
      await new Promise<void>((resolve) => {
        queue.end();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (invalid.length > 0) throw new Error(`AWS would not have taken: ${invalid.join('; ')}`);
    },
  };
};

const send = (
  response: ServerResponse,
  status: number,
  headers: IncomingHttpHeaders,
  body: Buffer,
  wordless: boolean,
) => {
  const { 'transfer-encoding': _, connection: __, 'content-length': length, ...kept } = headers;
  // A HEAD tells the length of what it does not send.
  response.writeHead(status, { ...kept, 'content-length': wordless ? (length ?? 0) : body.length });
  response.end(wordless ? undefined : body);
};

const namesVanished = (body: Buffer, vanished: ReadonlySet<string>): boolean => {
  if (vanished.size === 0) return false;
  const { TrainingJobName: name } = JSON.parse(body.toString('utf8') || '{}') as { TrainingJobName?: string };
  return name !== undefined && vanished.has(name);
};

/** Key and Region of `Credential=AKIA…/20261127/eu-central-2/sagemaker/aws4_request`. */
const signedBy = ({ authorization }: IncomingHttpHeaders): [accessKeyId: string, region: string] => {
  const [, key = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(authorization ?? '') ?? [];
  return [key, region];
};

const identityOf = (account: string): string =>
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  `<Arn>arn:aws:iam::${account}:user/me</Arn><UserId>AIDA</UserId><Account>${account}</Account>` +
  '</GetCallerIdentityResult></GetCallerIdentityResponse>';

/** `20261127T004500Z` */
const signedTime = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
const awsTime = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
