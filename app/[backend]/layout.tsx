import { notFound } from 'next/navigation';
import { type ReactNode } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { listBackends } from '@/lib/backends/list-backends';
import { runAction } from '@/lib/server/run-action';
import { readNoticesAction } from './actions';

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
    <AppFrame backends={backends} current={current} readNotices={readNoticesAction.bind(null, current.slug)}>
      {children}
    </AppFrame>
  );
};

export default BackendLayout;
