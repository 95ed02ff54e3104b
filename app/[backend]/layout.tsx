import { notFound } from 'next/navigation';
import { type ReactNode } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { listBackends } from '@/lib/backends/list-backends';

interface BackendLayoutProps {
  params: Promise<{ backend: string }>;
  children: ReactNode;
}

const BackendLayout = async ({ params, children }: BackendLayoutProps) => {
  const { backends, current } = await listBackends((await params).backend);
  if (!current) notFound();
  return (
    <AppFrame backends={backends} current={current}>
      {children}
    </AppFrame>
  );
};

export default BackendLayout;
