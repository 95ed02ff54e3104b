import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { blankDraft, type LaunchDraft } from '@/lib/training/launch-draft';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { LaunchConfirm } from './launch-confirm';

const draft: LaunchDraft = {
  ...blankDraft('big-1', { bucket: 'b', roleArn: '' }),
  instanceType: 'ml.g5.xlarge',
  instanceCount: '2',
  maxRuntimeSeconds: '3h',
};
const price: OnDemandPrice = {
  instanceType: 'ml.g5.xlarge',
  region: 'us-east-1',
  usdPerHour: 1.5,
  source: 'list',
};

const ask = (
  change: Partial<LaunchDraft>,
  known: OnDemandPrice | null,
  observed: SpotBilling | null = null,
  priceFailure?: string,
) => {
  const pressed: string[] = [];
  render(
    <LaunchConfirm
      draft={{ ...draft, ...change }}
      region="us-east-1"
      price={known}
      {...(priceFailure !== undefined && { priceFailure })}
      billing={() => Promise.resolve({ ok: true, value: observed })}
      onConfirm={() => pressed.push('launch')}
      onClose={() => pressed.push('close')}
    />,
  );
  return pressed;
};

it('says what the launch costs at most and how that is reckoned, and launches when pressed, not before', async () => {
  const pressed = ask({ spot: false }, price);
  expect(screen.getByText('$9.00 ($1.50/h × 2 instances of ml.g5.xlarge × 3 h 00 min)')).toBeDefined();
  expect(screen.queryByText(/on spot/)).toBeNull();
  expect(pressed).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Launch for $9.00 at most' }));
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(pressed).toEqual(['launch', 'close']);
});

it('says what is to be expected on spot by what earlier jobs were billed', async () => {
  ask({}, price, { share: 0.4, jobs: 12, of: 'this type' });
  expect(
    await screen.findByText(
      '$3.60 for the whole max runtime: 12 spot jobs of this type were billed 40 % of the time on instances',
    ),
  ).toBeDefined();
});

it('without a price gives no sum, and says so', async () => {
  ask({}, null);
  expect(screen.getByText('not known: there is no price for ml.g5.xlarge')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Launch, whatever it costs' })).toBeDefined();
  expect(await screen.findByText(/^less; by how much no spot job/)).toBeDefined();
});

it('says of a price that could not be looked up why, and not that there is none', () => {
  ask({}, null, null, 'Could not look up the price of ml.g5.xlarge: Pricing failed by itself.');
  expect(screen.getByText(/^not known: Could not look up the price/)).toBeDefined();
  expect(screen.queryByText(/there is no price/)).toBeNull();
});
