'use client';

import { useSyncExternalStore } from 'react';

const key = 'spotdeck-alerts';
const changed = 'spotdeck-alerts-changed';

const subscribe = (listener: () => void) => {
  // Other tabs tell by `storage`, this one does not.
  window.addEventListener('storage', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(changed, listener);
  };
};

const read = (): boolean => {
  try {
    return (
      'Notification' in window && Notification.permission === 'granted' && localStorage.getItem(key) === 'on'
    );
  } catch {
    return false; // The browser keeps nothing for this site.
  }
};

export type AlertsAnswer = 'on' | 'off' | 'denied' | 'unsupported';

/** Whether the reader wants to be told of jobs while looking elsewhere: asked once, for all jobs of this browser. */
export const useAlertsChoice = (): [isOn: boolean, toggle: () => Promise<AlertsAnswer>] => {
  const isOn = useSyncExternalStore(subscribe, read, () => false);
  const toggle = async (): Promise<AlertsAnswer> => {
    if (!('Notification' in window)) return 'unsupported';
    if (!isOn && (await Notification.requestPermission()) !== 'granted') return 'denied';
    try {
      localStorage.setItem(key, isOn ? 'off' : 'on');
    } catch {
      return 'unsupported'; // Nothing is kept, so that nothing would be told.
    }
    window.dispatchEvent(new Event(changed));
    return isOn ? 'off' : 'on';
  };
  return [isOn, toggle];
};
