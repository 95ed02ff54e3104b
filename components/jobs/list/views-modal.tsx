'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import { TextField } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { FormRegion } from '@/components/shell/form-region';
import { ModalFooter } from '@/components/shell/modal-footer';
import { UnreadableNotice } from '@/components/shell/unreadable-notice';
import { withoutView, withView } from './saved-view';
import { type SavedViewsStore } from './use-saved-views';
import { viewFormSchema } from './view-form-schema';

interface ViewsModalProps {
  store: SavedViewsStore;
  address: string;
  onClose: () => void;
}

const order = ['name'];
const nothingKept = 'This browser keeps nothing for this page. A bookmark of the address is the same view.';

/** Keeps the view that is shown by a name, and removes others. */
export const ViewsModal = ({ store, address, onClose }: ViewsModalProps) => {
  const { views, save } = store;
  const schema = useMemo(() => viewFormSchema(views), [views]);
  const form = useForm({ initial: { name: '' }, schema, order });
  const replaces = views.some((view) => view.name === form.values.name.trim());
  const submit = () => {
    const input = form.attempt();
    if (!input) return;
    if (save(withView(views, { name: input.name, address }))) onClose();
    else form.refuse({ code: 'unsupported', message: nothingKept, field: 'name' });
  };
  return (
    <Modal
      visible
      header="Views"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose} cancelText="Close">
          <Button variant="primary" onClick={submit}>
            {replaces ? 'Replace the view' : 'Save the view'}
          </Button>
        </ModalFooter>
      }
    >
      <SpaceBetween size="l">
        <FormRegion label="Views">
          <TextField
            form={form}
            name="name"
            label="Name of this view"
            description="Filters, order, columns and page size, kept in this browser. Its address can be shared."
            onEnter={submit}
          />
        </FormRegion>
        {views.map((view) => (
          <SpaceBetween key={view.name} size="xs" direction="horizontal" alignItems="center">
            <Box>{view.name}</Box>
            <Button
              iconName="remove"
              ariaLabel={`Remove the view ${view.name}`}
              onClick={() => save(withoutView(views, view.name))}
            />
          </SpaceBetween>
        ))}
        <UnreadableNotice count={store.unreadable} what="view" onRemove={store.removeUnreadable} />
      </SpaceBetween>
    </Modal>
  );
};
