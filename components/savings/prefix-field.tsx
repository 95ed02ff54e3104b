'use client';

import Input from '@cloudscape-design/components/input';
import { useEffect } from 'react';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { prefixFormSchema } from './report-fields';

interface PrefixFieldProps {
  /** Empty: all jobs. */
  prefix: string;
  onChange: (prefix: string) => void;
}

const order = ['prefix'];

/** Which jobs, by the beginning of their names. Applied by Enter and when it is left. */
export const PrefixField = ({ prefix, onChange }: PrefixFieldProps) => {
  const form = useForm({ initial: { prefix }, schema: prefixFormSchema, order });
  const { replace } = form;
  // The address may have changed by itself: back, forward, a link.
  useEffect(() => replace({ prefix }), [replace, prefix]);
  const apply = (input: typeof form.input) => {
    if (input && input.prefix !== prefix) onChange(input.prefix);
  };
  return (
    <Field form={form} path="prefix" label="Names beginning with">
      <Input
        value={form.values.prefix}
        placeholder="All jobs"
        type="search"
        clearAriaLabel="All jobs"
        onChange={({ detail }) => {
          form.change({ prefix: detail.value });
          if (detail.value === '') apply({ prefix: '' });
        }}
        onBlur={() => {
          form.touch('prefix');
          apply(form.input);
        }}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') apply(form.attempt());
        }}
      />
    </Field>
  );
};
