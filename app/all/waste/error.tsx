'use client';

import { ErrorPage } from '@/components/shell/error-page';

const WasteError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The waste board" />
);

export default WasteError;
