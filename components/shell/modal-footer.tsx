'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';

interface ModalFooterProps {
  onCancel: () => void;
  cancelText?: string;
  children: ReactNode;
}

/** Cancel, and beside it what the modal is for. */
export const ModalFooter = ({ onCancel, cancelText = 'Cancel', children }: ModalFooterProps) => (
  <Box float="right">
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="link" onClick={onCancel}>
        {cancelText}
      </Button>
      {children}
    </SpaceBetween>
  </Box>
);
