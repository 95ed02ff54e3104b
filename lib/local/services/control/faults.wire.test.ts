import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTrainingJobsCommand, SageMakerClient, SearchCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type TestBackend } from '../../../../testing/local/start-backend';

let backend: TestBackend;
let sagemaker: SageMakerClient;
beforeAll(async () => {
  backend = await startBackend();
  sagemaker = new SageMakerClient(backend.client);
});
afterEach(async () => {
  await control('DELETE');
});
afterAll(async () => {
  sagemaker.destroy();
  await backend.end();
});

const control = async (method: string, faults?: unknown) => {
  const response = await fetch(`${backend.url}/_local/faults`, {
    method,
    ...(faults === undefined ? {} : { body: JSON.stringify(faults) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

const search = (client = sagemaker) => client.send(new SearchCommand({ Resource: 'TrainingJob' }));

const errorOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
  return { name, message, status: $metadata.httpStatusCode };
};

const throttled = { name: 'ThrottlingException', message: 'Rate exceeded', status: 400 };

describe('faults of the local backend', () => {
  it('throttle a client that does not try again, and are over when they are used up', async () => {
    const fault = { service: 'sagemaker', operation: 'Search', code: 'ThrottlingException', count: 2 };
    expect(await control('PUT', [fault])).toEqual({ status: 200, body: [{ ...fault, struck: 0 }] });
    expect(await errorOf(search())).toEqual(throttled);
    expect(await errorOf(search())).toEqual(throttled);
    expect((await search()).TotalHits).toEqual({ Value: 0, Relation: 'EqualTo' });
    expect(await control('GET')).toEqual({ status: 200, body: [{ ...fault, struck: 2 }] });
  });

  it("are throttling to the SDK's own retries", async () => {
    await control('PUT', [{ operation: 'Search', code: 'ThrottlingException', count: 1 }]);
    const patient = new SageMakerClient({ ...backend.client, maxAttempts: 3 });
    expect((await search(patient)).$metadata.attempts).toBe(2);
    patient.destroy();
  });

  it('strike every second call where they are told to, and no other operation', async () => {
    await control('PUT', [{ operation: 'Search', code: 'ThrottlingException', every: 2 }]);
    for (let round = 0; round < 2; round += 1) {
      await search();
      await sagemaker.send(new ListTrainingJobsCommand({}));
      expect(await errorOf(search())).toEqual(throttled);
    }
  });

  it.each<[string, string, string, (backend: TestBackend) => Promise<unknown>]>([
    ['JSON 1.1', 'logs', 'DescribeLogGroups', logs],
    ['JSON 1.0 with the headers of Query', 'monitoring', 'ListMetrics', metrics],
    ['Query', 'sts', 'GetCallerIdentity', identity],
  ])("are errors in the operation's own protocol: %s", async (_protocol, service, operation, call) => {
    await control('PUT', [{ service, operation, code: 'ThrottlingException' }]);
    expect(await errorOf(call(backend))).toEqual(throttled);
    await control('PUT', [{ service, operation, code: 'InternalFailure', message: 'as told' }]);
    expect(await errorOf(call(backend))).toEqual({
      name: 'InternalFailure',
      message: 'as told',
      status: 500,
    });
  });

  it('may only be late: the real answer comes after the delay', async () => {
    await control('PUT', [{ operation: 'Search', delayMs: 1 }]);
    expect((await search()).Results).toEqual([]);
  });

  it('make one call wait and none beside it', async () => {
    await control('PUT', [{ operation: 'Search', delayMs: 600_000 }]);
    const client = new AbortController();
    const waiting = sagemaker.send(new SearchCommand({ Resource: 'TrainingJob' }), {
      abortSignal: client.signal,
    });
    const ended = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(async () => (await control('GET')).body).toMatchObject([{ struck: 1 }]);
    await sagemaker.send(new ListTrainingJobsCommand({}));
    client.abort();
    await ended;
  });

  it('are gone when the backend starts again, and when they are deleted', async () => {
    await control('PUT', [{ operation: 'Search', code: 'ThrottlingException' }]);
    expect(await control('DELETE')).toEqual({ status: 200, body: [] });
    await search();
    await control('PUT', [{ operation: 'Search', code: 'ThrottlingException' }]);
    sagemaker.destroy();
    backend = await backend.restart();
    sagemaker = new SageMakerClient(backend.client);
    expect(await control('GET')).toEqual({ status: 200, body: [] });
    await search();
  });

  it.each<[unknown, RegExp]>([
    [{ operation: 'Search', code: 'X' }, /body: .*array/],
    [[{ operation: 'Serch', code: 'X' }], /0\.operation: no service of this backend has the operation Serch/],
    [[{ service: 'sts', operation: 'Search', code: 'X' }], /0\.operation: sts does not have/],
    [[{ service: 'lambda', operation: 'Invoke', code: 'X' }], /0\.service: .*lambda.*sagemaker, monitoring/],
    [[{ operation: 'Search' }], /0: does nothing: give code, delayMs or both/],
    [[{ operation: 'Search', message: 'x', delayMs: 1 }], /0\.message: needs a code/],
    [[{ operation: 'Search', code: 'no spaces' }], /0\.code: must be an error code of AWS/],
    [[{ operation: 'Search', code: 'X', every: 0 }], /0\.every/],
    [[{ operation: 'Search', code: 'X', count: 1.5 }], /0\.count/],
    [[{ operation: 'Search', delayMs: 600_001 }], /0\.delayMs/],
    [[{ operation: 'Search', code: 'X', evry: 2 }], /0: .*evry/],
    [[{ code: 'X' }], /0\.operation/],
  ])('are refused where they could not strike as meant: %j', async (faults, message) => {
    const kept = [{ operation: 'Search', code: 'ThrottlingException' }];
    await control('PUT', kept);
    expect(await control('PUT', faults)).toEqual({
      status: 400,
      body: { code: 'ValidationException', message: expect.stringMatching(message) as string },
    });
    expect((await control('GET')).body).toEqual([{ ...kept[0], struck: 0 }]);
  });
});

async function logs({ client }: TestBackend) {
  const logClient = new CloudWatchLogsClient(client);
  return logClient.send(new DescribeLogGroupsCommand({})).finally(() => logClient.destroy());
}

async function metrics({ client }: TestBackend) {
  const metricClient = new CloudWatchClient(client);
  return metricClient.send(new ListMetricsCommand({})).finally(() => metricClient.destroy());
}

async function identity({ client }: TestBackend) {
  const stsClient = new STSClient(client);
  return stsClient.send(new GetCallerIdentityCommand({})).finally(() => stsClient.destroy());
}
