'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type ActionError } from '@/lib/errors/action-result';
import { type EndpointDetail } from '@/lib/training/hosting';
import { type RemoveEndpoint } from './endpoint-actions';
import { stopsCosting } from './endpoint-cost';

interface DeleteEndpointModalProps {
  endpoint: EndpointDetail;
  simulated: boolean;
  remove: RemoveEndpoint;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before an endpoint is deleted, and says what that stops and what it leaves. */
export const DeleteEndpointModal = ({
  endpoint,
  simulated,
  remove,
  onClose,
  onDone,
}: DeleteEndpointModalProps) => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError>();
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const result = await remove(endpoint.name);
      if (result.ok) onDone();
      else setError(result.error);
    } catch {
      setError({ code: 'unreachable', message: 'The dashboard did not answer. Is it still running?' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={`Delete ${endpoint.name}?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} loadingText="Deleting" onClick={() => void confirm()}>
              Delete endpoint
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          {stopsCosting(endpoint.usdPerHour, simulated)} The endpoint answers no more requests. Its
          configuration and model are removed with it if they were made for it alone.
        </Box>
        <Box>The model archive and the evaluations stay in S3, and the model can be deployed again.</Box>
        {error && <Alert type="error">{error.message}</Alert>}
      </SpaceBetween>
    </Modal>
  );
};
