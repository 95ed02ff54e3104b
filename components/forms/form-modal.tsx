'use client';

import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import { type ReactNode } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { FormRegion } from '@/components/shell/form-region';
import { ModalFooter } from '@/components/shell/modal-footer';
import { type ActionResult } from '@/lib/errors/action-result';
import { type FormHandle } from './use-form';
import { useSending } from './use-sending';

interface FormModalProps<Values extends object, Input> {
  form: FormHandle<Values, Input>;
  header: string;
  /** Of the form, for assistive technology; the header unless told otherwise. */
  label?: string;
  size?: ModalProps.Size;
  submitText: string;
  send: (input: Input) => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: (input: Input) => void;
  /** A form of one field gives it what Enter does. */
  children: ReactNode | ((submit: () => void) => ReactNode);
}

/** A form in a modal: what is wrong is said where it is, and the modal stays until the server has taken it. */
export const FormModal = <Values extends object, Input>(props: FormModalProps<Values, Input>) => {
  const { form, header, label = header, size, submitText, send, onClose, onDone, children } = props;
  const sending = useSending();
  const submit = () =>
    sending.run('submit', async () => {
      const input = form.attempt();
      if (!input) return;
      const result = await askServer(() => send(input));
      if (!result.ok) return form.refuse(result.error);
      onDone(input);
    });
  return (
    <Modal
      visible
      size={size}
      header={header}
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button variant="primary" loading={sending.what === 'submit'} onClick={() => void submit()}>
            {submitText}
          </Button>
        </ModalFooter>
      }
    >
      <FormRegion label={label}>
        <Form errorText={form.failure?.message}>
          {typeof children === 'function' ? children(() => void submit()) : children}
        </Form>
      </FormRegion>
    </Modal>
  );
};
