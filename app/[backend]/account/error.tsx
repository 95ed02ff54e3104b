'use client';

import { ErrorPage } from '@/components/shell/error-page';

const AccountError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The account" />
);

export default AccountError;
