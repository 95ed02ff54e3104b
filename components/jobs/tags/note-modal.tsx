'use client';

import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Modal from '@cloudscape-design/components/modal';
import Textarea from '@cloudscape-design/components/textarea';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { FormRegion } from '@/components/shell/form-region';
import { ModalFooter } from '@/components/shell/modal-footer';
import { type ActionResult } from '@/lib/errors/action-result';
import { noteChange, noteSchema, type TagChange } from '@/lib/training/job-tags';

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
  const sending = useSending();
  const save = () =>
    sending.run('save', async () => {
      const input = form.attempt();
      if (!input) return;
      const result = await askServer(() => change(noteChange(input.note)));
      if (!result.ok) return form.refuse(result.error);
      onDone();
    });
  return (
    <Modal
      visible
      header={`Note on ${jobName}`}
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button variant="primary" loading={sending.what === 'save'} onClick={() => void save()}>
            Save note
          </Button>
        </ModalFooter>
      }
    >
      <FormRegion label={`Note on ${jobName}`}>
        <Form errorText={form.failure?.message}>
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
        </Form>
      </FormRegion>
    </Modal>
  );
};
