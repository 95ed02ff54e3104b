/** Every request that the dashboard can make is held against AWS's own model, in the form that it has on the wire. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkRequest, checkWireRequest, isModelled } from './check-request';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the test account calls the service of a client. */
const serviceOfClient = new Map([
  ['cloudwatch', 'cloudwatch'],
  ['cloudwatch-logs', 'logs'],
  ['ec2', 'ec2'],
  ['iam', 'iam'],
  ['kms', 'kms'],
  ['pricing', 'pricing'],
  ['s3', 's3'],
  ['sagemaker', 'sagemaker'],
  ['sagemaker-runtime', 'runtime'],
  ['service-quotas', 'servicequotas'],
  ['sqs', 'sqs'],
  ['sts', 'sts'],
]);

/** `[client, operation]` of each command that the source imports or loads. */
const operationsIn = (source: string): [client: string, operation: string][] =>
  [
    ...source.matchAll(/^import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/gm),
    ...source.matchAll(/const \{([^}]*)\} = await import\(\s*'@aws-sdk\/client-([\w-]+)'\s*\)/g),
  ].flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(([, paged, sent]): [string, string] => [
      client,
      paged ?? sent ?? '',
    ]),
  );

const sources = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ts$/.test(name) && !name.includes('.test.') && !/^local[\\/]/.test(name))
  .map((name) => readFileSync(path.join(root, 'lib', name), 'utf8'));

it('has the model of each operation that the code sends', () => {
  const operations = sources.flatMap(operationsIn);
  // Loaded once they are wanted, too.
  for (const known of ['Search', 'ListAliases', 'DescribeSubnets', 'ReceiveMessage'])
    expect(operations.map(([, operation]) => operation)).toContain(known);
  const unmodelled = operations.filter(
    ([client, operation]) => !isModelled(serviceOfClient.get(client) ?? '', operation),
  );
  expect(unmodelled).toEqual([]);
});

it('knows every client of the SDK that there is', () => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const clients = Object.keys({ ...dependencies, ...devDependencies }).flatMap(
    (name) => /^@aws-sdk\/client-(.+)$/.exec(name)?.[1] ?? [],
  );
  expect(clients.filter((client) => !serviceOfClient.has(client))).toEqual([]);
});

const form = (fields: Record<string, string>, version: string) => ({
  url: '/',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(String(new URLSearchParams({ Version: version, ...fields }))),
});
const rest = (url: string, headers: Record<string, string> = {}, body = '') => ({
  url,
  headers,
  body: Buffer.from(body),
});

describe('a request on the wire', () => {
  const simulated = (fields: Record<string, string>) =>
    checkWireRequest(
      'iam',
      'SimulatePrincipalPolicy',
      form({ Action: 'SimulatePrincipalPolicy', ...fields }, '2010-05-08'),
    );
  const source = { PolicySourceArn: 'arn:aws:iam::111122223333:role/Training' };

  it('is read from the query protocol, lists of structures included', () => {
    const action = { 'ActionNames.member.1': 's3:GetObject', 'ActionNames.member.2': 's3:PutObject' };
    expect(simulated({ ...source, ...action, MaxItems: '100' })).toEqual([]);
    const context = { 'ContextEntries.member.1.ContextKeyType': 'strings' };
    expect(simulated({ ...source, ...action, ...context })).toEqual([
      expect.stringMatching(/ContextEntries\[0\]\.ContextKeyType: "strings" is none of its values/),
    ]);
    expect(simulated({ ...source, ...action, MaxItems: '1001' })).toEqual([
      'SimulatePrincipalPolicy.MaxItems: 1001 , of 1 to 1000',
    ]);
    expect(simulated(source)).toEqual(['SimulatePrincipalPolicy.ActionNames: missing']);
    expect(simulated({ ...source, 'ActionNames.1': 'a:b', Actions: 'x' })).toEqual([
      'SimulatePrincipalPolicy: no member is called ActionNames.1 on the wire',
      'SimulatePrincipalPolicy: no member is called Actions on the wire',
    ]);
  });

  it('is read from EC2’s, whose names and lists are its own', () => {
    const subnets = (fields: Record<string, string>) =>
      checkWireRequest(
        'ec2',
        'DescribeSubnets',
        form({ Action: 'DescribeSubnets', ...fields }, '2016-11-15'),
      );
    const filter = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'vpc-1', 'SubnetId.1': 'subnet-1' };
    expect(subnets({ ...filter, MaxResults: '1000' })).toEqual([]);
    expect(subnets({ MaxResults: '4' })).toEqual(['DescribeSubnets.MaxResults: 4 , of 5 to 1000']);
    expect(subnets({ 'Filters.1.Name': 'vpc-id' })).toEqual([expect.stringContaining('Filters.1.Name')]);
  });

  it('is read from REST: path, query, headers and XML', () => {
    const listed = (query: string) =>
      checkWireRequest('s3', 'ListObjectsV2', rest(`/bucket-1?list-type=2${query}`));
    expect(listed('&max-keys=1&prefix=a%2Fb&x-id=ListObjectsV2')).toEqual([]);
    expect(listed('&max-keys=many')).toEqual(['ListObjectsV2.MaxKeys: no whole number']);
    expect(listed('&marker=a')).toEqual(['ListObjectsV2: no member is called marker on the wire']);
    const put = (headers: Record<string, string>) =>
      checkWireRequest('s3', 'PutObject', rest('/bucket-1/a/b', headers, 'bytes'));
    expect(put({ 'x-amz-meta-own': 'x', 'content-type': 'text/csv', 'x-amz-date': 'now' })).toEqual([]);
    expect(put({ 'x-amz-storage-class': 'CHEAP', 'x-amz-own': 'x' })).toEqual([
      'PutObject: no member is called x-amz-own on the wire',
      'PutObject.StorageClass: "CHEAP" is none of its values',
    ]);
    const completed = (part: string) =>
      checkWireRequest(
        's3',
        'CompleteMultipartUpload',
        rest(
          '/bucket-1/a?uploadId=u',
          {},
          `<?xml version="1.0"?><CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part>${part}</Part></CompleteMultipartUpload>`,
        ),
      );
    expect(completed('<ETag>"a"</ETag><PartNumber>1</PartNumber>')).toEqual([]);
    expect(completed('<PartNumber>one</PartNumber><Own>1</Own>')).toEqual([
      'CompleteMultipartUpload.MultipartUpload.Parts[0].PartNumber: no whole number',
      'CompleteMultipartUpload.MultipartUpload.Parts[0].Own: no such member',
    ]);
    expect(
      checkWireRequest('runtime', 'InvokeEndpoint', rest('/endpoints/-a/invocations', {}, '{}')),
    ).toEqual(['InvokeEndpoint.EndpointName: "-a" does not match']);
  });

  it('is read as JSON from the others', () => {
    const body = (value: object) =>
      rest('/', { 'content-type': 'application/x-amz-json-1.1' }, JSON.stringify(value));
    expect(checkWireRequest('kms', 'ListAliases', body({ Limit: 100 }))).toEqual([]);
    expect(checkWireRequest('kms', 'ListAliases', body({ Limit: 1001 }))).toEqual([
      'ListAliases.Limit: 1001 , of 1 to 1000',
    ]);
    expect(checkRequest('ReceiveMessage', { QueueUrl: 'u', WaitTimeSeconds: '20' }, 'sqs')).toEqual([
      'ReceiveMessage.WaitTimeSeconds: no whole number',
    ]);
  });
});
