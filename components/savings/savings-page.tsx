'use client';

import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { type ActionResult } from '@/lib/errors/action-result';
import { type ReportQuery, type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { ErrorAlert } from '../shell/error-alert';
import { FirstStep } from '../shell/first-step';
import { Later } from '../shell/later';
import { useFollow } from '../shell/use-follow';
import { ExcludedNotice } from './excluded-notice';
import { Breakdown } from './breakdown';
import { Headline } from './headline';
import { InterruptionPanel } from './interruption-panel';
import { OpportunitiesPanel } from './opportunities-panel';
import { OutOfDateAlert } from './out-of-date-alert';
import { OverTime } from './over-time';
import { MatchedRunsPanel } from './matched-runs-panel';
import { PlacesPanel } from './places-panel';
import { PricesPanel } from './prices-panel';
import { PrintReport } from './print-report';
import { ReportControls } from './report-controls';
import { ReportFreshness } from './report-freshness';
import { linksOf } from './report-links';
import { withPlaces } from '../../lib/urls/places';
import { formatReportQuery } from '../../lib/urls/report';
import { formatWasteQuery } from '../../lib/urls/waste';
import { defaultWasteQuery } from '@/lib/training/report/waste-board';
import { ReportSkeleton } from './report-skeleton';
import { type EnterPrice } from './price-entry';
import { type SavingsActions } from './savings-actions';
import styles from './savings.module.css';
import { SimulatedMoney } from './simulated-money';
import { UnpricedNotice } from './unpriced-notice';
import { useReportAddress } from './use-report-address';
import { useReportZone } from './use-report-zone';
import { useReport } from './use-report';

interface SavingsPageProps {
  backend: string;
  /** Name of the backend for the printed report. */
  backendLabel: string;
  query: ReportQuery;
  /** Whether the address names the zone: it is the reader's own otherwise. */
  zoneGiven: boolean;
  initial: ActionResult<SavingsReport>;
  /** What is below the first screen waits for it. */
  afterFirst: Promise<unknown>;
  actions: SavingsActions;
  /** Of a report of several backends: which, where the reader chose them, and what says so. */
  several?: { places: readonly string[]; above: (report: SavingsReport | undefined) => ReactNode };
}

/** The savings report: its state is the address, its numbers are the server's. */
export const SavingsPage = ({
  backend,
  backendLabel,
  query: shown,
  zoneGiven,
  initial,
  afterFirst,
  actions,
  several,
}: SavingsPageProps) => {
  const follow = useFollow();
  const addressOf = (query: ReportQuery) => withPlaces(formatReportQuery(query), several?.places ?? []);
  const { query, navigating, change } = useReportAddress(shown, addressOf, { groupPage: undefined });
  useReportZone(query.zone, zoneGiven);
  const address = addressOf(shown);
  const { report, problem, refreshing, refresh, reload } = useReport(backend, address, initial, actions);
  const links = report && linksOf(backend, report, several?.places);
  const stale = problem ?? report?.freshness.problem;

  const enterPrice: EnterPrice = async (instanceType, usdPerHour, where = backend) => {
    const result = await actions.enterPrice(where, instanceType, usdPerHour);
    if (result.ok) await reload();
    return result;
  };

  return (
    <SimulatedMoney value={report?.simulated === true && report.simulatedPlaces === undefined}>
      <div aria-busy={navigating}>
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description={<ReportFreshness freshness={report?.freshness} failed={problem !== undefined} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel="Refresh the report"
                  onClick={refresh}
                  loading={refreshing}
                />
                <Button
                  href={`/${backend}/waste?${withPlaces(wasteAddress(shown), several?.places ?? [])}`}
                  onFollow={follow}
                >
                  Who wastes most
                </Button>
                <Button iconName="download" href={links?.csv} disabled={links === undefined} download>
                  CSV
                </Button>
                <Button iconName="file" onClick={() => window.print()} disabled={report === undefined}>
                  Print
                </Button>
              </SpaceBetween>
            }
            info={
              report?.simulated ? (
                <Badge color="severity-low">
                  {report.simulatedPlaces ? 'Partly simulated money' : 'Simulated money'}
                </Badge>
              ) : undefined
            }
          >
            Savings
          </Header>
          {several?.above(report)}
          <ReportControls query={query} onChange={change} />
          {problem && report === undefined && (
            <ErrorAlert
              error={problem}
              title="The report could not be made"
              onRetry={refresh}
              retrying={refreshing}
            />
          )}
          {stale && report && (
            <OutOfDateAlert what="report" problem={stale} refreshing={refreshing} onRefresh={refresh} />
          )}
          {report && links ? (
            isEmpty(report) ? (
              <Empty
                backend={backend}
                report={report}
                onAllTime={() => change({ period: { preset: 'all' }, namePrefix: undefined })}
              />
            ) : (
              <SpaceBetween size="l">
                <UnpricedNotice report={report} links={links} onEnter={enterPrice} />
                <div className={styles.frame}>
                  <Headline report={report} links={links} />
                </div>
                <ExcludedNotice report={report} links={links} />
                <PlacesPanel report={report} links={links} />
                <OverTime report={report} links={links} onUnit={(unit) => change({ unit })} />
                <Later after={afterFirst} fallback={<div className={styles.rest} />}>
                  <SpaceBetween size="l">
                    <Breakdown
                      backend={backend}
                      report={report}
                      links={links}
                      onChange={change}
                      onEnter={enterPrice}
                    />
                    <InterruptionPanel report={report} links={links} />
                    <OpportunitiesPanel
                      backend={backend}
                      report={report}
                      links={links}
                      onChange={change}
                      onEnter={enterPrice}
                    />
                    <MatchedRunsPanel backend={backend} report={report} />
                    <PricesPanel report={report} onEnter={enterPrice} />
                    <PrintReport report={report} backendLabel={backendLabel} />
                  </SpaceBetween>
                </Later>
              </SpaceBetween>
            )
          ) : (
            !problem && <ReportSkeleton />
          )}
        </SpaceBetween>
      </div>
    </SimulatedMoney>
  );
};

/** The waste board of the same jobs. */
const wasteAddress = ({ period, zone, namePrefix }: ReportQuery): string =>
  formatWasteQuery({
    ...defaultWasteQuery,
    period,
    zone,
    ...(namePrefix !== undefined && { namePrefix }),
  });

/** Not one job ended in the period, and none runs. */
const isEmpty = ({ totals, excluded }: SavingsReport) =>
  totals.jobs +
    excluded.running.jobs +
    excluded.failed.jobs +
    excluded.unbilled.jobs +
    excluded.unpriced.amounts.jobs ===
  0;

const Empty = ({
  backend,
  report,
  onAllTime,
}: {
  backend: string;
  report: SavingsReport;
  onAllTime: () => void;
}) => {
  const { namePrefix } = report.query;
  if (report.freshness.asOf === undefined) {
    return (
      <Box textAlign="center" padding={{ vertical: 'xxl' }}>
        <Box variant="strong">
          {report.freshness.problem ? 'The jobs could not be read yet' : 'The jobs are still being read'}
        </Box>
      </Box>
    );
  }
  const launchAt = backend === allSlug ? 'local' : backend;
  const launch = { text: 'Launch a job on spot', href: `/${launchAt}/jobs/new` };
  if (!report.hasEndedJobs) {
    return (
      <FirstStep
        title="No job has ended yet"
        action={launch}
        other={<AppLink href={`/${launchAt}/story`}>Or play the whole story, on demand and on spot</AppLink>}
      >
        Train something on spot: once it has ended, what it cost and what the same work would have cost on
        demand stand here, and with more jobs where it was saved.
      </FirstStep>
    );
  }
  return (
    <FirstStep
      title="No job ended in this period"
      action={{ text: 'Show all jobs of all time', onClick: onAllTime }}
      other={<AppLink href={launch.href}>{launch.text}</AppLink>}
    >
      {namePrefix === undefined
        ? 'What ended before is in a longer one.'
        : `None whose name begins with “${namePrefix}”.`}
    </FirstStep>
  );
};
