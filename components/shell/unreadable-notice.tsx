'use client';

import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';

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

interface UnreadableSettingProps {
  /** Its name. */
  cookie: string;
  /** What it is of: `the charts`. */
  what: string;
}

/** Says that a cookie holds a choice that this version cannot read. */
export const UnreadableSetting = ({ cookie, what }: UnreadableSettingProps) => {
  const [isRemoved, setIsRemoved] = useState(false);
  if (isRemoved) return null;
  return (
    <div>
      <StatusIndicator type="warning">
        {`What this browser keeps of ${what} cannot be read here. It stays as it is until you choose anew.`}
      </StatusIndicator>{' '}
      <Button
        variant="inline-link"
        onClick={() => {
          document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax`;
          setIsRemoved(true);
        }}
      >
        Remove it
      </Button>
    </div>
  );
};
