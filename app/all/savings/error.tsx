'use client';

import { ErrorPage } from '@/components/shell/error-page';

const SavingsError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The savings report" />
);

export default SavingsError;
