'use client';

import { useEffect, useRef } from 'react';
import { alertBetween, type JobState } from './job-alert';
import { useAlertsChoice } from './use-alerts-choice';

/** Tells of what comes of a job by the browser's notifications, while its page is not looked at. */
export const useJobAlerts = (name: string, state: JobState): void => {
  const [isOn] = useAlertsChoice();
  const seen = useRef<JobState>(undefined);
  useEffect(() => {
    const before = seen.current;
    seen.current = state;
    const alert = before && alertBetween(name, before, state);
    if (!alert || !isOn || document.visibilityState === 'visible') return;
    // A later one of the same job takes its place.
    const told = new Notification(alert.title, { body: alert.body, tag: `spotdeck ${name}` });
    told.onclick = () => {
      window.focus();
      told.close();
    };
  }, [name, state, isOn]);
};
