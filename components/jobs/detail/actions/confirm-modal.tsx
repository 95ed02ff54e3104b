'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactNode } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';

interface ConfirmModalProps {
  header: string;
  confirmText: string;
  children: ReactNode;
  act: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before what cannot be taken back; a refusal is shown where it was asked for. */
export const ConfirmModal = ({ header, confirmText, children, act, onClose, onDone }: ConfirmModalProps) => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError>();
  const confirm = async () => {
    setBusy(true);
    const result = await askServer(act);
    setBusy(false);
    if (result.ok) onDone();
    else setError(result.error);
  };
  return (
    <Modal
      visible
      header={header}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void confirm()}>
              {confirmText}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {error && <Alert type="error">{error.message}</Alert>}
      </SpaceBetween>
    </Modal>
  );
};
