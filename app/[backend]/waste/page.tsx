import { type Metadata } from 'next';
import { cookies } from 'next/headers';
import { ServedPage } from '@/app/served-page';
import { WastePage } from '@/components/waste/waste-page';
import { WasteSkeleton } from '@/components/waste/waste-skeleton';
import { type SearchParams } from '@/lib/urls/job-list';
import { runAction } from '@/lib/server/run-action';
import { reportWaste } from '@/lib/savings/report-waste';
import { enterPriceAction } from '../savings/actions';
import { readerZoneOf } from '../savings/search-params';
import { queryWasteAction, refreshWasteAction } from './actions';
import { readWasteQuery } from './search-params';

export const metadata: Metadata = { title: 'Waste' };

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<SearchParams>;
}

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend } = await params;
  const address = await searchParams;
  const query = readWasteQuery(address, readerZoneOf(await cookies()));
  return (
    <WastePage
      backend={backend}
      query={query}
      zoneGiven={address.zone === query.zone}
      initial={await runAction(reportWaste, backend, query)}
      actions={{ query: queryWasteAction, refresh: refreshWasteAction, enterPrice: enterPriceAction }}
    />
  );
};

const Page = (props: PageProps) => (
  <ServedPage skeleton={<WasteSkeleton title="Waste" />} content={Content(props)} />
);

export default Page;
