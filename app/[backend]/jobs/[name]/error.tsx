'use client';

import { ErrorPage } from '@/components/shell/error-page';

const JobError = (props: { error: unknown; retry: () => void }) => <ErrorPage {...props} what="This job" />;

export default JobError;
