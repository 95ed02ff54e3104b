'use client';

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { memo, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { useSavedViews } from './use-saved-views';

const ViewsModal = lateDialog(() => import('./views-modal').then((module) => module.ViewsModal));

interface SavedViewsProps {
  /** The list's address now, without its page. */
  address: string;
  onOpen: (address: string) => void;
}

/** Addresses of the list by the names that the reader gave them. */
export const SavedViews = memo(function SavedViews({ address, onOpen }: SavedViewsProps) {
  const store = useSavedViews();
  const { views } = store;
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
      {managing && <ViewsModal store={store} address={address} onClose={() => setManaging(false)} />}
    </>
  );
});
