'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { maxViewName, maxViews, type SavedView, withoutView, withView } from './saved-view';
import { useSavedViews } from './use-saved-views';

interface SavedViewsProps {
  /** The list's address now, without its page. */
  address: string;
  onOpen: (address: string) => void;
}

/** Addresses of the list by the names that the reader gave them. */
export const SavedViews = ({ address, onOpen }: SavedViewsProps) => {
  const [views, save] = useSavedViews();
  const [managing, setManaging] = useState(false);
  return (
    <>
      <ButtonDropdown
        items={[
          ...views.map(({ name }, index) => ({ id: `view-${index}`, text: name })),
          { id: 'manage', text: views.length === 0 ? 'Save this view' : 'Save this view, or remove one' },
        ]}
        onItemClick={({ detail: { id } }) => {
          const view = views[Number(id.slice('view-'.length))];
          if (id === 'manage') setManaging(true);
          else if (view) onOpen(view.address);
        }}
        expandToViewport
      >
        Views
      </ButtonDropdown>
      {managing && (
        <ViewsModal views={views} address={address} onSave={save} onClose={() => setManaging(false)} />
      )}
    </>
  );
};

interface ViewsModalProps {
  views: readonly SavedView[];
  address: string;
  onSave: (views: readonly SavedView[]) => boolean;
  onClose: () => void;
}

const ViewsModal = ({ views, address, onSave, onClose }: ViewsModalProps) => {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const replaces = views.some((view) => view.name === name.trim());
  const save = () => {
    if (name.trim() === '') return setProblem('Give the view a name.');
    if (!replaces && views.length >= maxViews)
      return setProblem(`${maxViews} views at most can be kept: remove one.`);
    if (!onSave(withView(views, { name: name.trim(), address }))) {
      return setProblem(
        'This browser keeps nothing for this page. A bookmark of the address is the same view.',
      );
    }
    onClose();
  };
  return (
    <Modal
      visible
      header="Views"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onClose}>
              Close
            </Button>
            <Button variant="primary" onClick={save}>
              {replaces ? 'Replace the view' : 'Save the view'}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <FormField
          label="Name of this view"
          description="Filters, order, columns and page size, kept in this browser. Its address can be shared."
          errorText={problem}
        >
          <Input
            value={name}
            onChange={({ detail }) => {
              setName(detail.value.slice(0, maxViewName));
              setProblem(undefined);
            }}
            onKeyDown={({ detail }) => {
              if (detail.key === 'Enter') save();
            }}
          />
        </FormField>
        {views.map((view) => (
          <SpaceBetween key={view.name} size="xs" direction="horizontal" alignItems="center">
            <Box>{view.name}</Box>
            <Button
              iconName="remove"
              ariaLabel={`Remove the view ${view.name}`}
              onClick={() => onSave(withoutView(views, view.name))}
            />
          </SpaceBetween>
        ))}
      </SpaceBetween>
    </Modal>
  );
};
