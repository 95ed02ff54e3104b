'use client';

import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Input from '@cloudscape-design/components/input';
import { z } from 'zod';
import { Field, FieldPlace } from '@/components/forms/field';
import { FormModal } from '@/components/forms/form-modal';
import { useForm } from '@/components/forms/use-form';
import { type ActionResult } from '@/lib/errors/action-result';
import { areUnique } from '@/lib/training/are-unique';
import { maxTags, tagKeySchema, tagValueSchema } from '@/lib/training/job-tag-schemas';
import { personalTags, type TagChange, tagChangeOf } from '@/lib/training/job-tags';

interface TagsModalProps {
  jobName: string;
  tags: Readonly<Record<string, string>>;
  change: (change: TagChange) => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: () => void;
}

const order = ['tags'];

/** Tags that are not a person's own stay and take room, too. */
const schemaFor = (kept: number) =>
  z.object({
    tags: z
      .array(z.object({ key: tagKeySchema, value: tagValueSchema }))
      .max(maxTags - kept, `There is room for ${maxTags - kept} tags.`)
      .refine((rows) => areUnique(rows.map(({ key }) => key)), 'Two tags have the same key.'),
  });

/** The tags of one job that are a person's to edit. */
export const TagsModal = ({ jobName, tags, change, onClose, onDone }: TagsModalProps) => {
  const own = personalTags(tags);
  const form = useForm({
    initial: { tags: own.map(([key, value]) => ({ key, value })) },
    schema: schemaFor(Object.keys(tags).length - own.length),
    order,
  });
  const rows = form.values.tags;
  const cell = (part: 'key' | 'value', label: string) => ({
    label,
    errorText: (_row: unknown, index: number) => form.messages.get(`tags.${index}.${part}`)?.error,
    control: (row: { key: string; value: string }, index: number) => (
      <FieldPlace form={form} path={`tags.${index}.${part}`}>
        <Input
          value={row[part]}
          ariaLabel={`${label} ${index + 1}`}
          onChange={({ detail }) =>
            form.change({
              tags: rows.map((each, at) => (at === index ? { ...each, [part]: detail.value } : each)),
            })
          }
          onBlur={() => form.touch(`tags.${index}.${part}`)}
        />
      </FieldPlace>
    ),
  });
  return (
    <FormModal
      form={form}
      size="large"
      header={`Tags of ${jobName}`}
      submitText="Save tags"
      send={async (input) => {
        const wanted = tagChangeOf(tags, input.tags);
        const isNone = wanted.set.length + wanted.remove.length === 0;
        return isNone ? { ok: true, value: undefined } : change(wanted);
      }}
      onClose={onClose}
      onDone={onDone}
    >
      <Field form={form} path="tags" stretch>
        <AttributeEditor
          items={rows}
          definition={[cell('key', 'Tag'), cell('value', 'Value')]}
          addButtonText="Add a tag"
          removeButtonText="Remove"
          empty="No tags."
          onAddButtonClick={() => form.change({ tags: [...rows, { key: '', value: '' }] })}
          onRemoveButtonClick={({ detail }) =>
            form.change({ tags: rows.filter((_row, index) => index !== detail.itemIndex) })
          }
        />
      </Field>
    </FormModal>
  );
};
