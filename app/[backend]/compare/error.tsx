'use client';

import { ErrorPage } from '@/components/shell/error-page';

const CompareError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The comparison" />
);

export default CompareError;
