'use client';

import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

interface CopyTextProps {
  text: string;
  /** What is copied, for screen readers and the confirmation, e.g. `ARN`. */
  label: string;
  /** Shown instead of the text where that is too long to show. */
  display?: string;
}

/** A text beside a button that copies it. */
export const CopyText = ({ text, label, display }: CopyTextProps) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    textToDisplay={display ?? text}
    copyButtonAriaLabel={`Copy ${label}`}
    copySuccessText={`${label} copied`}
    copyErrorText={`${label} could not be copied`}
  />
);
