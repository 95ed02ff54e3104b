'use client';

import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ActionResult } from '@/lib/errors/action-result';
import { type WasteBoard, type WasteQuery } from '@/lib/training/report/waste-board';
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
    enterPrice: (backend: string, ...price: Parameters<EnterPrice>) => Promise<ActionResult<undefined>>;
  };
}

/** Who wastes most: its state is the address, its numbers are the server's. */
export const WastePage = ({ backend, query: shown, zoneGiven, initial, actions }: WastePageProps) => {
  const { query, navigating, change } = useReportAddress(shown, formatWasteQuery, { page: 1 });
  useReportZone(query.zone, zoneGiven);
  const address = formatWasteQuery(shown);
  const {
    report: board,
    problem,
    refreshing,
    refresh,
    reload,
  } = useReport(backend, address, initial, actions);

  const enterPrice: EnterPrice = async (instanceType, usdPerHour) => {
    const result = await actions.enterPrice(backend, instanceType, usdPerHour);
    if (result.ok) await reload();
    return result;
  };
  const stale = problem ?? board?.freshness.problem;

  return (
    <SimulatedMoney value={board?.simulated ?? false}>
      <div aria-busy={navigating}>
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description={<ReportFreshness freshness={board?.freshness} failed={problem !== undefined} />}
            info={board?.simulated ? <Badge color="severity-low">Simulated money</Badge> : undefined}
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
                <WasteTotals backend={backend} board={board} onEnter={enterPrice} />
              </div>
              <WasteTable backend={backend} board={board} onChange={change} onEnter={enterPrice} />
            </SpaceBetween>
          ) : (
            !problem && <WasteSkeleton />
          )}
        </SpaceBetween>
      </div>
    </SimulatedMoney>
  );
};
