'use client';

import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { ErrorAlert } from '@/components/shell/error-alert';
import { type ActionError } from '@/lib/errors/action-result';

/** A job that could not be read at all: what failed, what to do, and a way to try again. */
export const JobUnavailable = ({ name, error }: { name: string; error: ActionError }) => {
  const router = useRouter();
  const [retrying, startRetry] = useTransition();
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{name}</Header>
      <ErrorAlert error={error} retrying={retrying} onRetry={() => startRetry(() => router.refresh())} />
    </SpaceBetween>
  );
};
