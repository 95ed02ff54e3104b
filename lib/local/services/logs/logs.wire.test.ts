import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock';
import { openDatabase, type Sqlite } from '../../store/database';
import { type LogStore } from '../../store/log-store';
import { createLogStore } from '../../store/sqlite-log-store';
import { createWireServer, type WireServer } from '../../wire/server';
import { createLogsService } from './logs-service';

const run = promisify(execFile);
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

const logGroupName = '/aws/sagemaker/TrainingJobs';
const startedAt = Date.UTC(2026, 10, 23, 10);
let database: Sqlite;
let store: LogStore;
let server: WireServer;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  database = openDatabase(':memory:');
  const logs = createLogStore(database, systemClock);
  store = logs;
  server = await createWireServer({
    rpcServices: [createLogsService({ logs, clock: systemClock })],
    restServices: [],
    host: '127.0.0.1',
    port: 0,
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new CloudWatchLogsClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
  database.close();
});

const write = (stream: string, from: number, count: number, text = 'Epoch') =>
  store.append(
    logGroupName,
    stream,
    Array.from({ length: count }, (_, index) => ({
      timestamp: startedAt + from + index,
      message: `${text} ${from + index} – é "quoted"`,
    })),
  );

describe('CloudWatch Logs over the SDK for JavaScript', () => {
  it('follows a stream that grows: every line once and in order', async () => {
    const logStreamName = 'follow/algo-1-1764000000';
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    const drain = async () => {
      for (;;) {
        const page = await client.send(
          new GetLogEventsCommand({
            logGroupName,
            logStreamName,
            startFromHead: true,
            nextToken,
            limit: 100,
          }),
        );
        seen.push(...(page.events ?? []).map(({ message }) => message));
        if (page.nextForwardToken === nextToken) return;
        nextToken = page.nextForwardToken;
      }
    };
    write(logStreamName, 0, 250);
    await drain();
    expect(seen).toHaveLength(250);
    write(logStreamName, 250, 5);
    await drain();
    expect(seen).toEqual(Array.from({ length: 255 }, (_, index) => `Epoch ${index} – é "quoted"`));
  });

  it('describes streams with times in milliseconds', async () => {
    write('times/algo-1', 7, 2);
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'times/' }),
    );
    expect(logStreams).toMatchObject([
      {
        logStreamName: 'times/algo-1',
        firstEventTimestamp: startedAt + 7,
        lastEventTimestamp: startedAt + 8,
      },
    ]);
  });

  it('filters over the attempts of a job with the SDK’s own paginator', async () => {
    write('filter/algo-1-1', 0, 120, 'ERROR first');
    write('filter/algo-1-1', 120, 120, 'fine');
    write('filter/algo-1-2', 60, 120, 'ERROR second');
    const times: (number | undefined)[] = [];
    const pages = paginateFilterLogEvents(
      { client },
      { logGroupName, logStreamNamePrefix: 'filter/', filterPattern: 'ERROR', limit: 50 },
    );
    for await (const page of pages) times.push(...(page.events ?? []).map(({ timestamp }) => timestamp));
    expect(times).toHaveLength(240);
    expect(times).toEqual(times.toSorted((a, b) => a! - b!));
  });

  it('gives errors the SDK knows by name', async () => {
    const unknown = new GetLogEventsCommand({ logGroupName, logStreamName: 'nothing-here' });
    await expect(client.send(unknown)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    write('a', 0, 1);
    const json = new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.a = 1 }' });
    await expect(client.send(json)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(client.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
  });
});

describe.skipIf(!hasBoto3)('CloudWatch Logs over boto3', () => {
  it('reads backward and forward', async () => {
    write('boto/algo-1', 0, 3);
    const script = `
import boto3, json, sys
logs = boto3.client('logs', endpoint_url=sys.argv[1])
args = dict(logGroupName=sys.argv[2], logStreamName='boto/algo-1')
newest = logs.get_log_events(limit=1, **args)
rest = logs.get_log_events(nextToken=newest['nextBackwardToken'], **args)
try: logs.describe_log_streams(logGroupName='/none')
except logs.exceptions.ResourceNotFoundException as e: error = e.response['Error']['Message']
print(json.dumps([[e['message'] for e in newest['events']], [e['message'] for e in rest['events']], error]))
`;
    const { stdout } = await run('python3', ['-c', script, server.url, logGroupName], { env: environment });
    const line = (index: number) => `Epoch ${index} – é "quoted"`;
    expect(JSON.parse(stdout)).toEqual([
      [line(2)],
      [line(0), line(1)],
      'The specified log group does not exist.',
    ]);
  });
});

describe.skipIf(!hasCli)('CloudWatch Logs over the AWS CLI', () => {
  it('filters', async () => {
    write('cli/algo-1', 0, 2);
    const args = [
      'logs',
      'filter-log-events',
      '--log-group-name',
      logGroupName,
      '--log-stream-name-prefix',
      'cli/',
    ];
    const { stdout } = await run('aws', [...args, '--output', 'json', '--endpoint-url', server.url], {
      env: environment,
    });
    const { events } = JSON.parse(stdout) as { events: { timestamp: number }[] };
    expect(events.map(({ timestamp }) => timestamp)).toEqual([startedAt, startedAt + 1]);
  });
});
