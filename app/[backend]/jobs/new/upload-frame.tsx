'use client';

import { type ReactNode, useMemo } from 'react';
import { type UploadCalls, UploadCallsContext } from '@/components/launch/upload/upload-calls';
import { sendUploadOf } from './send-upload';

interface UploadFrameProps {
  backend: string;
  actions: Omit<UploadCalls, 'send' | 'put'>;
  children: ReactNode;
}

/** What an upload asks of the server: by actions, and for its bytes by requests of their own, which can be given up. */
export const UploadFrame = ({ backend, actions, children }: UploadFrameProps) => {
  const calls = useMemo(() => ({ ...actions, ...sendUploadOf(backend) }), [actions, backend]);
  return <UploadCallsContext value={calls}>{children}</UploadCallsContext>;
};
