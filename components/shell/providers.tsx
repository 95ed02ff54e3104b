'use client';

import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { type ReactNode } from 'react';
import { NotificationsProvider } from './notifications';
import { ReaderClockProvider } from './reader-clock';
import { type ThemeChoice } from './theme';
import { ThemeProvider } from './theme-provider';
import { useDesktopFirst } from './use-desktop-first';
import { useTakenOver } from './use-taken-over';

interface ProvidersProps {
  theme: ThemeChoice;
  /** The reader's, where it is known. */
  zone: string | undefined;
  /** Ms since the epoch when the server made the page. */
  madeAt: number;
  children: ReactNode;
}

/** What every page needs around it: Cloudscape's English texts, the theme, notifications. */
export const Providers = ({ theme, zone, madeAt, children }: ProvidersProps) => {
  useDesktopFirst();
  useTakenOver();
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ThemeProvider initial={theme}>
        <ReaderClockProvider zone={zone} madeAt={madeAt}>
          <NotificationsProvider>{children}</NotificationsProvider>
        </ReaderClockProvider>
      </ThemeProvider>
    </I18nProvider>
  );
};
