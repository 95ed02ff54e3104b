'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { type ReactNode } from 'react';
import { type ActionError, type ErrorCode } from '@/lib/errors/action-result';
import { SignInWatch } from './sign-in';

const titles: Record<ErrorCode, string> = {
  'invalid-input': 'This request is not valid',
  'not-found': 'Not found',
  'name-taken': 'This name is taken',
  conflict: 'This cannot be done in the present state',
  quota: 'A quota is reached',
  throttled: 'AWS is limiting requests',
  'access-denied': 'Access denied',
  'no-credentials': 'No usable AWS credentials',
  'region-disabled': 'This Region is not enabled',
  'clock-skew': 'This machine’s clock is off',
  unreachable: 'The backend does not answer',
  'service-fault': 'The backend has a fault',
  'model-error': 'The model answered with an error',
  unsupported: 'Not supported here',
  internal: 'Something failed on the server',
};

interface ErrorAlertProps {
  error: ActionError;
  onRetry?: () => void;
  retrying?: boolean;
  /** Replaces the title of the error's code where the page can say more exactly what failed. */
  title?: string;
  children?: ReactNode;
}

/** A failed request: what failed, what to do, and a way to try again. Where credentials are missing it goes on by itself. */
export const ErrorAlert = ({ error, onRetry, retrying = false, title, children }: ErrorAlertProps) => (
  <Alert
    type="error"
    header={title ?? titles[error.code]}
    action={
      onRetry && (
        <Button onClick={onRetry} loading={retrying} loadingText="Trying again">
          Try again
        </Button>
      )
    }
  >
    {error.message}
    {error.code === 'no-credentials' && <SignInWatch onSignedIn={onRetry} />}
    {children}
  </Alert>
);
