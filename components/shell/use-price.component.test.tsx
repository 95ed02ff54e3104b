import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { type ActionResult } from '@/lib/errors/action-result';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { usePriceLookup } from './use-price';

const price: OnDemandPrice = {
  ...{ instanceType: 'ml.g5.xlarge', region: 'us-east-1', usdPerHour: 1.5, source: 'list' },
};

it('tells a price that could not be looked up from one that there is not, and looks again', async () => {
  const answers: ActionResult<OnDemandPrice | null>[] = [
    { ok: false, error: { code: 'service-fault', message: 'Pricing failed by itself.' } },
    { ok: true, value: null },
    { ok: true, value: price },
  ];
  const look = () => Promise.resolve(answers.shift()!);
  const Shown = () => {
    const { price: found, failure, lookAgain } = usePriceLookup('ml.g5.xlarge', look);
    return (
      <button onClick={lookAgain}>
        {found === undefined ? 'looking' : found === null ? `none: ${failure}` : found.usdPerHour}
      </button>
    );
  };
  render(<Shown />);
  const again = () => userEvent.click(screen.getByRole('button'));
  await screen.findByText('none: Pricing failed by itself.');
  await again();
  await screen.findByText('none: undefined');
  await again();
  await screen.findByText('1.5');
  expect(answers).toEqual([]);
});
