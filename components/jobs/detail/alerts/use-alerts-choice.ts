'use client';

import { keepText, useBrowserText } from '@/components/shell/use-browser-text';

const key = 'spotdeck-alerts';

export type AlertsAnswer = 'on' | 'off' | 'denied' | 'unsupported';

/** Whether the reader wants to be told of jobs while looking elsewhere: asked once, for all jobs of this browser. */
export const useAlertsChoice = (): [isOn: boolean, toggle: () => Promise<AlertsAnswer>] => {
  // Null on the server, where there is no permission to ask for.
  const isOn = useBrowserText(key) === 'on' && isPermitted();
  const toggle = async (): Promise<AlertsAnswer> => {
    if (!('Notification' in window)) return 'unsupported';
    if (!isOn && (await Notification.requestPermission()) !== 'granted') return 'denied';
    const next = isOn ? 'off' : 'on';
    // Where nothing is kept, nothing would be told.
    return keepText(key, next) ? next : 'unsupported';
  };
  return [isOn, toggle];
};

const isPermitted = (): boolean => 'Notification' in window && Notification.permission === 'granted';
