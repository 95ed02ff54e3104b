import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ServedPage } from '@/app/served-page';
import { AccountPage } from '@/components/account/account-page';
import { AccountSkeleton } from '@/components/account/account-skeleton';
import { readAccount } from '@/lib/backends/read-account';
import { describeBackend } from '@/lib/backends/describe-backend';
import { runAction } from '@/lib/server/run-action';
import { checkPermissionsAction, readAccountAction } from '../actions';

export const metadata: Metadata = { title: 'Account' };

interface PageProps {
  params: Promise<{ backend: string }>;
}

const Content = async ({ params }: PageProps) => {
  const { backend } = await params;
  const described = await runAction(describeBackend, backend, {});
  if (!described.ok) notFound();
  return (
    <AccountPage
      backendLabel={described.value.label}
      initial={await runAction(readAccount, backend, {})}
      read={readAccountAction.bind(null, backend)}
      check={checkPermissionsAction.bind(null, backend)}
    />
  );
};

const Page = (props: PageProps) => <ServedPage skeleton={<AccountSkeleton />} content={Content(props)} />;

export default Page;
