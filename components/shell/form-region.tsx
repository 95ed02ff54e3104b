import { type ReactNode } from 'react';

/**
 * A form without a form element. The browser submits a form element at Enter in any field and by any button that
 * does not say otherwise, which many components' buttons do not; here, only the button that acts acts.
 */
export const FormRegion = ({ label, children }: { label: string; children: ReactNode }) => (
  <div role="form" aria-label={label}>
    {children}
  </div>
);
