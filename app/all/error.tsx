'use client';

import { ErrorPage } from '@/components/shell/error-page';

const BackendError = (props: { error: unknown; retry: () => void }) => <ErrorPage {...props} />;

export default BackendError;
