'use client';

import { ErrorPage } from '@/components/shell/error-page';
import { InlineScript } from '@/components/shell/inline-script';
import { systemThemeScript } from '@/components/shell/theme';
import '../.build/styles/cloudscape.css';
import './tokens.css';
import './globals.css';

/** Replaces the root layout when that fails, so it brings its own document. */
const GlobalError = ({ error, retry }: { error: unknown; retry: () => void }) => (
  <html lang="en">
    <body suppressHydrationWarning>
      <title>Error · Spotdeck</title>
      <InlineScript code={systemThemeScript} />
      <ErrorPage error={error} retry={retry} standalone />
    </body>
  </html>
);

export default GlobalError;
