import { type Metadata, type Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { type ReactNode } from 'react';
import { earlyKeyScript } from '@/components/shell/early-keys';
import { earlyPressScript } from '@/components/shell/early-presses';
import { Providers } from '@/components/shell/providers';
import { InlineScript } from '@/components/shell/inline-script';
import { firstVisitScript, readerZoneCookie, readZone } from '@/components/shell/reader-zone';
import { darkModeClass, readThemeChoice, systemThemeScript, themeCookie } from '@/components/shell/theme';
import '../.build/styles/cloudscape.css';
import './tokens.css';
import './globals.css';
import './style-sheets';

export const metadata: Metadata = {
  title: { default: 'Spotdeck', template: '%s · Spotdeck' },
  description: 'Run and watch Amazon SageMaker managed spot training',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const kept = await cookies();
  const theme = readThemeChoice(kept.get(themeCookie)?.value);
  const zone = readZone(kept.get(readerZoneCookie)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en">
      {/* The script below and the theme toggle own the body's class from here on. */}
      <body className={theme === 'dark' ? darkModeClass : undefined} suppressHydrationWarning>
        {theme === 'system' && <InlineScript code={systemThemeScript} nonce={nonce} />}
        <InlineScript code={earlyPressScript} nonce={nonce} />
        <InlineScript code={earlyKeyScript} nonce={nonce} />
        {zone === undefined && <InlineScript code={firstVisitScript} nonce={nonce} />}
        <Providers theme={theme} zone={zone} madeAt={now()}>
          {children}
        </Providers>
      </body>
    </html>
  );
};

const now = () => Date.now();

export default RootLayout;
