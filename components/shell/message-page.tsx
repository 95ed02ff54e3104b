'use client';

import dynamic from 'next/dynamic';
import { type ReactNode } from 'react';

export interface MessagePageProps {
  title: string;
  children: ReactNode;
  /** The first one is what most readers want. */
  actions: readonly (
    { text: string; href: string; reloads?: boolean } | { text: string; onClick: () => void }
  )[];
  /** The whole window rather than the content of the frame. */
  standalone?: boolean;
}

/** For who cannot even load the page that says so. */
const PlainMessage = ({ title, children, actions }: MessagePageProps) => (
  <main className="sd-standalone">
    <h1>{title}</h1>
    <p>{children}</p>
    {actions.map((action) =>
      'href' in action ? (
        <a key={action.text} href={action.href}>
          {action.text}
        </a>
      ) : (
        <button key={action.text} type="button" onClick={action.onClick}>
          {action.text}
        </button>
      ),
    )}
  </main>
);

/**
 * A page that has only something to say: what was not found, or what failed. Each page carries its error pages along, so
 * that what draws them is loaded when it is wanted.
 */
export const MessagePage = dynamic<MessagePageProps>(() =>
  import('./message-page-body').catch(() => ({ default: PlainMessage })),
);
