import { expect, it } from 'vitest';
import { systemClock } from '../../core/clock';
import { createHarness } from '../../../../testing/local/engine-harness';

const script = `
console.log('training');
setInterval(() => {}, 1000);
`;

it('bills a spot job at the discount that the market gave when the job was created', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const harness = await createHarness(undefined, clock);
  try {
    harness.engine.setSpotMarket({ ...harness.engine.spotMarket(), discount: 0.5 });
    await harness.launch('early', script);
    await harness.waitForLine('early', 'training');
    harness.engine.setSpotMarket({ ...harness.engine.spotMarket(), discount: 0 });
    ahead = 1000_000;
    harness.engine.stop('early');
    const job = await harness.waitForEnd('early');
    expect(job.trainingSeconds).toBeGreaterThanOrEqual(1000);
    expect(job.billableSeconds! / job.trainingSeconds!).toBeCloseTo(0.5, 2);
  } finally {
    await harness.remove();
  }
});
