import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHarness } from '../../../../testing/local/engine-harness';

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(() => harness.remove());

/** Lets the next writes of job records fail, as on a full disk. */
const failWrites = (times: number) => {
  const { update } = harness.jobs;
  let left = times;
  harness.jobs.update = (name, change) => {
    if (left === 0) return update(name, change);
    left -= 1;
    throw new Error('database or disk is full');
  };
};

const training = `console.log('training'); setInterval(() => {}, 1000);`;

it('a time limit that cannot be recorded when it is due is recorded later', async () => {
  await harness.launch('limited', training, (request) => {
    request.StoppingCondition = { MaxRuntimeInSeconds: 1, MaxWaitTimeInSeconds: 3600 };
  });
  await harness.waitForLine('limited', 'training');
  failWrites(1);
  expect((await harness.waitForEnd('limited')).secondaryStatus).toBe('MaxRuntimeExceeded');
});

it('an interruption by the market that cannot be recorded when it is due is recorded later', async () => {
  await harness.launch('taken', training);
  await harness.waitForLine('taken', 'training');
  failWrites(1);
  harness.engine.setSpotMarket({
    ...harness.engine.spotMarket(),
    meanSecondsBetweenInterruptions: 0.001,
    meanCapacityWaitSeconds: 3600,
  });
  await harness.waitFor('taken', ({ secondaryStatus }) => secondaryStatus === 'Interrupted');
});
