'use client';

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useNotifications } from '@/components/shell/notifications';
import { type JobRow } from '@/lib/training/job-columns';
import { type BulkAction, bulkActions, jobsAre, type ListActions } from './bulk-actions';

const BulkModal = dynamic(() => import('./bulk-modal').then((module) => module.BulkModal), { ssr: false });

interface BulkMenuProps {
  /** Jobs that are ticked, on any page. */
  selected: readonly JobRow[];
  actions: ListActions;
  /** These are done with and need no tick any more. */
  onDone: (names: readonly string[]) => void;
}

/** What can be done to all ticked jobs at once. */
export const BulkMenu = ({ selected, actions, onDone }: BulkMenuProps) => {
  const notifications = useNotifications();
  const [chosen, setChosen] = useState<{
    action: BulkAction;
    names: readonly string[];
    passedOver: number;
  }>();
  const choose = (id: string) => {
    const action = bulkActions.find((known) => known.id === id);
    if (!action) return;
    const names = selected.filter(action.suits).map(({ name }) => name);
    setChosen({ action, names, passedOver: selected.length - names.length });
  };
  return (
    <>
      <ButtonDropdown
        disabled={selected.length === 0}
        disabledReason="Tick jobs to stop, tag, archive or delete them together."
        items={bulkActions.map(({ id, text, suits, none }) => ({
          id,
          text,
          disabled: !selected.some(suits),
          disabledReason: none,
        }))}
        onItemClick={({ detail }) => choose(detail.id)}
        expandToViewport
      >
        Actions
      </ButtonDropdown>
      {chosen && (
        <BulkModal
          {...chosen}
          act={(name, change) => chosen.action.act(actions, name, change)}
          onClose={(done, isAll) => {
            setChosen(undefined);
            if (done.length === 0) return;
            onDone(done);
            if (isAll) notifications.info({ header: chosen.action.done(jobsAre(done.length)) });
          }}
        />
      )}
    </>
  );
};
