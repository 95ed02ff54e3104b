'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import Container from '@cloudscape-design/components/container';
import { useCallback, useState } from 'react';
import { createPointedMoment, PointedMomentContext } from '@/components/charts/moment';
import { latePart } from '@/components/shell/late-part';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { useEnteredPrice } from './money/use-entered-price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { tabTitle } from './alerts/tab-state';
import { useJobAlerts } from './alerts/use-job-alerts';
import { useTabState } from './alerts/use-tab-state';
import { ConnectionNotice } from './stream/connection-notice';
import { type JobActions } from './actions/job-actions';
import { JobHeader } from './job-header';
import styles from './job-page.module.css';
import { jobTabs, type JobView } from '../../../lib/urls/job-view';
import { LiveLog } from './log/live-log';
import { HostsSection } from './reading/hosts-section';
import { MetricsSection } from './reading/metrics-section';
import { Overview } from './facts/overview';
import { useJobFacts } from './stream/use-job-facts';
import { useJobStream } from './stream/use-job-stream';
import { useJobView } from './stream/use-job-view';

/** Tables are much code for who watches charts and log. */
const CheckpointsTable = latePart(() =>
  import('./checkpoints/checkpoints-table').then((module) => module.CheckpointsTable),
);
const Configuration = latePart(() => import('./facts/configuration').then((module) => module.Configuration));
const TransitionsTable = latePart(() =>
  import('./timeline/transitions-table').then((module) => module.TransitionsTable),
);

interface JobPageProps {
  /** First path segment of the backend's pages. */
  backend: string;
  initial: JobSnapshot;
  view: JobView;
  /** What the reader chose for the charts once cannot be read. */
  areChartsUnreadable: boolean;
  canInterrupt: boolean;
  /** AWS's console shows what this backend has. */
  inConsole: boolean;
  simulatedSpotMarket: boolean;
  /** Cores of what stands for an instance, where it is none. */
  cores?: number;
  /** How the backend's jobs see /opt/ml, where it says. */
  containerPaths?: 'mounted' | 'mapped';
  /** What the account's finished spot jobs were billed, as far as it is known. */
  billing?: SpotBilling;
  actions: JobActions;
}

/** The live page of one job: first as the server knew it, from then on as the stream tells. */
export const JobPage = ({
  backend,
  initial,
  view: firstView,
  areChartsUnreadable,
  canInterrupt,
  inConsole,
  simulatedSpotMarket,
  cores,
  containerPaths,
  billing,
  actions,
}: JobPageProps) => {
  const base = `/${backend}/jobs/${encodeURIComponent(initial.job.name)}`;
  const [view, changeView] = useJobView(firstView);
  const rankQuery = view.rank === undefined ? '' : `?rank=${encodeURIComponent(view.rank)}`;
  const stream = useJobStream(`${base}/events${rankQuery}`, initial, actions.query);
  const { snapshot } = stream;
  const { job } = snapshot;
  const [price, enterPrice] = useEnteredPrice(snapshot, actions.enterPrice);
  const link = { isLost: stream.connection === 'lost', isGone: stream.gone !== undefined };
  const facts = useJobFacts(snapshot, price, link, stream.isLogHeard);
  useJobAlerts(job.name, {
    status: facts.status,
    resumes: facts.resumePoints,
    silentSeconds: facts.silentSeconds,
    headline: facts.story.headline,
  });
  useTabState(tabTitle(job.name, facts.status, facts.progress.share), facts.status.outcome);
  const [pointed] = useState(createPointedMoment);
  const showLine = useCallback(
    (line: number) => {
      changeView({ tab: 'live', line });
      document.getElementById('log')?.scrollIntoView({ block: 'start' });
    },
    [changeView],
  );

  const linkLine = useCallback((line: number) => changeView({ line }), [changeView]);

  return (
    <PointedMomentContext value={pointed}>
      <SpaceBetween size="l">
        <div className={styles.top}>
          <JobHeader
            backend={backend}
            job={job}
            status={facts.status}
            epoch={facts.progress.current}
            canInterrupt={canInterrupt}
            inConsole={inConsole}
            actions={actions}
          />
          <ConnectionNotice stream={stream} onRetry={stream.reconnect} />
        </div>
        <Overview
          snapshot={snapshot}
          facts={facts}
          simulatedSpotMarket={simulatedSpotMarket}
          price={price}
          billing={billing}
          onEnterPrice={enterPrice}
          onShowLine={showLine}
          lines={stream.lines}
        />
        <Tabs
          activeTabId={view.tab}
          ariaLabel="Parts of the job"
          onChange={({ detail }) => {
            const tab = jobTabs.find((one) => one === detail.activeTabId);
            if (tab) changeView({ tab });
          }}
          tabs={[
            {
              id: 'live',
              label: 'Metrics and log',
              content: (
                <div className={styles.frame}>
                  <div className={styles.live}>
                    <SpaceBetween size="l">
                      <MetricsSection
                        snapshot={snapshot}
                        resumePoints={facts.resumePoints}
                        planned={facts.progress.of}
                        terminal={facts.status.terminal}
                        logRead={facts.readings.log}
                        metricsRead={facts.readings.metrics}
                        view={view}
                        areChartsUnreadable={areChartsUnreadable}
                        onViewChange={changeView}
                        onShowLine={showLine}
                        wholeReading={actions.wholeReading}
                      />
                      <HostsSection
                        snapshot={snapshot}
                        hostsRead={facts.readings.hosts}
                        cores={cores}
                        view={view}
                        isByTime={view.axis === 'time' || !isCounted(snapshot)}
                        onViewChange={changeView}
                      />
                    </SpaceBetween>
                    <div id="log">
                      <LiveLog
                        lines={stream.lines}
                        truncated={stream.truncated}
                        sought={view.line}
                        onLine={linkLine}
                        jobName={job.name}
                        report={actions.reportLog}
                        downloadUrl={`${base}/log`}
                        linesRead={facts.readings.lines}
                        terminal={facts.status.terminal}
                      />
                    </div>
                  </div>
                </div>
              ),
            },
            {
              id: 'checkpoints',
              label: facts.checkpoints ? `Checkpoints (${facts.ownCheckpoints})` : 'Checkpoints',
              content: (
                <Container>
                  <CheckpointsTable
                    job={job}
                    checkpoints={facts.checkpoints}
                    checkpointsRead={facts.readings.checkpoints}
                    resumePoints={facts.resumePoints}
                    now={facts.now}
                    base={base}
                  />
                </Container>
              ),
            },
            {
              id: 'configuration',
              label: 'Configuration',
              content: (
                <Container>
                  <Configuration
                    job={job}
                    base={base}
                    running={!facts.status.terminal}
                    files={actions.files}
                    containerPaths={containerPaths}
                    describe={actions.describe}
                  />
                </Container>
              ),
            },
            {
              id: 'history',
              label: 'Status history',
              content: (
                <Container>
                  <TransitionsTable transitions={job.transitions} until={facts.until} />
                </Container>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </PointedMomentContext>
  );
};

/** The log counts what its charts can have for an axis. */
const isCounted = ({ reading }: JobSnapshot): boolean => reading.counts !== null;
