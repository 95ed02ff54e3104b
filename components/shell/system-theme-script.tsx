'use client';

import { systemThemeScript } from './theme';

/**
 * Runs while the browser reads the page, before it paints. React never runs scripts that it renders itself, and
 * warns of them, so there it is plain text.
 */
export const SystemThemeScript = ({ nonce }: { nonce?: string | undefined }) => (
  <script
    nonce={nonce}
    type={typeof window === 'undefined' ? 'text/javascript' : 'text/plain'}
    suppressHydrationWarning
    dangerouslySetInnerHTML={{ __html: systemThemeScript }}
  />
);
