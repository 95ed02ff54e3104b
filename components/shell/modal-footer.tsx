'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';

/** Cancel, and beside it what the modal is for. */
export const ModalFooter = ({ onCancel, children }: { onCancel: () => void; children: ReactNode }) => (
  <Box float="right">
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="link" onClick={onCancel}>
        Cancel
      </Button>
      {children}
    </SpaceBetween>
  </Box>
);
