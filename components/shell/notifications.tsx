'use client';

import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { AppLink } from './app-link';

export interface Notification {
  /** A notification with the id of one that is shown takes its place, e.g. in progress, then success. */
  id?: string;
  header: string;
  content?: ReactNode;
  /** A page of this site to go to. */
  link?: { href: string; text: string };
}

interface Notifications {
  /** Each shows a notification and returns its id. */
  success: (notification: Notification) => string;
  error: (notification: Notification) => string;
  info: (notification: Notification) => string;
  inProgress: (notification: Notification) => string;
  dismiss: (id: string) => void;
}

type Shown = Notification & {
  id: string;
  type: NonNullable<FlashbarProps.MessageDefinition['type']>;
  /** Ms since the epoch. */
  since: number;
};

const NotificationsContext = createContext<Notifications | undefined>(undefined);
const ShownContext = createContext<readonly Shown[]>([]);

/** Keeps the notifications while the reader moves between pages. */
export const NotificationsProvider = ({ children }: { children: ReactNode }) => {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const show = useCallback((type: Shown['type'], notification: Notification) => {
    const id = notification.id ?? crypto.randomUUID();
    const next: Shown = { ...notification, type, id, since: Date.now() };
    setShown((current) =>
      current.some((entry) => entry.id === id)
        ? current.map((entry) => (entry.id === id ? next : entry))
        : [next, ...current],
    );
    return id;
  }, []);
  const notifications = useMemo<Notifications>(
    () => ({
      success: (notification) => show('success', notification),
      error: (notification) => show('error', notification),
      info: (notification) => show('info', notification),
      inProgress: (notification) => show('in-progress', notification),
      dismiss: (id) => setShown((current) => current.filter((entry) => entry.id !== id)),
    }),
    [show],
  );
  return (
    <NotificationsContext value={notifications}>
      <ShownContext value={shown}>{children}</ShownContext>
    </NotificationsContext>
  );
};

/** Shows notifications at the top of every page. */
export const useNotifications = (): Notifications => {
  const notifications = use(NotificationsContext);
  if (!notifications) throw new Error('useNotifications needs a NotificationsProvider above it.');
  return notifications;
};

/** What only says that something was done goes away by itself, in ms; a fault stays until it was read. */
const passingMs = 8_000;
const isPassing = ({ type }: Shown) => type === 'success' || type === 'info';

/** Where the layout shows them. */
export const NotificationsBar = () => {
  const shown = use(ShownContext);
  const { dismiss } = useNotifications();
  /** Somebody reads: the pointer or the focus is on them. */
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    if (isRead) return undefined;
    const timers = shown
      .filter(isPassing)
      .map(({ id, since }) => setTimeout(() => dismiss(id), Math.max(1_000, since + passingMs - Date.now())));
    return () => timers.forEach(clearTimeout);
  }, [shown, isRead, dismiss]);
  const items = shown.map((entry): FlashbarProps.MessageDefinition => ({
    id: entry.id,
    type: entry.type,
    loading: entry.type === 'in-progress',
    header: entry.header,
    content: (
      <>
        {entry.content} {entry.link && <NotificationLink {...entry.link} />}
      </>
    ),
    dismissible: entry.type !== 'in-progress',
    dismissLabel: 'Dismiss',
    onDismiss: () => dismiss(entry.id),
  }));
  return (
    <div
      onPointerEnter={() => setIsRead(true)}
      onPointerLeave={() => setIsRead(false)}
      onFocus={() => setIsRead(true)}
      onBlur={() => setIsRead(false)}
    >
      <Flashbar items={items} stackItems={items.length > 3} />
    </div>
  );
};

const NotificationLink = ({ href, text }: { href: string; text: string }) => (
  <AppLink href={href} color="inverted">
    {text}
  </AppLink>
);
