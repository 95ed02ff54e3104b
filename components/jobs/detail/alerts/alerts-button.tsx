'use client';

import Button from '@cloudscape-design/components/button';
import { useNotifications } from '@/components/shell/notifications';
import { type AlertsAnswer, useAlertsChoice } from './use-alerts-choice';

const answers: Record<Exclude<AlertsAnswer, 'off'>, { header: string; content?: string }> = {
  on: {
    header: 'You are told of jobs whose page is open',
    content: 'When one is interrupted, resumes, falls silent or ends while you look elsewhere.',
  },
  denied: {
    header: 'The browser does not let this site notify you',
    content: 'Allow notifications for this address in the browser’s settings of the site, then choose again.',
  },
  unsupported: { header: 'This browser cannot notify you' },
};

/** Asks once whether the reader wants to be told of jobs while looking elsewhere. */
export const AlertsButton = () => {
  const [isOn, toggle] = useAlertsChoice();
  const notifications = useNotifications();
  const choose = async () => {
    const answer = await toggle();
    if (answer === 'off') return;
    notifications.info({ id: 'alerts', ...answers[answer] });
  };
  return (
    <Button
      iconName="notification"
      variant={isOn ? 'primary' : 'normal'}
      ariaLabel={isOn ? 'Stop notifying me of jobs' : 'Notify me of jobs'}
      onClick={() => void choose()}
    />
  );
};
