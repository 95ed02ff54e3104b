import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ToolsPage } from '@/components/tools/tools-page';
import { describeBackend } from '@/lib/backends/describe-backend';
import { runAction } from '@/lib/server/run-action';
import { toolSetups } from '@/lib/training/tool-setups';

export const metadata: Metadata = { title: 'From your own tools' };

interface PageProps {
  params: Promise<{ backend: string }>;
}

const Page = async ({ params }: PageProps) => {
  const described = await runAction(describeBackend, (await params).backend, {});
  if (!described.ok) notFound();
  const { label, ...target } = described.value;
  return (
    <ToolsPage
      backendLabel={label}
      setups={toolSetups(target)}
      {...(target.endpointUrl !== undefined && { endpointUrl: target.endpointUrl })}
    />
  );
};

export default Page;
