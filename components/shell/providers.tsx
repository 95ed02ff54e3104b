'use client';

import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { type ReactNode } from 'react';
import { NotificationsProvider } from './notifications';
import { type ThemeChoice } from './theme';
import { ThemeProvider } from './theme-provider';
import { useDesktopFirst } from './use-desktop-first';

/** What every page needs around it: Cloudscape's English texts, the theme, notifications. */
export const Providers = ({ theme, children }: { theme: ThemeChoice; children: ReactNode }) => {
  useDesktopFirst();
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ThemeProvider initial={theme}>
        <NotificationsProvider>{children}</NotificationsProvider>
      </ThemeProvider>
    </I18nProvider>
  );
};
