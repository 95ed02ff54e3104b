import { notFound } from 'next/navigation';
import { type ReactNode } from 'react';
import { listBackends } from '@/lib/backends/list-backends';
import { runAction } from '@/lib/server/run-action';
import { isSignedInAction, readNoticesAction } from './actions';
import { BackendFrame } from './backend-frame';

interface BackendLayoutProps {
  params: Promise<{ backend: string }>;
  children: ReactNode;
}

const BackendLayout = async ({ params, children }: BackendLayoutProps) => {
  const listed = await runAction(listBackends, (await params).backend, {});
  if (!listed.ok && listed.error.code === 'not-found') notFound();
  if (!listed.ok) throw new Error(listed.error.message);
  const { backends, current } = listed.value;
  return (
    <BackendFrame
      backends={backends}
      current={current}
      readNotices={readNoticesAction.bind(null, current.slug)}
      isSignedIn={isSignedInAction.bind(null, current.slug)}
    >
      {children}
    </BackendFrame>
  );
};

export default BackendLayout;
