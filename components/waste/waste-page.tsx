'use client';

import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type WasteBoard, type WasteQuery } from '@/lib/training/report/waste-board';
import { withPlaces } from '@/lib/urls/places';
import { formatWasteQuery } from '@/lib/urls/waste';
import { OutOfDateAlert } from '../savings/out-of-date-alert';
import { type EnterPrice } from '../savings/price-entry';
import { ReportControls } from '../savings/report-controls';
import { ReportFreshness } from '../savings/report-freshness';
import styles from '../savings/savings.module.css';
import { SimulatedMoney } from '../savings/simulated-money';
import { useReport } from '../savings/use-report';
import { useReportAddress } from '../savings/use-report-address';
import { useReportZone } from '../savings/use-report-zone';
import { ErrorAlert } from '../shell/error-alert';
import { wasteLinks } from './waste-links';
import { WasteNotices } from './waste-notices';
import { WasteSkeleton } from './waste-skeleton';
import { WasteTable } from './waste-table';
import { WasteTotals } from './waste-totals';

interface WastePageProps {
  backend: string;
  query: WasteQuery;
  /** Whether the address names the zone: it is the reader's own otherwise. */
  zoneGiven: boolean;
  initial: ActionResult<WasteBoard>;
  actions: {
    query: (backend: string, address: string) => Promise<ActionResult<WasteBoard>>;
    refresh: (backend: string, address: string) => Promise<ActionResult<WasteBoard>>;
    enterPrice: (
      backend: string,
      instanceType: string,
      usdPerHour: number | undefined,
    ) => Promise<ActionResult<undefined>>;
  };
  /** Of a board of several backends: which, where the reader chose them, and what says so. */
  several?: { places: readonly string[]; above: (board: WasteBoard | undefined) => ReactNode };
}

/** Who wastes most: its state is the address, its numbers are the server's. */
export const WastePage = ({
  backend,
  query: shown,
  zoneGiven,
  initial,
  actions,
  several,
}: WastePageProps) => {
  const addressOf = (query: WasteQuery) => withPlaces(formatWasteQuery(query), several?.places ?? []);
  const { query, navigating, change } = useReportAddress(shown, addressOf, { page: 1 });
  useReportZone(query.zone, zoneGiven);
  const address = addressOf(shown);
  const links = wasteLinks(backend, several?.places);
  const {
    report: board,
    problem,
    refreshing,
    refresh,
    reload,
  } = useReport(backend, address, initial, actions);

  const enterPrice: EnterPrice = async (instanceType, usdPerHour, where = backend) => {
    const result = await actions.enterPrice(where, instanceType, usdPerHour);
    if (result.ok) await reload();
    return result;
  };
  const stale = problem ?? board?.freshness.problem;

  return (
    <SimulatedMoney value={board?.simulated === true && board.simulatedPlaces === undefined}>
      <div aria-busy={navigating}>
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description={<ReportFreshness freshness={board?.freshness} failed={problem !== undefined} />}
            info={
              board?.simulated ? (
                <Badge color="severity-low">
                  {board.simulatedPlaces ? 'Partly simulated money' : 'Simulated money'}
                </Badge>
              ) : undefined
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel="Refresh the board"
                  onClick={refresh}
                  loading={refreshing}
                />
                <Button
                  iconName="download"
                  href={`/${backend}/waste/export?${address}`}
                  disabled={board === undefined}
                  download
                >
                  CSV
                </Button>
              </SpaceBetween>
            }
          >
            Waste
          </Header>
          {several?.above(board)}
          <ReportControls query={query} onChange={change} />
          {stale && board && (
            <OutOfDateAlert what="board" problem={stale} refreshing={refreshing} onRefresh={refresh} />
          )}
          {problem && board === undefined && (
            <ErrorAlert
              error={problem}
              title="The board could not be made"
              onRetry={refresh}
              retrying={refreshing}
            />
          )}
          {board ? (
            <SpaceBetween size="l">
              <WasteNotices board={board} onEnter={enterPrice} />
              <div className={styles.frame}>
                <WasteTotals links={links} board={board} onEnter={enterPrice} />
              </div>
              <WasteTable links={links} board={board} onChange={change} onEnter={enterPrice} />
            </SpaceBetween>
          ) : (
            !problem && <WasteSkeleton />
          )}
        </SpaceBetween>
      </div>
    </SimulatedMoney>
  );
};
