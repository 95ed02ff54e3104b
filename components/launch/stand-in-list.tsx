'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useEffect, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { ConfirmModal } from '@/components/shell/confirm-modal';
import { type ActionResult } from '@/lib/errors/action-result';
import { formatBytes } from '@/lib/training/format';
import { type InstalledStandIn } from '@/lib/training/stand-in';
import { type StandInActions } from './launch-actions';
import styles from './launch-page.module.css';

interface StandInListProps {
  actions: StandInActions;
  /** The list is asked for again when this changes. */
  changed: string;
  onRemoved: () => Promise<void>;
}

/** All environments on the backend's machine, with a way to delete each. */
export const StandInList = ({ actions, changed, onRemoved }: StandInListProps) => {
  const [open, setOpen] = useState(false);
  const [list, setList] = useState<ActionResult<InstalledStandIn[]>>();
  const [leaving, setLeaving] = useState<InstalledStandIn>();

  const ask = useCallback(async () => setList(await askServer(() => actions.list())), [actions]);
  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(() => void ask(), 0);
    return () => clearTimeout(timer);
  }, [open, changed, ask]);

  return (
    <>
      <ExpandableSection
        headerText="Installed environments"
        expanded={open}
        onChange={({ detail }) => setOpen(detail.expanded)}
      >
        <Installed list={list} onRemove={setLeaving} onRetry={ask} />
      </ExpandableSection>
      {leaving && (
        <ConfirmModal
          header={`Delete ${leaving.title}?`}
          confirmText="Delete"
          busyText="Deleting"
          act={() => actions.remove(leaving.key)}
          onClose={() => setLeaving(undefined)}
          onDone={() => {
            setLeaving(undefined);
            void ask();
            void onRemoved();
          }}
        >
          <Box>
            {`This gives back ${formatBytes(leaving.bytes)}. The next job that needs it installs it again.`}
          </Box>
        </ConfirmModal>
      )}
    </>
  );
};

interface InstalledProps {
  list: ActionResult<InstalledStandIn[]> | undefined;
  onRemove: (standIn: InstalledStandIn) => void;
  onRetry: () => Promise<void>;
}

const Installed = ({ list, onRemove, onRetry }: InstalledProps) => {
  if (!list) return <StatusIndicator type="loading">Asking what is installed</StatusIndicator>;
  if (!list.ok) {
    return (
      <SpaceBetween size="xs">
        <StatusIndicator type="error">
          <span className="sd-sentence">{list.error.message}</span>
        </StatusIndicator>
        <Button onClick={() => void onRetry()}>Ask again</Button>
      </SpaceBetween>
    );
  }
  if (list.value.length === 0) return <Box color="text-body-secondary">None is installed.</Box>;
  return (
    <ul className={styles.list} aria-label="Installed environments">
      {list.value.map((standIn) => (
        <li key={standIn.key}>
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <span>{`${standIn.title}, ${formatBytes(standIn.bytes)}`}</span>
            {standIn.inUse ? (
              <Box color="text-body-secondary">in use</Box>
            ) : (
              <Button
                variant="inline-link"
                ariaLabel={`Delete ${standIn.title}`}
                onClick={() => onRemove(standIn)}
              >
                Delete
              </Button>
            )}
          </SpaceBetween>
        </li>
      ))}
    </ul>
  );
};
