import { type Metadata } from 'next';
import { cookies } from 'next/headers';
import { ServedPage } from '@/app/served-page';
import { AllSavings } from '@/components/all/all-savings';
import { ReportSkeleton } from '@/components/savings/report-skeleton';
import { listPlaces } from '@/lib/backends/list-places';
import { reportAllSavings } from '@/lib/savings/report-all-savings';
import { runAction } from '@/lib/server/run-action';
import { type SearchParams } from '@/lib/urls/job-list';
import { parsePlaces } from '@/lib/urls/places';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { readerZoneOf, readReportQuery } from '../../[backend]/savings/search-params';
import { enterPriceAction } from '../../[backend]/savings/actions';
import { queryAllSavingsAction, refreshAllSavingsAction } from './actions';
import { afterFirst } from '../../after-first';

export const metadata: Metadata = { title: 'Savings of all accounts and Regions' };

const Content = async ({ searchParams }: { searchParams: Promise<SearchParams> }) => {
  const address = await searchParams;
  const places = parsePlaces(address);
  const query = readReportQuery(address, readerZoneOf(await cookies()));
  const [{ choices, shown }, initial] = await Promise.all([
    runUseCase(listPlaces, 'local', { places }),
    runAction(reportAllSavings, 'local', { places, query }),
  ]);
  return (
    <AllSavings
      choices={choices}
      shown={shown}
      places={places}
      query={query}
      zoneGiven={address.zone === query.zone}
      initial={initial}
      afterFirst={afterFirst()}
      actions={{
        query: queryAllSavingsAction,
        refresh: refreshAllSavingsAction,
        enterPrice: enterPriceAction,
      }}
    />
  );
};

const AllSavingsPage = (props: { searchParams: Promise<SearchParams> }) => (
  <ServedPage skeleton={<ReportSkeleton title="Savings" />} content={Content(props)} />
);

export default AllSavingsPage;
