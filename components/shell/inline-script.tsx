'use client';

interface InlineScriptProps {
  code: string;
  nonce?: string | undefined;
}

/**
 * Runs while the browser reads the page, before it paints. React never runs scripts that it renders itself, and
 * warns of them, so there it is plain text.
 */
export const InlineScript = ({ code, nonce }: InlineScriptProps) => (
  <script
    nonce={nonce}
    type={typeof window === 'undefined' ? 'text/javascript' : 'text/plain'}
    suppressHydrationWarning
    dangerouslySetInnerHTML={{ __html: code }}
  />
);
