import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  paginateListMetrics,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock';
import { openDatabase, type Sqlite } from '../../store/database';
import { createMetricStore } from '../../store/sqlite-metric-store';
import { createWireServer, type WireServer } from '../../wire/server';
import { createCloudWatchService } from './cloudwatch-service';

const run = promisify(execFile);
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const works = (program: string, ...args: string[]) =>
  run(program, args, { env: environment }).then(
    () => true,
    () => false,
  );
const hasBoto3 = await works('python3', '-c', 'import boto3');
const hasCli = await works('aws', '--version');

/** A whole minute a few minutes ago: every client must come back with exactly this time. */
const minute = new Date(Math.floor(Date.now() / 60_000 - 5) * 60_000);
const before = new Date(minute.getTime() - 600_000);
const after = new Date(minute.getTime() + 120_000);

let database: Sqlite;
let server: WireServer;
let client: CloudWatchClient;

beforeAll(async () => {
  database = openDatabase(':memory:');
  const service = createCloudWatchService({ metrics: createMetricStore(database), clock: systemClock });
  server = await createWireServer({
    rpcServices: [service],
    restServices: [],
    host: '127.0.0.1',
    port: 0,
  });
  client = new CloudWatchClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await server.close();
  database.close();
});

const putLoss = (namespace: string, ...values: number[]) =>
  client.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: values.map((value) => ({
        MetricName: 'loss',
        Dimensions: [{ Name: 'TrainingJobName', Value: 'job-1' }],
        Timestamp: new Date(minute.getTime() + 10_000),
        Value: value,
      })),
    }),
  );
const metric = (namespace: string) => ({
  Namespace: namespace,
  MetricName: 'loss',
  Dimensions: [{ Name: 'TrainingJobName', Value: 'job-1' }],
});

describe('CloudWatch over the SDK for JavaScript (JSON 1.0)', () => {
  it('gives back what was put', async () => {
    await putLoss('Js', 1, 2, 6);
    const data = await client.send(
      new GetMetricDataCommand({
        StartTime: before,
        EndTime: after,
        MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: metric('Js'), Period: 60, Stat: 'Average' } }],
      }),
    );
    expect(data.MetricDataResults).toEqual([
      { Id: 'a', Label: 'loss', Timestamps: [minute], Values: [3], StatusCode: 'Complete' },
    ]);
    const statistics = await client.send(
      new GetMetricStatisticsCommand({
        ...metric('Js'),
        StartTime: before,
        EndTime: after,
        Period: 60,
        Statistics: ['Maximum'],
        ExtendedStatistics: ['p50'],
      }),
    );
    expect(statistics.Datapoints).toEqual([
      { Timestamp: minute, Maximum: 6, ExtendedStatistics: { p50: 2 }, Unit: 'None' },
    ]);
    const { Metrics } = await client.send(
      new ListMetricsCommand({ Namespace: 'Js', RecentlyActive: 'PT3H' }),
    );
    expect(Metrics).toEqual([metric('Js')]);
  });

  it('takes a batch so large that the client compresses it, and pages the list of it', async () => {
    const MetricData = Array.from({ length: 700 }, (_, index) => ({
      MetricName: `metric-with-a-long-name-${index}`,
      Dimensions: [{ Name: 'Host', Value: 'job-1/algo-1' }],
      Value: index,
    }));
    let encoding: string | undefined;
    const spying = new CloudWatchClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    spying.middlewareStack.add(
      (next) => (args) => {
        encoding = (args.request as { headers: Record<string, string> }).headers['content-encoding'];
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await spying.send(new PutMetricDataCommand({ Namespace: 'Large', MetricData }));
    spying.destroy();
    expect(encoding).toBe('gzip');
    const names = new Set<string | undefined>();
    let pages = 0;
    for await (const page of paginateListMetrics({ client }, { Namespace: 'Large' })) {
      page.Metrics?.forEach(({ MetricName }) => names.add(MetricName));
      pages += 1;
    }
    expect([names.size, pages]).toEqual([700, 2]);
  });

  it('gives errors the SDK knows by name', async () => {
    const statistics = new GetMetricStatisticsCommand({
      ...metric('Js'),
      StartTime: after,
      EndTime: before,
      Period: 60,
      Statistics: ['Sum'],
    });
    await expect(client.send(statistics)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The parameter StartTime must be less than the parameter EndTime.',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(client.send(new ListMetricsCommand({ NextToken: 'bogus' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});

describe('CloudWatch over Query, as older clients speak it', () => {
  const parser = new XMLParser({ isArray: (name) => name === 'member', parseTagValue: false });
  const query = async (parameters: Record<string, string>) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams({ Version: '2010-08-01', ...parameters }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: parser.parse(await response.text()) as Record<string, Record<string, never>>,
    };
  };
  const dimension = { 'Dimensions.member.1.Name': 'TrainingJobName', 'Dimensions.member.1.Value': 'job-1' };

  it('puts and reads', async () => {
    const put = await query({
      Action: 'PutMetricData',
      Namespace: 'Query',
      'MetricData.member.1.MetricName': 'loss',
      'MetricData.member.1.Dimensions.member.1.Name': 'TrainingJobName',
      'MetricData.member.1.Dimensions.member.1.Value': 'job-1',
      'MetricData.member.1.Timestamp': minute.toISOString().replace('.000', ''),
      'MetricData.member.1.Values.member.1': '0.5',
      'MetricData.member.1.Values.member.2': '1.5',
      'MetricData.member.1.Counts.member.1': '3',
      'MetricData.member.1.Counts.member.2': '1',
    });
    expect(put).toMatchObject({ status: 200, type: 'text/xml' });
    expect(put.body.PutMetricDataResponse!.ResponseMetadata).toHaveProperty('RequestId');

    const range = { StartTime: before.toISOString(), EndTime: after.toISOString() };
    const statistics = await query({
      Action: 'GetMetricStatistics',
      Namespace: 'Query',
      MetricName: 'loss',
      Period: '60',
      ...range,
      ...dimension,
      'Statistics.member.1': 'Average',
    });
    expect(statistics.body.GetMetricStatisticsResponse!.GetMetricStatisticsResult).toEqual({
      Label: 'loss',
      Datapoints: { member: [{ Timestamp: minute.toISOString(), Average: '0.75', Unit: 'None' }] },
    });

    const data = await query({
      Action: 'GetMetricData',
      ...range,
      'MetricDataQueries.member.1.Id': 'q1',
      'MetricDataQueries.member.1.ReturnData': 'true',
      'MetricDataQueries.member.1.MetricStat.Stat': 'SampleCount',
      'MetricDataQueries.member.1.MetricStat.Period': '60',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'Query',
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'loss',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'TrainingJobName',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'job-1',
    });
    expect(data.body.GetMetricDataResponse!.GetMetricDataResult).toMatchObject({
      MetricDataResults: { member: [{ Id: 'q1', Values: { member: ['4'] }, StatusCode: 'Complete' }] },
    });

    const listed = await query({ Action: 'ListMetrics', Namespace: 'Query' });
    expect(listed.body.ListMetricsResponse!.ListMetricsResult).toMatchObject({
      Metrics: { member: [{ MetricName: 'loss', Dimensions: { member: [{ Value: 'job-1' }] } }] },
    });
  });

  it('writes errors in its own shape and under its own codes', async () => {
    const missing = await query({ Action: 'GetMetricStatistics', Namespace: 'Query' });
    expect(missing.status).toBe(400);
    expect(missing.body.ErrorResponse!.Error).toEqual({
      Type: 'Sender',
      Code: 'MissingParameter',
      Message: 'The parameter MetricName is required.',
    });
    const unknown = await query({ Action: 'PutDashboard' });
    expect(unknown.body.ErrorResponse!.Error).toMatchObject({
      Message: expect.stringContaining('PutDashboard') as string,
    });
  });
});

describe.skipIf(!hasBoto3)('CloudWatch over boto3', () => {
  it('puts, reads and names errors by their Query codes', async () => {
    const script = `
import boto3, json, sys, datetime
from botocore.exceptions import ClientError
cw = boto3.client('cloudwatch', endpoint_url=sys.argv[1])
at = datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc)
cw.put_metric_data(Namespace='Boto', MetricData=[{'MetricName': 'loss', 'Timestamp': at, 'Value': v} for v in (1, 5)])
span = dict(StartTime=at - datetime.timedelta(minutes=10), EndTime=at + datetime.timedelta(minutes=1))
data = cw.get_metric_data(MetricDataQueries=[{'Id': 'a', 'MetricStat': {'Metric': {'Namespace': 'Boto', 'MetricName': 'loss'}, 'Period': 60, 'Stat': 'Sum'}}], **span)['MetricDataResults'][0]
codes = []
for call in (lambda: cw.get_metric_statistics(Namespace='Boto', MetricName='loss', Period=60, StartTime=span['EndTime'], EndTime=span['StartTime'], Statistics=['Sum']),
             lambda: cw.list_metrics(NextToken='bogus')):
  try: call()
  except ClientError as e: codes.append(e.response['Error']['Code'])
print(json.dumps({'values': data['Values'], 'time': data['Timestamps'][0].timestamp(), 'codes': codes}))
`;
    const { stdout } = await run('python3', ['-c', script, server.url, String(minute.getTime() / 1000)], {
      env: environment,
    });
    expect(JSON.parse(stdout)).toEqual({
      values: [6],
      time: minute.getTime() / 1000,
      codes: ['InvalidParameterValue', 'InvalidParameterValue'],
    });
  });
});

describe.skipIf(!hasCli)('CloudWatch over the AWS CLI', () => {
  it('lists what was put', async () => {
    await putLoss('Cli', 4);
    const args = [
      'cloudwatch',
      'list-metrics',
      '--namespace',
      'Cli',
      '--output',
      'json',
      '--endpoint-url',
      server.url,
    ];
    const { stdout } = await run('aws', args, { env: environment });
    expect(JSON.parse(stdout)).toEqual({ Metrics: [metric('Cli')] });
  });
});
