'use client';

import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { z } from 'zod';
import { TextField } from '@/components/forms/field';
import { type FormHandle } from '@/components/forms/use-form';
import { tagKeySchema, tagValueSchema } from '@/lib/training/job-tag-schemas';
import { type TagChange } from '@/lib/training/job-tags';

interface TagValues {
  what: string;
  key: string;
  value: string;
}

export const noTag: TagValues = { what: 'set', key: '', value: '' };
export const tagFieldsOrder = ['what', 'key', 'value'];

/** The fields as the change that they ask for. */
export const tagFieldsSchema: z.ZodType<TagChange> = z
  .object({ what: z.string(), key: tagKeySchema, value: tagValueSchema })
  .transform(({ what, key, value }) =>
    what === 'remove' ? { set: [], remove: [key] } : { set: [{ key, value }], remove: [] },
  );

/** One tag, to be set or removed. */
export const TagFields = ({ form }: { form: FormHandle<TagValues, TagChange> }) => (
  <SpaceBetween size="m">
    <FormField label="What to do">
      <RadioGroup
        value={form.values.what}
        onChange={({ detail }) => form.change({ what: detail.value })}
        items={[
          { value: 'set', label: 'Set a tag' },
          { value: 'remove', label: 'Remove a tag' },
        ]}
      />
    </FormField>
    <TextField form={form} name="key" label="Tag" />
    {form.values.what === 'set' && <TextField form={form} name="value" label="Value" />}
  </SpaceBetween>
);
