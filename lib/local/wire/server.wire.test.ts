import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { rawRequest, sendRaw } from '../../../testing/local/raw-request';
import { startBackend, type TestBackend } from '../../../testing/local/start-backend';
import { createWireServer, type WireServer } from './server';
import { AwsError } from '../core/aws-error';
import type { RpcService } from './service';

let backend: TestBackend;
const dashboard = 'http://127.0.0.1:3000';

beforeAll(async () => {
  backend = await startBackend({ trustedOrigins: [dashboard] });
});

afterAll(() => backend.end());

const json = (target: string, body = '{}', headers: Record<string, string> = {}) =>
  rawRequest(
    'POST /',
    { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1', ...headers },
    body,
  );

describe('the loopback guard', () => {
  const paths = ['GET /', 'GET /_local/capabilities', 'POST /endpoints/e/invocations', 'PUT /a-bucket/key'];

  it.each(paths)('refuses a foreign Host on %s', async (line) => {
    for (const Host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example:80',
      '10.0.0.1',
      '0.0.0.0',
    ]) {
      expect((await sendRaw(backend.port, rawRequest(line, { Host }))).status).toBe(403);
    }
  });

  it.each(paths)('refuses a foreign Origin on %s, and never answers with CORS headers', async (line) => {
    for (const Origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'http://127.0.0.1@evil.example',
    ]) {
      const reply = await sendRaw(backend.port, rawRequest(line, { Origin }));
      expect(reply.status).toBe(403);
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('lets in the pages of the dashboard alone, and no other port of this machine', async () => {
    for (const [Origin, status] of [
      [dashboard, 200],
      [dashboard.toUpperCase().replace('HTTP', 'http'), 200],
      ['http://127.0.0.1:3001', 403],
      ['http://localhost:8080', 403],
      [`http://127.0.0.1:${backend.port}`, 403],
      ['https://127.0.0.1:3000', 403],
    ] as const) {
      for (const line of ['GET /', 'GET /?Action=GetCallerIdentity&Version=2011-06-15']) {
        expect([Origin, (await sendRaw(backend.port, rawRequest(line, { Origin }))).status]).toEqual([
          Origin,
          status,
        ]);
      }
    }
  });

  const browser = (site: string, mode = 'no-cors', dest = 'image') => ({
    'Sec-Fetch-Site': site,
    'Sec-Fetch-Mode': mode,
    'Sec-Fetch-Dest': dest,
  });

  it.each([
    'GET /?Action=PutMetricData&Version=2010-08-01&Namespace=n&MetricData.member.1.MetricName=m',
    'GET /?%41ction=GetCallerIdentity&Version=2011-06-15',
    'GET /?Version=2011-06-15&Actio%6e=GetCallerIdentity',
    'HEAD /?a=%26&%41%63%74%69%6f%6e=GetCallerIdentity&Version=2011-06-15',
    'POST /?x=1',
    'PUT /a-bucket/key',
    'DELETE /a-bucket',
  ])('refuses %s of a browser, however it came to it', async (line) => {
    const ways = [
      browser('cross-site'),
      browser('same-site'),
      browser('same-origin', 'cors', 'empty'),
      browser('cross-site', 'navigate', 'document'),
      browser('none', 'navigate', 'document'),
      // As of a browser that knows no Sec-Fetch-Site.
      { Referer: 'http://evil.example/page' },
    ];
    for (const way of ways) expect((await sendRaw(backend.port, rawRequest(line, way))).status).toBe(403);
    const simple = { 'Content-Type': 'text/plain', Origin: 'http://evil.example', ...browser('cross-site') };
    expect((await sendRaw(backend.port, rawRequest(line, simple, '{}'))).status).toBe(403);
  });

  it('lets a person open an object by a link, but no page embed one', async () => {
    const line = 'GET /';
    const status = async (way: Record<string, string>) =>
      (await sendRaw(backend.port, rawRequest(line, way))).status;
    expect(await status(browser('cross-site', 'navigate', 'document'))).toBe(200);
    expect(await status(browser('same-site', 'navigate', 'document'))).toBe(200);
    expect(await status(browser('none', 'navigate', 'document'))).toBe(200);
    expect(await status({ Referer: 'http://elsewhere.example/' })).toBe(200);
    for (const dest of ['image', 'script', 'iframe', 'object', 'empty']) {
      expect(await status(browser('cross-site', dest === 'iframe' ? 'navigate' : 'no-cors', dest))).toBe(403);
      expect(await status(browser('same-site', dest === 'iframe' ? 'navigate' : 'no-cors', dest))).toBe(403);
    }
  });

  it('gives an opened object no rights on this server', async () => {
    const { headers } = await sendRaw(backend.port, rawRequest('GET /'));
    expect(headers['content-security-policy']).toMatch(/default-src 'none';.* sandbox$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('answers programs, which send neither Origin nor Sec-Fetch-Site, by every loopback name', async () => {
    const names = ['localhost', `localhost:${backend.port}`, '127.0.0.1:80', '127.9.9.9', '[::1]:9010'];
    for (const Host of [...names, 'a-bucket.localhost:9010']) {
      const line = 'POST /?Action=GetCallerIdentity&Version=2011-06-15';
      expect(
        (await sendRaw(backend.port, rawRequest(line, { Host, 'Sec-Fetch-Mode': 'cors' }))).status,
      ).toBeLessThan(500);
      expect((await sendRaw(backend.port, rawRequest('GET /', { Host }))).status).not.toBe(403);
    }
  });

  it.each<[string, string, Record<string, string>]>([
    ['a byte that is no UTF-8 in the path', 'GET /bucket/%ff', {}],
    ['one in the query', 'GET /bucket?prefix=%ff', {}],
    ['a percent sign alone', 'GET /bucket/100%', {}],
    ['a percent sign alone in the query', 'GET /?Action=%', {}],
    ['TRACE', 'TRACE /', {}],
    ['a method of WebDAV', 'PROPFIND /', {}],
    ['a target that is no path', 'OPTIONS *', {}],
    ['a Host that is no address', 'GET /', { Host: '127.999.999.999' }],
    ['a Host with a port that is none', 'GET /', { Host: '127.0.0.1:99999' }],
    ['a Host with a user', 'GET /', { Host: 'evil@127.0.0.1' }],
    ['two Hosts', 'GET /', { 'X: y\r\nHost': 'localhost' }],
  ])('answers 400 to %s', async (_what, line, headers) => {
    const reply = await sendRaw(backend.port, rawRequest(line, headers));
    expect(reply.status).toBe(400);
  });

  it('takes a proxy’s absolute form for this machine only', async () => {
    const status = async (url: string) => (await sendRaw(backend.port, rawRequest(`GET ${url}`))).status;
    expect(await status(`http://127.0.0.1:${backend.port}/`)).toBe(200);
    expect(await status('http://evil.example/')).toBe(403);
    expect(await status('http://127.999.0.1/')).toBe(400);
  });

  it('ends a CONNECT and an upgrade without hanging', async () => {
    expect((await sendRaw(backend.port, rawRequest('CONNECT evil.example:443'))).status).toBe(400);
    const upgrade = { Connection: 'Upgrade, close', Upgrade: 'websocket' };
    expect((await sendRaw(backend.port, rawRequest('GET /', upgrade))).status).toBe(200);
  });

  it('refuses a request without Host', async () => {
    expect((await sendRaw(backend.port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(403);
  });
});

describe('routing', () => {
  it('names the operation that it does not know, in the shape of the protocol', async () => {
    const known = await sendRaw(backend.port, json('SageMaker.CreateLabelingJob'));
    expect(known.status).toBe(400);
    expect(JSON.parse(known.body)).toMatchObject({ __type: 'UnknownOperationException' });
    expect(known.body).toContain('CreateLabelingJob');
    expect(known.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);

    const unknown = await sendRaw(backend.port, json('DynamoDB_20120810.ListTables'));
    expect(unknown.status).toBe(400);
    expect(unknown.body).toContain('DynamoDB_20120810.ListTables');

    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const query = await sendRaw(
      backend.port,
      rawRequest('POST /', form, 'Action=DecodeAuthorizationMessage&Version=2011-06-15'),
    );
    expect(query.status).toBe(400);
    expect(query.body).toContain('<Code>InvalidAction</Code>');
    expect(query.body).toContain('DecodeAuthorizationMessage');
  });

  it('does not take members of Object for operations', async () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect((await sendRaw(backend.port, json(`SageMaker.${name}`))).body).toContain(
        'UnknownOperationException',
      );
    }
  });

  it('does not hand the REST calls of other services to S3', async () => {
    const Authorization =
      'AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/lambda/aws4_request, Signature=0';
    const reply = await sendRaw(backend.port, rawRequest('GET /2015-03-31/functions', { Authorization }));
    expect(reply.headers['x-amzn-errortype']).toBe('UnknownOperationException');
    expect(reply.body).toContain('lambda');
  });

  it('answers GetCallerIdentity to the SDK and to a plain form', async () => {
    const sts = new STSClient(backend.client);
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: '000000000000',
      Arn: expect.stringMatching(/^arn:aws:iam::000000000000:/),
    });
    sts.destroy();
  });
});

describe('bodies', () => {
  it.each([
    ['cut JSON', '{"a":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', 'hello'],
  ])('of %s are a SerializationException', async (_what, body) => {
    const reply = await sendRaw(backend.port, json('SageMaker.ListTrainingJobs', body));
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ __type: 'SerializationException' });
  });

  it('of more than an operation takes are refused, declared or not', async () => {
    const declared = json('SageMaker.ListTrainingJobs', '', { 'Content-Length': String(11 * 1024 * 1024) });
    expect((await sendRaw(backend.port, declared)).status).toBe(413);
    const size = 11 * 1024 * 1024;
    const head = json('SageMaker.ListTrainingJobs', '', { 'Transfer-Encoding': 'chunked' }).replace(
      'Content-Length: 0\r\n',
      '',
    );
    const chunk = Buffer.concat([
      Buffer.from(`${size.toString(16)}\r\n`),
      Buffer.alloc(size, 32),
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    expect((await sendRaw(backend.port, Buffer.concat([Buffer.from(head), chunk]))).status).toBe(413);
  });

  it('that grow past the limit when decompressed are refused', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const head = json('SageMaker.ListTrainingJobs', '', {
      'Content-Encoding': 'gzip',
      'Content-Length': String(bomb.length),
    });
    expect((await sendRaw(backend.port, Buffer.concat([Buffer.from(head), bomb]))).status).toBe(413);
  });

  it('in gzip are read, and broken gzip is refused', async () => {
    const body = gzipSync('{"MaxResults":1}');
    const send = (bytes: Buffer) => {
      const headers = { 'Content-Encoding': 'gzip', 'Content-Length': String(bytes.length) };
      return sendRaw(
        backend.port,
        Buffer.concat([Buffer.from(json('SageMaker.ListTrainingJobs', '', headers)), bytes]),
      );
    };
    expect((await send(body)).status).toBe(200);
    expect((await send(body.subarray(0, 10))).body).toContain('SerializationException');
  });

  it('with huge headers are refused', async () => {
    const reply = await sendRaw(backend.port, rawRequest('GET /', { 'X-Large': 'x'.repeat(100_000) }));
    expect(reply.status).toBe(431);
  });
});

describe('a server of its own', () => {
  const servers: WireServer[] = [];

  afterEach(async () => {
    vi.restoreAllMocks();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const serve = async (operations: RpcService['operations']): Promise<WireServer> => {
    const service: RpcService = {
      targetPrefix: 'Test',
      jsonVersion: '1.0',
      queryVersion: '2000-01-01',
      signingNames: ['test'],
      operations,
    };
    const server = await createWireServer({
      rpcServices: [service],
      restServices: [],
      host: '127.0.0.1',
      port: 0,
    });
    servers.push(server);
    return server;
  };

  it('writes times as seconds in JSON and as ISO text in Query', async () => {
    const { port } = await serve({ Now: () => ({ At: new Date(1_700_000_000_123) }) });
    expect((await sendRaw(port, json('Test.Now'))).body).toBe('{"At":1700000000.123}');
    const query = await sendRaw(port, rawRequest('GET /?Action=Now&Version=2000-01-01'));
    expect(query.body).toContain('<NowResult><At>2023-11-14T22:13:20.123Z</At></NowResult>');
  });

  it('gives clients in query mode the code they know', async () => {
    const { port } = await serve({
      Fail: () => {
        throw new AwsError('InvalidParameterValueException', 'wrong');
      },
    });
    const reply = await sendRaw(port, json('Test.Fail', '{}', { 'x-amzn-query-mode': 'true' }));
    expect(reply.headers['x-amzn-query-error']).toBe('InvalidParameterValue;Sender');
    expect(JSON.parse(reply.body)).toMatchObject({
      __type: 'InvalidParameterValueException',
      message: 'wrong',
    });
  });

  it('keeps the details of a failure in its log and tells the client the request', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { port } = await serve({
      Fail: () => {
        throw new TypeError('secret detail');
      },
    });
    const reply = await sendRaw(port, json('Test.Fail'));
    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body)).toMatchObject({ __type: 'InternalFailure' });
    expect(reply.body).not.toContain('secret detail');
    const id = reply.headers['x-amzn-requestid'];
    expect(log).toHaveBeenCalledWith(expect.stringMatching(new RegExp(`${id}.*secret detail`, 's')));
  });

  it('closes within seconds though a client keeps its connection and another never ends its body', async () => {
    const server = await serve({ Now: () => ({}) });
    const idle = connect(server.port, '127.0.0.1');
    const stuck = connect(server.port, '127.0.0.1');
    const answered = new Promise((resolve) => idle.once('data', resolve));
    idle.write(json('Test.Now').replace('Connection: close\r\n', ''));
    stuck.write(json('Test.Now', '{', { 'Content-Length': '100' }));
    stuck.on('error', () => undefined);
    await answered;
    const started = Date.now();
    await server.close();
    servers.pop();
    expect(Date.now() - started).toBeLessThan(30_000);
    idle.destroy();
    stuck.destroy();
  });

  it('holds requests until it is ready', async () => {
    let makeReady = (): void => undefined;
    const ready = new Promise<void>((resolve) => (makeReady = resolve));
    let isReady = false;
    const operations = { Ask: () => ({ isReady }) };
    const service = { targetPrefix: 'Test', signingNames: [], operations };
    const server = await createWireServer({
      rpcServices: [service],
      restServices: [],
      host: '127.0.0.1',
      port: 0,
      ready,
    });
    servers.push(server);
    const reply = sendRaw(server.port, json('Test.Ask'));
    await sendRaw(server.port, rawRequest('GET /', { Host: 'evil.example' }));
    isReady = true;
    makeReady();
    expect((await reply).body).toBe('{"isReady":true}');
  });
});
