'use client';

import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type WasteBoard, type WasteQuery } from '@/lib/training/report/waste-board';
import { formatWasteQuery } from '@/lib/urls/waste';
import { type EnterPrice } from '../savings/price-entry';
import { ReportControls } from '../savings/report-controls';
import { ReportFreshness } from '../savings/report-freshness';
import styles from '../savings/savings.module.css';
import { SimulatedMoney } from '../savings/simulated-money';
import { useReport } from '../savings/use-report';
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
  const router = useRouter();
  const pathname = usePathname();
  const [query, setQuery] = useOptimistic(shown);
  const [navigating, startTransition] = useTransition();
  useReportZone(query.zone, zoneGiven);
  const address = formatWasteQuery(shown);
  const {
    report: board,
    problem,
    refreshing,
    refresh,
    reload,
  } = useReport(backend, address, initial, actions);

  const change = (part: Partial<WasteQuery>) =>
    startTransition(() => {
      // Another view begins with its first page.
      const next: WasteQuery = { ...query, page: 1, ...part };
      setQuery(next);
      router.push(`${pathname}?${formatWasteQuery(next)}`, { scroll: false });
    });
  const enterPrice: EnterPrice = async (instanceType, usdPerHour) => {
    const result = await actions.enterPrice(backend, instanceType, usdPerHour);
    if (result.ok) await reload();
    return result;
  };
  const stale = problem ?? board?.freshness.problem;

  return (
    <SimulatedMoney value={board?.simulated ?? false}>
      <div className={styles.report} aria-busy={navigating}>
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
            <Alert
              type="warning"
              header="This board may be out of date"
              action={
                <Button onClick={refresh} loading={refreshing}>
                  Try again
                </Button>
              }
            >
              {stale.message} What is shown was read before.
            </Alert>
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
