'use client';

import Box from '@cloudscape-design/components/box';
import { ConfirmModal } from '@/components/shell/confirm-modal';
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
}: DeleteEndpointModalProps) => (
  <ConfirmModal
    header={`Delete ${endpoint.name}?`}
    confirmText="Delete endpoint"
    busyText="Deleting"
    act={() => remove(endpoint.name)}
    onClose={onClose}
    onDone={onDone}
  >
    <Box>
      {stopsCosting(endpoint.usdPerHour, simulated)} The endpoint answers no more requests. Its configuration
      and model are removed with it if they were made for it alone.
    </Box>
    <Box>The model archive and the evaluations stay in S3, and the model can be deployed again.</Box>
  </ConfirmModal>
);
