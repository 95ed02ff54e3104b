'use client';

import Autosuggest, { type AutosuggestProps } from '@cloudscape-design/components/autosuggest';
import { useMemo } from 'react';
import { Field } from '@/components/forms/field';
import { TryAgain } from '@/components/shell/try-again';
import { useFollowed } from '@/components/shell/use-followed';
import { formatUsdPerHour } from '@/lib/training/format';
import { factsInWords } from '@/lib/training/instance-facts';
import { type InstanceOffers, offeredFamilies } from '@/lib/training/instance-offers';
import { historyInWords } from '@/lib/training/spot-history';
import { type PriceLookup } from '@/components/shell/use-price';
import { type LaunchActions } from './launch-actions';
import { type LaunchForm } from './use-launch-form';

interface InstanceTypeFieldProps {
  form: LaunchForm;
  price: PriceLookup;
  offers: LaunchActions['offers'];
}

/** Types by family, each with what it has, what it costs and how spot jobs of this account fared on it. */
export const InstanceTypeField = ({ form, price, offers: load }: InstanceTypeFieldProps) => {
  const { value: offers, failure, ask } = useFollowed('offers', load, () => false);
  const unread = [...(failure ? [failure.message] : []), ...(offers?.unread ?? [])];
  const options = useMemo(() => offeredFamilies(offers).map(groupOf), [offers]);
  const { instanceType } = form.values;
  return (
    <Field
      form={form}
      path="instanceType"
      label="Instance type"
      stretch
      constraintText={
        <>
          {[factsInWords(instanceType), historyOf(instanceType, offers)].filter(Boolean).map((sentence) => (
            <span key={sentence}>{sentence}. </span>
          ))}
          <span data-testid="hourly-price">{priceText(price)}</span>
          {unread.map((sentence) => (
            <span key={sentence}> {sentence}</span>
          ))}
          {(unread.length > 0 || price.failure !== undefined) && (
            <>
              {' '}
              <TryAgain
                what="prices and earlier jobs"
                onTry={() => {
                  price.lookAgain();
                  void ask();
                }}
              />
            </>
          )}
        </>
      }
    >
      <Autosuggest
        value={instanceType}
        options={options}
        enteredTextLabel={(value) => `Use ${value}`}
        onChange={({ detail }) => form.change({ instanceType: detail.value })}
        onBlur={() => form.touch('instanceType')}
        virtualScroll
        placeholder="ml.g5.xlarge, A10G or 24 GiB"
        empty="SageMaker trains on no such type"
      />
    </Field>
  );
};

const groupOf = ({
  title,
  types,
}: ReturnType<typeof offeredFamilies>[number]): AutosuggestProps.OptionGroup => ({
  label: title,
  options: types.map(({ instanceType, facts, price, history }) => ({
    value: instanceType,
    description: facts,
    ...(price !== undefined && { labelTag: price }),
    ...(history !== undefined && { tags: [history] }),
  })),
});

const historyOf = (instanceType: string, offers: InstanceOffers | undefined): string | undefined => {
  if (offers === undefined) return undefined;
  const history = offers.histories.find((each) => each.instanceType === instanceType);
  return history && `In this account: ${historyInWords(history)}`;
};

const priceText = ({ price, failure }: PriceLookup): string => {
  if (price === undefined) return 'Looking up the price…';
  if (failure !== undefined) return `On-demand price not known. ${failure}`;
  if (price === null) return 'On-demand price not known.';
  return `On demand ${formatUsdPerHour(price.usdPerHour)} each (${price.source}${price.asOf ? `, ${price.asOf}` : ''}).`;
};
