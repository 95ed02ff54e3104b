'use client';

import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

interface SecondsFormProps {
  value: unknown;
  onChange: (value: string | null) => void;
}

export const SecondsForm = ({ value, onChange }: SecondsFormProps) => (
  <FormField
    label="Training seconds at most"
    description="A job that saves checkpoints suits spot however long it trains."
  >
    <Input
      type="number"
      inputMode="numeric"
      step={1}
      value={typeof value === 'string' ? value : ''}
      onChange={({ detail }) => onChange(/^\d{1,12}$/.test(detail.value) ? detail.value : null)}
    />
  </FormField>
);
