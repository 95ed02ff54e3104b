import { request } from 'node:http';
import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const create = (input: CreateBucketCommandInput) => room.s3.send(new CreateBucketCommand(input));

describe('buckets', () => {
  it('have the Region they were created with, also after a restart', async () => {
    await create({ Bucket: 'in-ireland', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
    await create({ Bucket: 'in-the-eu', CreateBucketConfiguration: { LocationConstraint: 'EU' } });
    await create({ Bucket: 'at-home', CreateBucketConfiguration: {} });
    const headOf = async (name: string) =>
      (await room.s3.send(new HeadBucketCommand({ Bucket: name }))).BucketRegion;
    expect(await Promise.all(['in-ireland', 'in-the-eu', 'at-home'].map(headOf))).toEqual([
      'eu-west-1',
      'eu-west-1',
      'us-east-1',
    ]);
    const { LocationConstraint } = await room.s3.send(new GetBucketLocationCommand({ Bucket: 'in-ireland' }));
    expect(LocationConstraint).toBe('eu-west-1');
    const again = create({
      Bucket: 'in-ireland',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    expect((await failureOf(again)).status).toBe(409);
  });

  it.each(['us-east-1', 'nowhere', '<x>'])('are not created in %s', async (place) => {
    const call = create({
      Bucket: 'misplaced',
      CreateBucketConfiguration: { LocationConstraint: place as 'EU' },
    });
    expect((await failureOf(call)).name).toBe('InvalidLocationConstraint');
  });

  it.each([
    [{ Location: { Type: 'AvailabilityZone', Name: 'use1-az4' } }],
    [{ Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' } }],
  ] as const)(
    'of kinds that do not exist here are refused by name: %o',
    async (CreateBucketConfiguration) => {
      const call = create({ Bucket: 'of-a-kind', CreateBucketConfiguration } as CreateBucketCommandInput);
      expect(await failureOf(call)).toEqual({ name: 'NotImplemented', status: 501 });
      expect((await failureOf(room.s3.send(new HeadBucketCommand({ Bucket: 'of-a-kind' })))).status).toBe(
        404,
      );
    },
  );

  it('are listed by prefix, Region and page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await create({ Bucket: name });
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await room.s3.send(
        new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2, ContinuationToken }),
      );
      seen.push(...(page.Buckets ?? []).map(({ Name }) => Name));
      expect(page.Buckets?.[0]?.BucketRegion).toBe('us-east-1');
      ContinuationToken = page.ContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(['page-1', 'page-2', 'page-3']);
    const { Buckets = [] } = await room.s3.send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' }));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['in-ireland', 'in-the-eu']);
  });

  it('that belong to somebody else, as the client believes, are not touched', async () => {
    const call = room.s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '123456789012' }));
    expect((await failureOf(call)).status).toBe(403);
    await room.s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '000000000000' }));
  });

  it('have no versions, and list each object as its version null', async () => {
    for (const key of ['versions/a/1', 'versions/a/2', 'versions/b']) await room.put(key, key);
    expect((await room.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const first = await room.s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'versions/', Delimiter: '/', MaxKeys: 1 }),
    );
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'versions/a/' });
    const { Versions = [], IsTruncated } = await room.s3.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix: 'versions/',
        Delimiter: '/',
        KeyMarker: first.NextKeyMarker,
      }),
    );
    expect(Versions.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
      ['versions/b', 'null', true],
    ]);
    expect(IsTruncated).toBe(false);
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Deleted } = await room.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toHaveLength(1);
  });

  it('go on after a common prefix that a client takes for the marker', async () => {
    for (const key of ['marked/a/1', 'marked/a/2', 'marked/b']) await room.put(key, key);
    const after = await room.s3.send(
      new ListObjectsCommand({ Bucket, Prefix: 'marked/', Delimiter: '/', Marker: 'marked/a/' }),
    );
    expect([after.CommonPrefixes, after.Contents?.map(({ Key }) => Key)]).toEqual([undefined, ['marked/b']]);
  });
});

const send = (
  method: string,
  host: string,
  path: string,
  body = '',
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { host, 'content-length': Buffer.byteLength(body) };
    const call = request({ host: '127.0.0.1', port: room.backend.port, method, path, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });

describe('buckets as host names', () => {
  it.each([
    'a-bucket.localhost',
    'a-bucket.s3.localhost',
    'a-bucket.s3.us-east-1.localhost',
    'A-Bucket.LocalHost',
  ])('are read and written by %s', async (name) => {
    const host = `${name}:${room.backend.port}`;
    expect((await send('PUT', host, '/hosted/a%20b', 'by host')).status).toBe(200);
    expect((await room.get('hosted/a b')).toString()).toBe('by host');
    expect((await send('GET', host, '/?list-type=2&prefix=hosted/')).body).toContain('<Key>hosted/a b</Key>');
    expect((await send('DELETE', host, '/hosted/a%20b')).status).toBe(204);
  });

  it('keep keys that look like paths of other services', async () => {
    const host = 'a-bucket.localhost';
    for (const path of ['/endpoints/x/invocations', '/_local/faults', '//x', '/../x', '/a-bucket/x']) {
      expect([path, (await send('PUT', host, path, path)).status]).toEqual([path, 200]);
      expect((await send('GET', host, path)).body).toBe(path);
    }
    expect((await room.get('endpoints/x/invocations')).toString()).toBe('/endpoints/x/invocations');
  });

  it('may have dots, and the service itself none', async () => {
    await create({ Bucket: 'with.dots.too' });
    expect((await send('PUT', 'with.dots.too.localhost', '/x', 'x')).status).toBe(200);
    expect((await send('GET', 's3.localhost', '/')).body).toContain('<Name>with.dots.too</Name>');
    expect((await send('GET', 's3.localhost', '/with.dots.too/x')).body).toBe('x');
  });

  it.each(['a-bucket.localhost.example.com', 'a-bucket.notlocalhost', 'a-bucket.127.0.0.1', 'localhost.'])(
    'below another name are refused: %s',
    async (host) => {
      expect([400, 403]).toContain((await send('GET', host, '/x')).status);
    },
  );
});
