import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { describeEndpointStatus } from '@/lib/training/hosting';

/** An endpoint's status as icon and words. */
export const EndpointStatus = ({ status }: { status: string }) => {
  const { label, indicator } = describeEndpointStatus(status);
  return <StatusIndicator type={indicator}>{label}</StatusIndicator>;
};
