import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ToolsPage } from '@/components/tools/tools-page';
import { describeBackend } from '@/lib/backends/describe-backend';
import { toolSetups } from '@/lib/training/tool-setups';

export const metadata: Metadata = { title: 'From your own tools' };

interface PageProps {
  params: Promise<{ backend: string }>;
}

const Page = async ({ params }: PageProps) => {
  const backend = describeBackend((await params).backend);
  if (!backend) notFound();
  const { label, ...target } = backend;
  return (
    <ToolsPage
      backendLabel={label}
      setups={toolSetups(target)}
      {...(target.endpointUrl !== undefined && { endpointUrl: target.endpointUrl })}
    />
  );
};

export default Page;
