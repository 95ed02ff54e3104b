import { expect, type Locator, type Page } from '@playwright/test';
import { type Service } from '../../testing/aws/account/asked-of';
import { type AccountSpotdeck, startAccountSpotdeck } from '../fixtures/account-spotdeck';
import { test } from '../fixtures/hydrated-page';
import { createTrainingJob, putText, scriptPath, trainingJobEnd } from '../fixtures/training-jobs';
import { DeployPage, EndpointPage } from '../models/endpoint-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';

const spot = { maxRuntimeSeconds: 3600, maxWaitSeconds: 7200 };
const trouble = /failed by itself|AWS has a fault|could not be read|Could not read/;

test.describe('With a service of AWS down', () => {
  let place: AccountSpotdeck;

  test.beforeAll(async () => {
    place = await startAccountSpotdeck();
    const { aws, account } = place;
    account.limits.quotas.set('ml.g5.xlarge for spot training job usage', 4);
    account.limits.network.subnets.push({ id: 'subnet-0a', vpcId: 'vpc-1', zone: 'us-east-1a' });
    account.limits.network.securityGroups.push({ id: 'sg-0a', vpcId: 'vpc-1', name: 'training' });
    account.limits.keys.set('alias/training', '0f9619ff-8b86-4d01-b42d-00cf4fc964ff');
    const hyperparameters = { epochs: '2', 'epoch-seconds': '0.1' };
    await createTrainingJob(aws, { name: 'done', script: 'count-epochs.mjs', hyperparameters, spot });
    await createTrainingJob(aws, { name: 'rings', script: 'predict-rings.mjs' });
    await createTrainingJob(aws, {
      name: 'runs',
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '3000' },
      spot,
    });
    await Promise.all(['done', 'rings'].map((job) => trainingJobEnd(aws, job)));
  });
  test.afterAll(() => place.remove());

  // What a page keeps was read before, whichever of these tests is run.
  test.beforeEach(async ({ page }, { title }) => {
    if (/never read|launch form/.test(title)) return;
    await page.goto(`${place.url}/jobs`);
    await expect(new JobsList(page).names()).toHaveCount(3);
  });

  const down = (...services: Service[]) =>
    services.forEach((service) => place.account.limits.down.set(service, 503));
  const up = (...services: Service[]) =>
    services.forEach((service) => place.account.limits.down.delete(service));
  test.afterEach(() => place.account.limits.down.clear());

  test('the launch form opens without any of them, says of each part whose fault it is, and takes each up as it comes back', async ({
    page,
  }) => {
    const form = new LaunchPage(page);
    const main = form.frame.content;
    const again = (what: string) => form.form.getByRole('button', { name: `Try again: ${what}` });
    down('sts', 'pricing', 'servicequotas', 'iam', 'ec2', 'kms', 's3');
    await page.goto(`${place.url}/jobs/new?from=scratch`);
    await form.openSection('Network and encryption');

    await test.step('without STS nothing of the account is known', async () => {
      await expect(main).toContainText(
        'Could not read which account this is, and so its bucket: AWS has a fault.',
      );
      await expect(main).toContainText(
        /Type its ARN\. Could not find out which account this is: STS in us-east-1 failed by itself \(503/,
      );
      await expect(main).toContainText(
        /On-demand price not known\. Could not look up the price of ml\.g5\.xlarge: Pricing in us-east-1 failed/,
      );
      await expect(main).toContainText('Could not read the subnets: AWS has a fault.');
      await form.name.fill('typed-meanwhile');
      up('sts');
      await main.getByRole('button', { name: 'Try again', exact: true }).click();
      await expect(main).not.toContainText('Could not read which account this is');
      await expect(form.name, 'what was typed stays').toHaveValue('typed-meanwhile');
      // A page that is made anew may come with its sections folded.
      const section = form.form.getByRole('button', { name: 'Network and encryption' });
      await expect(async () => {
        if ((await section.getAttribute('aria-expanded')) === 'false') await section.click();
        await expect(again('network and keys')).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
    });

    await test.step('of the others each is told by its own name', async () => {
      await again('roles').click();
      await expect(main).toContainText(
        /Type its ARN\. Could not list the account’s roles: IAM in us-east-1 failed/,
      );
      await again('quota').click();
      await expect(main).toContainText(
        /Could not read the account’s quotas: Service Quotas in us-east-1 failed/,
      );
      await again('network and keys').click();
      await expect(main).toContainText('Could not read the KMS keys: AWS has a fault.');
      await expect(main).toContainText('Could not read the prices: AWS has a fault.');
    });

    await test.step('what is back is there, and the rest still says that it is not', async () => {
      up('pricing');
      await again('prices and earlier jobs').click();
      await expect(form.form.getByTestId('hourly-price')).toContainText(/On demand \$[\d.]+\/h each/);
      up('servicequotas');
      await again('quota').click();
      await expect(main).toContainText('Quota on spot: 4 instances');
      await expect(main).toContainText(/Could not list the account’s roles: IAM/);
      up('iam');
      await again('roles').click();
      await expect(main).not.toContainText('Could not list the account’s roles');
      up('ec2', 'kms');
      await again('network and keys').click();
      await expect(main).not.toContainText('Could not read the subnets');
      await expect(main).not.toContainText('Could not read the KMS keys');
    });

    await test.step('what S3 would have told is checked again', async () => {
      await form.chooseFiles(scriptPath('count-epochs.py'));
      // What an account would have filled in is typed.
      await form.role.fill('arn:aws:iam::000000000000:role/e2e');
      await form.field('Output URI').fill('s3://e2e-training/');
      await form.field('Checkpoint URI').fill('s3://e2e-training/typed-meanwhile/');
      await expect(form.preflight).toContainText(
        'Could not check the bucket of the checkpoints: AWS has a fault.',
      );
      up('s3');
      await form.preflight.getByRole('button', { name: 'Check again' }).click();
      await expect(form.preflight).toContainText('Nothing stands in the way');
    });
  });

  test('a list that was never read is not called empty, and comes by itself', async ({ page }) => {
    const list = new JobsList(page);
    down('sagemaker');
    await page.goto(`${place.url}/jobs`);
    await expect(list.frame.content).toContainText(
      /The jobs could not be read.*SageMaker in us-east-1 failed by itself \(503/s,
    );
    await expect(list.frame.content).toContainText('The jobs are not read yet');
    await expect(list.heading).toHaveText('Training jobs');
    up('sagemaker');
    await expect(list.names()).toHaveText(['runs', 'rings', 'done'], { timeout: 60_000 });
    await expect(list.heading).toHaveText('Training jobs (3)');
  });

  interface Visit {
    path: string;
    /** Looked at before, so that there is something to keep. */
    isOpened?: boolean;
    /** What it says while the service is down, and no more after. */
    says: RegExp;
    /** What is shown all the same. */
    keeps: RegExp;
    /** Pressed to have it back; absent: it comes by itself. */
    again?: string;
    /** Pressed until it is so: what is shown is asked for behind the page, which looks once a minute. */
    late?: string;
  }

  const list = /(done.*runs|runs.*done)/s;
  const visits: Partial<Record<Service, Visit[]>> = {
    sagemaker: [
      {
        path: 'jobs',
        says: /This list may be out of date.*SageMaker in us-east-1 failed by itself \(503 .* What is shown was read before/s,
        keeps: list,
      },
      {
        path: 'jobs/rings',
        says: /Could not describe training job rings: SageMaker in us-east-1 failed by itself/,
        keeps: /rings/,
      },
      {
        path: 'jobs/runs',
        isOpened: true,
        says: /Could not read the job.*SageMaker in us-east-1 failed by itself.*It is tried again at/s,
        keeps: /Live log \(\d+ lines\)/,
      },
      {
        path: 'savings?period=all',
        says: /This report may be out of date.*SageMaker/s,
        keeps: /1 job still running/,
      },
      { path: 'waste?period=all', says: /Endpoints could not be read: .*SageMaker/s, keeps: /Wasted/ },
      {
        path: 'endpoints',
        says: /The endpoints could not be read.*SageMaker/s,
        keeps: /Evaluations/,
        again: 'Try again',
      },
      {
        path: 'jobs/new?from=scratch',
        says: /Could not read which role the newest job has: AWS has a fault/,
        keeps: /Before launch/,
        again: 'Try again',
      },
    ],
    logs: [
      {
        path: 'jobs/runs',
        says: /Could not read .*the log.*CloudWatch Logs in us-east-1 failed/s,
        keeps: /val_loss|Checkpoints/,
      },
    ],
    cloudwatch: [
      {
        path: 'jobs/runs',
        says: /The instance metrics could not be read|Could not read .*metrics/s,
        keeps: /Live log \(\d+ lines\)/,
      },
    ],
    s3: [
      {
        path: 'jobs/runs',
        says: /Could not read .*checkpoints.*S3 in us-east-1 failed/s,
        keeps: /Live log \(\d+ lines\)/,
      },
      {
        path: 'endpoints',
        says: /The evaluations could not be read.*S3 in us-east-1 failed/s,
        keeps: /Deployed models/,
        again: 'Try again',
      },
    ],
    iam: [
      {
        path: 'account',
        says: /not known: AWS has a fault.*Not checked: could not check: AWS has a fault/s,
        keeps: /000000000000/,
        again: 'Ask again',
      },
    ],
    sqs: [
      {
        path: 'account',
        says: /SQS in us-east-1 failed.*Jobs are polled as without it/s,
        keeps: /000000000000/,
        late: 'Ask again',
      },
    ],
  };

  for (const [service, pages] of Object.entries(visits) as [Service, Visit[]][])
    test(`${service}: each page says what it does not know, shows the rest, and has it back once it answers`, async ({
      page,
    }) => {
      const main = page.getByRole('main').locator('#content');
      for (const { path, isOpened, says, keeps, again, late } of pages) {
        if (isOpened) {
          await page.goto(`${place.url}/${path}`);
          await expect(main, path).toContainText(keeps);
        }
        down(service);
        await page.goto(`${place.url}/${path}`);
        const press = async (button: string | undefined) => {
          if (button) await main.getByRole('button', { name: button, exact: true }).first().click();
        };
        await expect(async () => {
          await press(late);
          await expect(main, path).toContainText(says, { timeout: late ? 3_000 : 60_000 });
        }).toPass({ timeout: 60_000 });
        await expect(main, path).toContainText(keeps);
        up(service);
        await press(again);
        await expect(async () => {
          await press(late);
          await expect(main, path).not.toContainText(says, { timeout: late ? 3_000 : 90_000 });
        }).toPass({ timeout: 90_000 });
        await expect(main, path).toContainText(keeps);
      }
      await untroubled(
        page,
        main,
        pages.map(({ path }) => path),
        service,
      );
    });

  /** Pages that do not need the service say nothing of it. */
  const untroubled = async (page: Page, main: Locator, visited: readonly string[], service: Service) => {
    down(service);
    for (const path of ['jobs', 'jobs/runs'].filter((one) => !visited.includes(one))) {
      await page.goto(`${place.url}/${path}`);
      await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(main, path).toContainText('runs');
      await expect(main, path).not.toContainText(trouble);
    }
    up(service);
  };

  test('an evaluation says that the endpoint’s own service failed, and is made once it answers', async ({
    page,
  }) => {
    const endpoint = new EndpointPage(page);
    await page.goto(`${place.url}/endpoints/new?job=rings`);
    await new DeployPage(page).deploy.click();
    await expect(endpoint.inService).toBeVisible({ timeout: 60_000 });
    const rows = Array.from({ length: 20 }, (_, index) =>
      [1 + index, 1, (0.03 * index).toFixed(4)].join(','),
    );
    await endpoint.images.fill(await putText(place.aws, 'rings/test.csv', rows.join('\n')));
    await endpoint.labels.fill('');
    down('runtime');
    await endpoint.evaluate.click();
    await expect(endpoint.shown(/SageMaker Runtime in us-east-1 failed by itself \(503/)).toBeVisible({
      timeout: 60_000,
    });
    up('runtime');
    await endpoint.evaluate.click();
    await expect(endpoint.result.heading('Regression')).toBeVisible({ timeout: 60_000 });
  });
});
