'use client';

import Textarea from '@cloudscape-design/components/textarea';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { FormModal } from '@/components/forms/form-modal';
import { useForm } from '@/components/forms/use-form';
import { type ActionResult } from '@/lib/errors/action-result';
import { noteSchema } from '@/lib/training/job-tag-schemas';
import { noteChange, type TagChange } from '@/lib/training/job-tags';

interface NoteModalProps {
  jobName: string;
  note?: string;
  change: (change: TagChange) => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: () => void;
}

const order = ['note'];
const schema = z.object({ note: noteSchema });

/** What a person wants to remember of a job, kept with it. */
export const NoteModal = ({ jobName, note = '', change, onClose, onDone }: NoteModalProps) => {
  const form = useForm({ initial: { note }, schema, order });
  return (
    <FormModal
      form={form}
      header={`Note on ${jobName}`}
      submitText="Save note"
      send={(input) => change(noteChange(input.note))}
      onClose={onClose}
      onDone={onDone}
    >
      <Field
        form={form}
        path="note"
        label="Note"
        description="Kept as a tag of the job: everybody who sees the job sees it. Left empty, it is removed."
        stretch
      >
        <Textarea
          value={form.values.note}
          rows={4}
          autoFocus
          onChange={({ detail }) => form.change({ note: detail.value })}
          onBlur={() => form.touch('note')}
        />
      </Field>
    </FormModal>
  );
};
