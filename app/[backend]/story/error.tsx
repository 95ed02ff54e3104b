'use client';

import { ErrorPage } from '@/components/shell/error-page';

const StoryError = (props: { error: unknown; retry: () => void }) => (
  <ErrorPage {...props} what="The whole story" />
);

export default StoryError;
