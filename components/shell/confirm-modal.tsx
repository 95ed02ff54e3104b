'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactNode } from 'react';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { askServer } from './ask-server';
import { ModalFooter } from './modal-footer';

interface ConfirmModalProps {
  header: string;
  confirmText: string;
  /** What is said while it is done. */
  busyText?: string;
  children: ReactNode;
  act: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before what cannot be taken back; a refusal is shown where it was asked for. */
export const ConfirmModal = ({
  header,
  confirmText,
  busyText,
  children,
  act,
  onClose,
  onDone,
}: ConfirmModalProps) => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError>();
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
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
        <ModalFooter onCancel={onClose}>
          <Button
            variant="primary"
            loading={busy}
            {...(busyText !== undefined && { loadingText: busyText })}
            onClick={() => void confirm()}
          >
            {confirmText}
          </Button>
        </ModalFooter>
      }
    >
      <SpaceBetween size="m">
        {children}
        {error && <Alert type="error">{error.message}</Alert>}
      </SpaceBetween>
    </Modal>
  );
};
