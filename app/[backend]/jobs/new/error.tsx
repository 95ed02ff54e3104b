'use client';

import { ErrorPage } from '@/components/shell/error-page';

const NewJobError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The launch form" />
);

export default NewJobError;
