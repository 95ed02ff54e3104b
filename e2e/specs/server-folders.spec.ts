import { realpath } from 'node:fs/promises';
import { GetLogEventsCommand, paginateDescribeLogStreams } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { type AwsClients } from '../fixtures/aws-clients';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';

const ways = ['throw', 'model-is-a-file', 'failure-is-a-link', 'failure-is-a-folder', 'killed'];
const group = '/aws/sagemaker/TrainingJobs';

test('However a job fails, no page, log or answer names a folder of the server', async ({
  page,
  aws,
  spotdeck,
}) => {
  const base = uniqueName('places');
  for (const how of ways) {
    await createTrainingJob(aws, {
      name: `${base}-${how}`,
      script: 'tell-places.mjs',
      hyperparameters: { how },
      spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
    });
  }
  await createTrainingJob(aws, { name: `${base}-no-program`, script: 'fail.mjs', program: 'missing.mjs' });
  const names = [...ways, 'no-program'].map((how) => `${base}-${how}`);
  const folders = [spotdeck.dataDir, await realpath(spotdeck.dataDir), process.cwd()];
  const expectNone = (text: string, what: string) => {
    for (const folder of folders) expect(text.includes(folder), `${what} names ${folder}`).toBe(false);
  };

  for (const name of names) {
    await expect
      .poll(async () => (await described(aws, name)).TrainingJobStatus, { message: name, timeout: 60_000 })
      .toBe('Failed');
    const answer = await described(aws, name);
    expect(answer.FailureReason, name).toBeTruthy();
    expectNone(JSON.stringify(answer), `the answer about ${name}`);
    const log = await logOf(aws, name);
    if (!name.endsWith('no-program'))
      expect(log, 'the script tells its places').toMatch(/here: \/.*tell-places/);
    expectNone(log, `the log of ${name}`);

    const job = new JobPage(page);
    await job.open(name);
    await expect(job.failureReason).toBeVisible();
    for (const tab of ['Configuration', 'Status history', 'Metrics and log', /^Checkpoints/]) {
      await job.openTab(tab);
      expectNone(await page.content(), `the page of ${name}`);
    }
    const download = await page.request.get(`/local/jobs/${name}/log`);
    expectNone(await download.text(), `the download of ${name}`);
    await page.goto(`/local/jobs/new?clone=${name}`);
    expectNone(await page.content(), `the clone of ${name}`);
  }
  await page.goto(`/local/jobs?name=${base}`);
  await expect(page.getByRole('link', { name: names[0] ?? '', exact: true })).toBeVisible();
  expectNone(await page.content(), 'the list');
});

const described = (aws: AwsClients, name: string) =>
  aws.sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));

const logOf = async (aws: AwsClients, name: string): Promise<string> => {
  const lines: string[] = [];
  const pages = paginateDescribeLogStreams(
    { client: aws.logs },
    { logGroupName: group, logStreamNamePrefix: `${name}/` },
  );
  for await (const { logStreams = [] } of pages) {
    for (const { logStreamName } of logStreams) {
      const { events = [] } = await aws.logs.send(
        new GetLogEventsCommand({ logGroupName: group, logStreamName, startFromHead: true }),
      );
      lines.push(...events.map(({ message = '' }) => message));
    }
  }
  return lines.join('\n');
};
