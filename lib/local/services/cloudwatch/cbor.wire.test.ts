/** Clients that speak Smithy's CBOR protocol: those for Go and Java do so unasked, these here are told to. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBackend, type TestBackend } from '../../../../testing/local/start-backend';

const run = promisify(execFile);

let backend: TestBackend;
let metrics: CloudWatchClient;

beforeAll(async () => {
  backend = await startBackend();
  metrics = new CloudWatchClient({ ...backend.client, protocol: SmithyRpcV2CborProtocol });
});
afterAll(() => backend.end());

const minute = new Date(Math.floor(Date.now() / 60_000 - 5) * 60_000);
const range = {
  StartTime: new Date(minute.getTime() - 60_000),
  EndTime: new Date(minute.getTime() + 60_000),
};
const metric = { Namespace: 'Cbor', MetricName: 'loss:é', Dimensions: [{ Name: 'Host', Value: 'a' }] };
const { Namespace, ...named } = metric;

it('puts, reads and lists metrics, with times and fractions as they were', async () => {
  const values = { Values: [0.1, -2.5e-7], Counts: [1, 3], Timestamp: minute };
  await metrics.send(new PutMetricDataCommand({ Namespace, MetricData: [{ ...named, ...values }] }));
  const listed = await metrics.send(new ListMetricsCommand({ Namespace }));
  expect(listed.Metrics).toEqual([metric]);
  const { Datapoints } = await metrics.send(
    new GetMetricStatisticsCommand({
      ...metric,
      ...range,
      Period: 60,
      Statistics: ['SampleCount', 'Minimum', 'Maximum'],
    }),
  );
  expect(Datapoints).toEqual([
    { Timestamp: minute, SampleCount: 4, Minimum: -2.5e-7, Maximum: 0.1, Unit: 'None' },
  ]);
  const query = { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Maximum' } };
  const data = await metrics.send(new GetMetricDataCommand({ ...range, MetricDataQueries: [query] }));
  expect(data.MetricDataResults?.[0]).toMatchObject({ Timestamps: [minute], Values: [0.1] });
});

it('names errors as the model does, and those of operations that are not there', async () => {
  const put = (Value: number) =>
    metrics.send(new PutMetricDataCommand({ Namespace, MetricData: [{ ...named, Value }] }));
  await expect(put(NaN)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    $metadata: { httpStatusCode: 400 },
    message: expect.stringContaining('NaN') as string,
  });
  const unknown = await fetch(`${backend.url}/service/GraniteServiceVersion20100801/operation/toString`, {
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', accept: 'application/cbor' },
  });
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([400, 'application/cbor']);
  expect(await unknown.text()).toContain('UnknownOperationException');
});

it('is spoken by Logs too, though its clients choose JSON today', async () => {
  const logs = new CloudWatchLogsClient({ ...backend.client, protocol: SmithyRpcV2CborProtocol });
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'cbor' }));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['cbor']);
});

it('leaves a bucket named service to S3', async () => {
  const at = `${backend.url}/service/GraniteServiceVersion20100801/operation/PutMetricData`;
  const answer = await fetch(at, { method: 'PUT', body: 'x' });
  expect(await answer.text()).toContain('NoSuchBucket');
});

const python = `
import botocore.model, botocore.utils, sys
botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = ('smithy-rpc-v2-cbor',)
import boto3, datetime
from botocore.exceptions import ClientError
c = boto3.client('cloudwatch', endpoint_url=sys.argv[1], region_name='us-east-1', aws_access_key_id='local', aws_secret_access_key='local')
assert c.meta.service_model.resolved_protocol == 'smithy-rpc-v2-cbor'
now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
c.put_metric_data(Namespace='Boto', MetricData=[{'MetricName': 'm', 'Value': 0.1, 'Timestamp': now}] + [{'MetricName': f'n{i}', 'Values': [i / 7] * 150, 'Timestamp': now} for i in range(20)])
found = c.get_metric_statistics(Namespace='Boto', MetricName='m', StartTime=now - datetime.timedelta(minutes=1), EndTime=now + datetime.timedelta(minutes=1), Period=60, Statistics=['Sum'])['Datapoints']
assert found[0]['Sum'] == 0.1 and found[0]['Timestamp'] == now, found
assert len(c.list_metrics(Namespace='Boto')['Metrics']) == 21
try:
    c.put_metric_data(Namespace='AWS/x', MetricData=[{'MetricName': 'm', 'Value': 1}])
except ClientError as error:
    print(error.response['Error']['Code'])
`;
const hasCborBoto3 = await run('python3', [
  '-c',
  'import boto3, botocore.model; botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS; assert boto3.client("cloudwatch", region_name="us-east-1").meta.service_model.protocols[0] == "smithy-rpc-v2-cbor"',
]).then(
  () => true,
  () => false,
);

it.skipIf(!hasCborBoto3)(
  'serves boto3 that is told to speak it',
  async () => {
    const { stdout } = await run('python3', ['-c', python, backend.url]);
    expect(stdout.trim()).toBe('InvalidParameterValue');
  },
  60_000,
);
