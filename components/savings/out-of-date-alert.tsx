import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type ActionError } from '@/lib/errors/action-result';

interface OutOfDateAlertProps {
  /** What may be out of date: `report`. */
  what: string;
  problem: Pick<ActionError, 'message'>;
  refreshing: boolean;
  onRefresh: () => void;
}

/** The newest answer is none: what was read before is still shown. */
export const OutOfDateAlert = ({ what, problem, refreshing, onRefresh }: OutOfDateAlertProps) => (
  <Alert
    type="warning"
    header={`This ${what} may be out of date`}
    action={
      <Button onClick={onRefresh} loading={refreshing}>
        Try again
      </Button>
    }
  >
    {problem.message} What is shown was read before.
  </Alert>
);
