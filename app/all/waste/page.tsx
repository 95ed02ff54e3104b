import { type Metadata } from 'next';
import { cookies } from 'next/headers';
import { AllWaste } from '@/components/all/all-waste';
import { ServedPage } from '@/app/served-page';
import { WasteSkeleton } from '@/components/waste/waste-skeleton';
import { listPlaces } from '@/lib/backends/list-places';
import { reportAllWaste } from '@/lib/savings/report-all-waste';
import { runAction } from '@/lib/server/run-action';
import { type SearchParams } from '@/lib/urls/job-list';
import { parsePlaces } from '@/lib/urls/places';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { readerZoneOf } from '../../[backend]/savings/search-params';
import { readWasteQuery } from '../../[backend]/waste/search-params';
import { enterPriceAction } from '../../[backend]/savings/actions';
import { queryAllWasteAction, refreshAllWasteAction } from './actions';

export const metadata: Metadata = { title: 'Waste of all accounts and Regions' };

const Content = async ({ searchParams }: { searchParams: Promise<SearchParams> }) => {
  const address = await searchParams;
  const places = parsePlaces(address);
  const query = readWasteQuery(address, readerZoneOf(await cookies()));
  const [{ choices, shown }, initial] = await Promise.all([
    runUseCase(listPlaces, 'local', { places }),
    runAction(reportAllWaste, 'local', { places, query }),
  ]);
  return (
    <AllWaste
      choices={choices}
      shown={shown}
      places={places}
      query={query}
      zoneGiven={address.zone === query.zone}
      initial={initial}
      actions={{
        query: queryAllWasteAction,
        refresh: refreshAllWasteAction,
        enterPrice: enterPriceAction,
      }}
    />
  );
};

const AllWastePage = (props: { searchParams: Promise<SearchParams> }) => (
  <ServedPage skeleton={<WasteSkeleton title="Waste" />} content={Content(props)} />
);

export default AllWastePage;
