import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

interface UnreadableNoticeProps {
  count: number;
  /** What one of them is called: `view`. */
  what: string;
  onRemove: () => void;
}

/** Says that the browser keeps something that this version cannot read. */
export const UnreadableNotice = ({ count, what, onRemove }: UnreadableNoticeProps) =>
  count === 0 ? null : (
    <div>
      <StatusIndicator type="warning">
        {count === 1
          ? `One ${what} that this browser keeps cannot be read here. It stays as it is.`
          : `${count} ${what}s that this browser keeps cannot be read here. They stay as they are.`}
      </StatusIndicator>{' '}
      <Button variant="inline-link" onClick={onRemove}>
        {count === 1 ? 'Remove it' : 'Remove them'}
      </Button>
    </div>
  );
