'use client';

import { createPortal } from 'react-dom';
import { placeName } from '@/lib/training/backend-slug';
import { formatHours, formatNumber, formatShare, formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { amountTexts, atMostText, shareOr, usdOr } from '@/lib/training/money/money-text';
import { isLostWorkKnown } from '@/lib/training/report/interruption-costs';
import { type ReportBar, type SavingsReport } from '@/lib/training/report/savings-report';
import { formatTime } from '../shell/format-time';
import { useHydrated } from '../shell/use-hydrated';
import { nameOf } from './breakdown-rows';
import { lostMoney } from './lost-money';
import { barLabel, periodLabel } from './period-labels';
import styles from './print-report.module.css';
import { simulatedNote } from './simulated-money';

interface PrintReportProps {
  report: SavingsReport;
  backendLabel: string;
}

/** So many rows fit on its two pages. */
const maxRows = 10;
const maxRates = 8;
const maxCandidates = 5;
const maxMatchedRuns = 4;

/**
 * The report as two pages of paper, shown only in print. It stands outside the site's frame, which is hidden then,
 * and is always light.
 */
export const PrintReport = (props: PrintReportProps) =>
  useHydrated() ? createPortal(<Paper {...props} />, document.body) : null;

const Paper = ({ report, backendLabel }: PrintReportProps) => {
  const { totals, excluded, query, simulated, simulatedPlaces, freshness } = report;
  const texts = amountTexts(totals);
  return (
    <div className={`sd-print ${styles.paper}`}>
      <section className={styles.page}>
        <header className={styles.head}>
          <h1>Savings by managed spot training</h1>
          <p>
            {backendLabel}, {periodLabel(query.period)} ({query.zone})
            {query.namePrefix !== undefined && `, names beginning with “${query.namePrefix}”`}
            {freshness.asOf !== undefined && `; as of ${formatTime(freshness.asOf, 'utc', 'minute')}`}
          </p>
          {simulated && (
            <p className={styles.simulated}>
              {simulatedPlaces === undefined
                ? 'Simulated: this backend models the spot discount and its waits. No money was spent.'
                : `Simulated in part: no money was spent on ${simulatedPlaces.map(placeName).join(', ')}.`}
            </p>
          )}
        </header>
        <dl className={styles.totals}>
          <Total label="Saved by spot" value={texts.saved} />
          <Total label={`Savings (SageMaker’s own: ${texts.sageMakerShare})`} value={texts.savedShare} />
          <Total label="Paid on spot" value={texts.paid} />
          <Total label="On demand would have cost" value={texts.onDemand} />
          <Total label="Paid for on-demand jobs" value={texts.onDemandPaid} />
          <Total
            label="Jobs (on spot)"
            value={`${formatNumber(totals.jobs)} (${formatNumber(totals.spotJobs)})`}
          />
          <Total label="Training hours" value={formatHours(totals.trainingHours)} />
          <Total label="Billable hours" value={formatHours(totals.billableHours)} />
          <Total label="Idle hours" value={formatHours(totals.idleHours)} />
        </dl>
        <h2>Over time</h2>
        <Bars report={report} />
        <Breakdown report={report} />
        <p className={styles.small}>
          Not in the totals: {formatNumber(excluded.running.jobs)} running,{' '}
          {formatNumber(excluded.failed.jobs)} failed ({usdOr(excluded.failed.usdPaid)} spent for nothing),{' '}
          {formatNumber(excluded.unbilled.jobs)} without billable seconds,{' '}
          {formatNumber(excluded.unpriced.amounts.jobs)} without a known price
          {excluded.unpriced.amounts.jobs > 0 &&
            ` (${formatHours(excluded.unpriced.amounts.trainingHours)}, ${amountTexts(excluded.unpriced.amounts).savedShare} saved)`}
          .
        </p>
        <p className={styles.small}>
          Paid = billable seconds × instances × on-demand price ÷ 3600; on spot the discount is in the
          billable seconds. On demand = useful time (no waits, nothing twice) at the same price. Savings = 1 −
          paid ÷ on demand, of the same spot jobs together. SageMaker’s own = 1 − billable ÷ training seconds.
          Prices in {report.region}:{' '}
          {report.prices
            .map(
              ({ instanceType, where, usdPerHour, asOf, byHand }) =>
                `${instanceType}${at({ where })} ${formatUsdPerHour(usdPerHour)}${asOf === undefined ? '' : ` (${asOf})`}${byHand ? ', by hand' : ''}`,
            )
            .join('; ')}
          .
        </p>
      </section>
      <section className={styles.page}>
        <Interruptions report={report} />
        <Opportunities report={report} />
        <MatchedRunsTable report={report} />
      </section>
    </div>
  );
};

/** In a report of several backends, which one. */
const at = ({ where }: { where?: string }) => (where === undefined ? '' : `, ${placeName(where)}`);
const gone = ({ goneAt }: { goneAt?: number }) => (goneAt === undefined ? '' : ', no longer in the account');

const Total = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

const barsHeight = 110;
const barsWidth = 700;

const Bars = ({ report: { bars, unit } }: { report: SavingsReport }) => {
  const highest = Math.max(0, ...bars.map(({ amounts }) => amounts.usdOnDemand));
  const step = barsWidth / Math.max(1, bars.length);
  const heightOf = (value: number) => (highest > 0 ? (Math.max(0, value) / highest) * barsHeight : 0);
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <figure className={styles.bars}>
      <svg viewBox={`0 0 ${barsWidth} ${barsHeight}`} role="img" aria-label="Paid and saved over time">
        {bars.map(({ day, amounts }: ReportBar, index) => {
          const paid = heightOf(amounts.usdPaid);
          const saved = heightOf(amounts.usdSaved);
          const shared = { x: index * step + step * 0.1, width: step * 0.8 };
          return (
            <g key={day}>
              <rect {...shared} y={barsHeight - paid} height={paid} fill="var(--paper-paid)" />
              <rect {...shared} y={barsHeight - paid - saved} height={saved} fill="var(--paper-saved)" />
            </g>
          );
        })}
        <line x1={0} x2={barsWidth} y1={barsHeight} y2={barsHeight} stroke="var(--paper-axis)" />
      </svg>
      <figcaption>
        <span>{first && barLabel(first.day, unit, true)}</span>
        <span>
          <b style={{ color: 'var(--paper-paid)' }}>■</b> paid{' '}
          <b style={{ color: 'var(--paper-saved)' }}>■</b> saved; highest bar {formatUsd(highest)}
        </span>
        <span>{last && barLabel(last.day, unit, true)}</span>
      </figcaption>
    </figure>
  );
};

const Breakdown = ({ report: { groups } }: { report: SavingsReport }) => {
  const title = { instance: 'instance type', tag: `tag ${groups.tagKey ?? ''}`, prefix: 'name', job: 'job' };
  const rows =
    groups.by === 'job'
      ? (groups.jobs ?? []).map((job) => [
          `${job.name}${at(job)}${gone(job)}`,
          '1',
          job.spot ? atMostText(usdOr(job.usdOnDemand), job.atMost) : '–',
          usdOr(job.usdPaid),
          job.spot ? atMostText(usdOr(job.usdSaved), job.atMost) : '–',
          atMostText(shareOr(job.savedShare), job.atMost),
          shareOr(job.sageMakerShare),
        ])
      : groups.rows.map((row) => {
          const texts = amountTexts(row.amounts);
          return [
            nameOf(row, groups.tagKey),
            formatNumber(row.amounts.jobs),
            texts.onDemand,
            texts.paid,
            texts.saved,
            texts.savedShare,
            texts.sageMakerShare,
          ];
        });
  return (
    <PaperTable
      title={`By ${title[groups.by]}`}
      head={['', 'Jobs', 'On demand', 'Paid', 'Saved', 'Savings', 'SageMaker’s own']}
      rows={rows}
      max={maxRows}
      {...(groups.by !== 'job' && { found: groups.found })}
    />
  );
};

const Interruptions = ({ report }: { report: SavingsReport }) => {
  const { interruptions: costs } = report;
  const isKnown = isLostWorkKnown(costs);
  return (
    <>
      <h2>What interruptions cost</h2>
      <dl className={styles.totals}>
        <Total label="Interruptions" value={formatNumber(costs.interruptions)} />
        <Total
          label={`Epochs trained again (known of ${formatNumber(costs.backfilledJobs)} of ${formatNumber(costs.interruptedJobs)} jobs)`}
          value={isKnown ? formatNumber(costs.recomputedEpochs) : '–'}
        />
        <Total
          label="Work lost"
          value={
            isKnown ? `${formatHours(costs.lostHours)}, ${lostMoney(costs, simulatedNote(report))}` : '–'
          }
        />
        <Total label="Waited for capacity" value={formatHours(costs.waitingHours)} />
        <Total label="Ran out of max wait" value={formatNumber(costs.ranOutOfWait)} />
        <Total label="Spot without checkpoints" value={formatNumber(costs.withoutCheckpoints)} />
      </dl>
      <PaperTable
        title="Interruption rate"
        head={['', 'Interruptions', 'Instance-hours on spot', 'Per 100 instance-hours']}
        rows={costs.rates.map((rate) => [
          rate.instanceType,
          formatNumber(rate.interruptions),
          formatHours(rate.instanceHours),
          rate.per100Hours === undefined ? '–' : formatNumber(rate.per100Hours),
        ])}
        max={maxRates}
      />
    </>
  );
};

const Opportunities = ({ report: { opportunities } }: { report: SavingsReport }) => (
  <>
    <PaperTable
      title="On-demand jobs that spot would have suited"
      head={['', 'Jobs', 'Paid', 'Your spot savings', 'Would have saved']}
      rows={opportunities.spotCandidates.map((one) => [
        `${one.instanceType}${at(one)}`,
        formatNumber(one.jobs),
        usdOr(one.usdPaid),
        one.rate === undefined ? '–' : formatShare(one.rate),
        one.usdWouldSave === undefined ? '–' : atMostText(formatUsd(one.usdWouldSave), one.atMost),
      ])}
      max={maxCandidates}
    />
    <p className={styles.small}>
      Checkpoint intervals far from the best one: {formatNumber(opportunities.intervalsFar)} of{' '}
      {formatNumber(opportunities.intervalsSeen)} seen. Instance types whose waits outgrow their discount:{' '}
      {opportunities.slowTypes.length === 0
        ? 'none'
        : opportunities.slowTypes.map((one) => `${one.instanceType}${at(one)}`).join(', ')}
      .
    </p>
  </>
);

const MatchedRunsTable = ({ report: { matchedRuns } }: { report: SavingsReport }) => (
  <PaperTable
    title="Spot against on demand, the same script"
    head={['', 'Spot paid', 'On demand paid', 'Spot time', 'On-demand time']}
    rows={matchedRuns.map(({ entryPoint, where, spot, onDemand }) => [
      `${entryPoint} (${spot.name}${at({ where })}${gone(spot)})`,
      usdOr(spot.usdPaid),
      usdOr(onDemand.usdPaid),
      formatHours(spot.durationSeconds / 3600),
      formatHours(onDemand.durationSeconds / 3600),
    ])}
    max={maxMatchedRuns}
  />
);

interface PaperTableProps {
  title: string;
  head: string[];
  rows: string[][];
  max: number;
  /** How many there are, where `rows` are only some of them. */
  found?: number;
}

const PaperTable = ({ title, head, rows, max, found = rows.length }: PaperTableProps) => {
  const shown = rows.slice(0, max);
  const left = found - shown.length;
  return rows.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            {head.map((text, index) => (
              <th key={index} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className={styles.small}>and {formatNumber(left)} more</p>}
    </>
  );
};
