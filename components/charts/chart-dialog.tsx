'use client';

import Modal from '@cloudscape-design/components/modal';
import { type ReactNode } from 'react';

interface ChartDialogProps {
  header: string;
  onClose: () => void;
  children: ReactNode;
}

/** A chart that has the page to itself. */
export const ChartDialog = ({ header, onClose, children }: ChartDialogProps) => (
  <Modal visible size="max" header={header} closeAriaLabel="Close the full screen" onDismiss={onClose}>
    <div>{children}</div>
  </Modal>
);
