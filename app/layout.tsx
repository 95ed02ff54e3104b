import { type Metadata, type Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { type ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';
import { SystemThemeScript } from '@/components/shell/system-theme-script';
import { darkModeClass, readThemeChoice, themeCookie } from '@/components/shell/theme';
import '../.build/styles/cloudscape.css';
import './globals.css';
import './style-sheets';

export const metadata: Metadata = {
  title: { default: 'Spotdeck', template: '%s · Spotdeck' },
  description: 'Run and watch Amazon SageMaker managed spot training',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const theme = readThemeChoice((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en">
      {/* The script below and the theme toggle own the body's class from here on. */}
      <body className={theme === 'dark' ? darkModeClass : undefined} suppressHydrationWarning>
        {theme === 'system' && <SystemThemeScript nonce={(await headers()).get('x-nonce') ?? undefined} />}
        <Providers theme={theme}>{children}</Providers>
      </body>
    </html>
  );
};

export default RootLayout;
