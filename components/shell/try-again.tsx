'use client';

import Button from '@cloudscape-design/components/button';

/** Behind a sentence that says what could not be read. @param what as in `roles` */
export const TryAgain = ({ what, onTry }: { what: string; onTry: () => void }) => (
  <Button variant="inline-link" ariaLabel={`Try again: ${what}`} onClick={onTry}>
    Try again
  </Button>
);
