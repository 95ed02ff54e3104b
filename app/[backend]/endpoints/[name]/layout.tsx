import { notFound } from 'next/navigation';
import { type ReactNode } from 'react';
import { describeEndpoint } from '@/lib/endpoints/describe-endpoint';
import { runAction } from '@/lib/server/run-action';

interface LayoutProps {
  params: Promise<{ backend: string; name: string }>;
  children: ReactNode;
}

/** Asks for the endpoint before anything is sent: once a skeleton is on its way, a missing one could only answer 200. */
const Layout = async ({ params, children }: LayoutProps) => {
  const { backend, name } = await params;
  const read = await runAction(describeEndpoint, backend, { name });
  if (!read.ok && read.error.code === 'not-found') notFound();
  return children;
};

export default Layout;
