'use client';

import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type ActionResult } from '@/lib/errors/action-result';

/** USD an hour; without it the price that was entered is taken back. */
export type EnterPrice = (
  instanceType: string,
  usdPerHour: number | undefined,
) => Promise<ActionResult<undefined>>;

interface PriceEntryProps {
  instanceType: string;
  onEnter: EnterPrice;
}

/** A field for the price that the list does not have. */
export const PriceEntry = ({ instanceType, onEnter }: PriceEntryProps) => {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const usdPerHour = Number(text.trim().replace(/^\$/, ''));
    if (text.trim() === '' || !Number.isFinite(usdPerHour) || usdPerHour <= 0) {
      setError('Enter US dollars an hour, above zero, e.g. 32.77.');
      return;
    }
    setSaving(true);
    const result = await askServer(() => onEnter(instanceType, usdPerHour));
    setSaving(false);
    setError(result.ok ? undefined : result.error.message);
  };
  return (
    <FormField
      label={`${instanceType}: no price in the list`}
      description="Enter what one instance costs an hour on demand; it is used until the list has a price."
      errorText={error}
      secondaryControl={
        <Button onClick={() => void save()} loading={saving}>
          Use this price
        </Button>
      }
    >
      <Input
        value={text}
        inputMode="decimal"
        placeholder="USD an hour"
        ariaLabel={`Price of ${instanceType}, USD an hour`}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') void save();
        }}
      />
    </FormField>
  );
};
