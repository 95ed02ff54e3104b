'use client';

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { memo, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { useNotifications } from '@/components/shell/notifications';
import { jobKeyOf, type JobRow } from '@/lib/training/job-columns';
import { type BulkAction, bulkActions, jobsAre, type ListActions } from './bulk-actions';

const BulkModal = lateDialog(() => import('./bulk-modal').then((module) => module.BulkModal));

interface BulkMenuProps {
  backend: string;
  /** Jobs that are ticked, on any page. */
  selected: readonly JobRow[];
  actions: ListActions;
  /** These, by their keys, are done with and need no tick any more. */
  onDone: (keys: readonly string[]) => void;
}

/** What can be done to all ticked jobs at once. */
export const BulkMenu = memo(function BulkMenu({ backend, selected, actions, onDone }: BulkMenuProps) {
  const notifications = useNotifications();
  const [chosen, setChosen] = useState<{
    action: BulkAction;
    names: readonly string[];
    passedOver: number;
  }>();
  const choose = (id: string) => {
    const action = bulkActions.find((one) => one.id === id);
    if (!action) return;
    const names = selected.filter(action.suits).map(jobKeyOf);
    setChosen({ action, names, passedOver: selected.length - names.length });
  };
  const jobOf = (key: string) => {
    const { name = key, where = backend } = selected.find((job) => jobKeyOf(job) === key) ?? {};
    return { backend: where, name };
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
          act={(key, change) => chosen.action.act(actions, jobOf(key), change)}
          onClose={(done = [], isAll = false) => {
            setChosen(undefined);
            if (done.length === 0) return;
            onDone(done);
            if (isAll) notifications.info({ header: chosen.action.done(jobsAre(done.length)) });
          }}
        />
      )}
    </>
  );
});
