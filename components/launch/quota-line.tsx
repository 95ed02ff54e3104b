'use client';

import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import { TryAgain } from '@/components/shell/try-again';
import { useFollowed } from '@/components/shell/use-followed';
import { quotaInWords } from '@/lib/training/training-quota';
import { type LaunchActions } from './launch-actions';
import { type LaunchForm } from './use-launch-form';

/** The account's quota of the chosen type beside what runs; nothing where there is none. */
export const QuotaLine = ({ form, quota: ask }: { form: LaunchForm; quota: LaunchActions['quota'] }) => {
  const { instanceType, spot, instanceCount } = form.values;
  const look = useCallback(() => ask(instanceType, spot), [ask, instanceType, spot]);
  const {
    value,
    failure,
    ask: askAgain,
  } = useFollowed(
    /^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceType) ? `${instanceType} ${spot}` : '',
    look,
    () => false,
  );
  // That there are no credentials stands at the top of the form.
  if (failure?.code === 'no-credentials') return null;
  if (failure)
    return (
      <StatusIndicator type="info">
        {failure.message} <TryAgain what="quota" onTry={() => void askAgain()} />
      </StatusIndicator>
    );
  if (!value) return null;
  const wanted = /^\d+$/.test(instanceCount.trim()) ? Number(instanceCount) : undefined;
  const { text, isEnough } = quotaInWords(value, { spot, wanted });
  return (
    <StatusIndicator type={isEnough ? 'info' : 'warning'}>
      {text}{' '}
      <Link href={value.increaseUrl} external variant={isEnough ? 'secondary' : 'primary'}>
        Request an increase
      </Link>
    </StatusIndicator>
  );
};
