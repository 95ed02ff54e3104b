'use client';

import { ErrorPage } from '@/components/shell/error-page';

const EndpointsError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The deploy form" />
);

export default EndpointsError;
