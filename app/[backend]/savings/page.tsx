import { type Metadata } from 'next';
import { cookies } from 'next/headers';
import { ServedPage } from '@/app/served-page';
import { SavingsPage } from '@/components/savings/savings-page';
import { ReportSkeleton } from '@/components/savings/report-skeleton';
import { type SearchParams } from '@/lib/urls/job-list';
import { listBackends } from '@/lib/backends/list-backends';
import { runAction } from '@/lib/server/run-action';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { reportSavings } from '@/lib/savings/report-savings';
import { enterPriceAction, querySavingsAction, refreshSavingsAction } from './actions';
import { readReportQuery, readerZoneOf } from './search-params';
import { afterFirst } from '../../after-first';

export const metadata: Metadata = { title: 'Savings' };

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<SearchParams>;
}

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend } = await params;
  const address = await searchParams;
  const query = readReportQuery(address, readerZoneOf(await cookies()));
  const [initial, { current }] = await Promise.all([
    runAction(reportSavings, backend, query),
    runUseCase(listBackends, backend, {}),
  ]);
  return (
    <SavingsPage
      backend={backend}
      backendLabel={current.label}
      query={query}
      zoneGiven={address.zone === query.zone}
      initial={initial}
      afterFirst={afterFirst()}
      actions={{ query: querySavingsAction, refresh: refreshSavingsAction, enterPrice: enterPriceAction }}
    />
  );
};

const Page = (props: PageProps) => (
  <ServedPage skeleton={<ReportSkeleton title="Savings" />} content={Content(props)} />
);

export default Page;
