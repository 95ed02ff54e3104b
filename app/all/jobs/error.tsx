'use client';

import { ErrorPage } from '@/components/shell/error-page';

const JobsError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The list of jobs" />
);

export default JobsError;
