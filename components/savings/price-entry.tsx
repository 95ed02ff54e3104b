'use client';

import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { type ActionResult } from '@/lib/errors/action-result';
import { placeName } from '@/lib/training/backend-slug';
import { type MissingPrice } from '@/lib/training/report/missing-price';

/**
 * USD an hour; without it the price that was entered is taken back.
 * @param where of several backends: the slug of the one whose price it is
 */
export type EnterPrice = (
  instanceType: string,
  usdPerHour: number | undefined,
  where?: string,
) => Promise<ActionResult<undefined>>;

interface PriceEntryProps extends MissingPrice {
  onEnter: EnterPrice;
}

const order = ['price'];
const priceSchema = z.object({
  price: z
    .string()
    .trim()
    .regex(/^\$?\d*\.?\d+$/, 'Enter US dollars an hour, above zero, e.g. 32.77.')
    .transform((text) => Number(text.replace('$', '')))
    .refine((usd) => usd > 0, 'Enter US dollars an hour, above zero, e.g. 32.77.'),
});

/** A field for the price that the list does not have. */
export const PriceEntry = ({ instanceType, where, onEnter }: PriceEntryProps) => {
  const at = where === undefined ? '' : ` in ${placeName(where)}`;
  const form = useForm({ initial: { price: '' }, schema: priceSchema, order });
  const sending = useSending();
  const save = () =>
    sending.run('save', async () => {
      const input = form.attempt();
      if (!input) return;
      const result = await askServer(() => onEnter(instanceType, input.price, where));
      if (!result.ok) form.refuse({ ...result.error, field: 'price' });
    });
  return (
    <Field
      form={form}
      path="price"
      label={`${instanceType}${at}: no price in the list`}
      description="Enter what one instance costs an hour on demand; it is used until the list has a price."
      secondaryControl={
        <Button onClick={() => void save()} loading={sending.what === 'save'}>
          Use this price
        </Button>
      }
    >
      <Input
        value={form.values.price}
        inputMode="decimal"
        placeholder="USD an hour"
        ariaLabel={`Price of ${instanceType}${at}, USD an hour`}
        onChange={({ detail }) => form.change({ price: detail.value })}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') void save();
        }}
      />
    </Field>
  );
};
