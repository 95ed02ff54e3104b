import { expect, it } from 'vitest';
import { offeredFamilies } from './instance-offers';

const offers = {
  prices: [{ instanceType: 'ml.g5.xlarge', usdPerHour: 1.408 }],
  histories: [
    { instanceType: 'ml.g5.xlarge', jobs: 12, interruptedJobs: 3, medianWaitSeconds: 185 },
    { instanceType: 'ml.g5.2xlarge', jobs: 1, interruptedJobs: 0, medianWaitSeconds: 40 },
    { instanceType: 'ml.m5.large + ml.m5.xlarge', jobs: 1, interruptedJobs: 0, medianWaitSeconds: 40 },
  ],
  unread: [],
};

it('each type says what it has, what it costs and how spot jobs fared on it; what is not known is left out', () => {
  const families = offeredFamilies(offers);
  expect(families.find(({ title }) => title === 'g5: A10G')?.types.slice(0, 3)).toEqual([
    {
      instanceType: 'ml.g5.xlarge',
      facts: '4 vCPU, 16 GiB, 1 × A10G of 24 GiB',
      price: '$1.408/h',
      history: '12 spot jobs, 25.0% interrupted, median wait 3 min 05 s',
    },
    {
      instanceType: 'ml.g5.2xlarge',
      facts: '8 vCPU, 32 GiB, 1 × A10G of 24 GiB',
      history: '1 spot job, 0.0% interrupted, median wait 40 s',
    },
    { instanceType: 'ml.g5.4xlarge', facts: '16 vCPU, 64 GiB, 1 × A10G of 24 GiB' },
  ]);
  expect(offeredFamilies(undefined).map(({ title }) => title)).toEqual(families.map(({ title }) => title));
});
