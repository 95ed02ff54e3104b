'use client';

import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { ErrorAlert } from '@/components/shell/error-alert';
import { type ActionError } from '@/lib/errors/action-result';

/** The launch page where the backend could not be asked. */
export const LaunchFailure = ({ error }: { error: ActionError }) => {
  const router = useRouter();
  const [retrying, retry] = useTransition();
  return (
    <ContentLayout header={<Header variant="h1">Launch a training job</Header>}>
      <ErrorAlert error={error} retrying={retrying} onRetry={() => retry(() => router.refresh())} />
    </ContentLayout>
  );
};
