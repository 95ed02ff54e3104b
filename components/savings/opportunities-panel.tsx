'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { placeName } from '@/lib/training/backend-slug';
import { formatDuration, formatHours, formatNumber, formatShare, formatUsd } from '@/lib/training/format';
import { atMostText, noPrice } from '@/lib/training/money/money-text';
import { explainCandidates, explainInterval, explainSlowType } from '@/lib/training/report/explanations';
import { type IntervalAdvice, type SlowType, type SpotCandidates } from '@/lib/training/report/opportunities';
import { type ReportQuery, type SavingsReport } from '@/lib/training/report/savings-report';
import { GoneMark } from '../jobs/gone-mark';
import { AppLink } from '../shell/app-link';
import { howColumn } from './how-computed';
import { NoPrice } from './no-price';
import { type EnterPrice } from './price-entry';
import { type ReportLinks } from './report-links';
import styles from './savings.module.css';
import { simulatedNote } from './simulated-money';
import { numberColumn } from '../shell/number-column';

interface OpportunitiesPanelProps {
  backend: string;
  report: SavingsReport;
  links: ReportLinks;
  onChange: (change: Partial<ReportQuery>) => void;
  onEnter: EnterPrice;
}

/** Where the next dollar is, each with its figures and its jobs. */
export const OpportunitiesPanel = (props: OpportunitiesPanelProps) => (
  <Container header={<Header variant="h2">Opportunities</Header>}>
    <SpaceBetween size="l">
      <Candidates {...props} />
      <Intervals {...props} />
      <SlowTypes {...props} />
    </SpaceBetween>
  </Container>
);

const Candidates = ({ report, links, onEnter }: OpportunitiesPanelProps) => {
  const { spotCandidates } = report.opportunities;
  const priced = spotCandidates.filter(({ usdWouldSave }) => usdWouldSave !== undefined);
  const usd = priced.reduce((sum, { usdWouldSave = 0 }) => sum + usdWouldSave, 0);
  return (
    <section aria-label="On-demand jobs that spot would have suited">
      <Header
        variant="h3"
        description={
          spotCandidates.length === 0
            ? undefined
            : priced.length === 0 && spotCandidates.some(({ usdPaid }) => usdPaid !== undefined)
              ? 'No spot job has run in this period, so what they would have saved cannot be said.'
              : `${priced.some(({ atMost }) => atMost) ? 'At most' : 'About'} ${formatUsd(usd)}${simulatedNote(report)} at the savings of your own spot jobs.`
        }
      >
        On-demand jobs that spot would have suited
      </Header>
      {spotCandidates.length === 0 ? (
        <Nothing>No completed on-demand job of this period would have suited spot.</Nothing>
      ) : (
        <Table
          variant="embedded"
          items={spotCandidates}
          trackBy={({ instanceType, where = '' }) => `${where} ${instanceType}`}
          ariaLabels={{ tableLabel: 'On-demand jobs that spot would have suited' }}
          columnDefinitions={[
            {
              id: 'type',
              header: 'Instance type',
              isRowHeader: true,
              cell: ({ instanceType, where, filters }) => (
                <>
                  <AppLink href={links.filters(filters)}>{instanceType}</AppLink>
                  <Where slug={where} />
                </>
              ),
            },
            numberColumn({ id: 'jobs', header: 'Jobs', cell: ({ jobs }) => formatNumber(jobs) }),
            numberColumn({
              id: 'hours',
              header: 'Trained',
              cell: ({ trainingHours }) => formatHours(trainingHours),
            }),
            numberColumn({
              id: 'paid',
              header: 'Paid',
              cell: ({ usdPaid, instanceType, where }) =>
                usdPaid === undefined ? (
                  <NoPrice instanceType={instanceType} where={where} onEnter={onEnter} />
                ) : (
                  formatUsd(usdPaid)
                ),
            }),
            numberColumn({
              id: 'rate',
              header: 'Your spot savings',
              cell: ({ rate, rateOf, atMost }) =>
                rate === undefined
                  ? '–'
                  : `${atMostText(formatShare(rate), atMost)}${rateOf === 'all types' ? ' (all types)' : ''}`,
            }),
            numberColumn({
              id: 'save',
              header: 'Would have saved',
              cell: ({ usdWouldSave, usdPaid, atMost }) =>
                usdWouldSave === undefined
                  ? usdPaid === undefined
                    ? noPrice
                    : '–'
                  : atMostText(formatUsd(usdWouldSave), atMost),
            }),
            howColumn<SpotCandidates>(
              (one) => `what ${one.instanceType} would have saved`,
              (one) => explainCandidates(one),
            ),
          ]}
        />
      )}
    </section>
  );
};

const Intervals = ({ backend, report, onChange }: OpportunitiesPanelProps) => {
  const { intervals, intervalsSeen, intervalsFar } = report.opportunities;
  const { checkpointSeconds } = report.query;
  return (
    <section aria-label="Checkpoint intervals far from the best one">
      <Header
        variant="h3"
        description={
          intervalsSeen === 0
            ? undefined
            : `${formatNumber(intervalsFar)} of ${formatNumber(intervalsSeen)} spot jobs whose interval was seen.`
        }
        actions={<CheckpointSeconds value={checkpointSeconds} onChange={onChange} />}
      >
        Checkpoint intervals far from the best one
      </Header>
      {intervals.length === 0 ? (
        <Nothing>
          {intervalsSeen === 0
            ? 'No checkpoint interval is known yet: it is seen in S3 when a job’s log is read.'
            : report.interruptions.interruptions === 0
              ? 'No interruption was seen, so there is no rate to fit an interval to.'
              : 'Every interval that was seen is near the best one.'}
        </Nothing>
      ) : (
        <Table
          variant="embedded"
          items={intervals}
          trackBy={({ name, where = '' }) => `${where}/${name}`}
          wrapLines={false}
          ariaLabels={{ tableLabel: 'Checkpoint intervals far from the best one' }}
          columnDefinitions={[
            {
              id: 'name',
              header: 'Job',
              isRowHeader: true,
              cell: ({ name, where, goneAt }) => (
                <>
                  <AppLink href={`/${where ?? backend}/jobs/${encodeURIComponent(name)}`}>{name}</AppLink>
                  <Where slug={where} />
                  <GoneMark at={goneAt} />
                </>
              ),
            },
            { id: 'type', header: 'Instance type', cell: ({ instanceType }) => instanceType },
            numberColumn({
              id: 'interval',
              header: 'Saves every',
              cell: ({ intervalSeconds }) => formatDuration(intervalSeconds),
            }),
            numberColumn({
              id: 'best',
              header: 'Best',
              cell: ({ bestSeconds }) => formatDuration(bestSeconds),
            }),
            numberColumn({
              id: 'between',
              header: 'Interrupted every',
              cell: ({ secondsBetween }) => formatDuration(secondsBetween),
            }),
            numberColumn({
              id: 'saved',
              header: 'Would have saved',
              cell: ({ hoursSaved }) => formatHours(hoursSaved),
            }),
            howColumn<IntervalAdvice>(
              (one) => `the interval of ${one.name}`,
              (one) => explainInterval(one, checkpointSeconds),
            ),
          ]}
        />
      )}
    </section>
  );
};

/** Nobody tells how long a checkpoint holds up the training, so the reader says it. */
const CheckpointSeconds = ({
  value,
  onChange,
}: {
  value: number;
  onChange: OpportunitiesPanelProps['onChange'];
}) => {
  const form = useForm({ initial: { seconds: String(value) }, schema: checkpointSecondsSchema, order });
  const apply = () => {
    const input = form.attempt();
    if (input && input.seconds !== value) onChange({ checkpointSeconds: input.seconds });
  };
  return (
    <Field form={form} path="seconds" label="One checkpoint takes, seconds (assumed)">
      <Input
        value={form.values.seconds}
        type="number"
        inputMode="numeric"
        step={1}
        onChange={({ detail }) => form.change({ seconds: detail.value })}
        onBlur={() => {
          form.touch('seconds');
          if (form.input) apply();
        }}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') apply();
        }}
      />
    </Field>
  );
};

const order = ['seconds'];
const wholeSecondsWanted = 'Enter whole seconds from 1 to 3600.';
const checkpointSecondsSchema = z.object({
  seconds: z
    .string()
    .trim()
    .regex(/^\d+$/, wholeSecondsWanted)
    .transform(Number)
    .refine((seconds) => seconds >= 1 && seconds <= 3_600, wholeSecondsWanted),
});

const SlowTypes = ({ report, links }: OpportunitiesPanelProps) => {
  const { slowTypes } = report.opportunities;
  return (
    <section aria-label="Instance types whose waits outgrow their discount">
      <Header variant="h3">Instance types whose waits outgrow their discount</Header>
      {slowTypes.length === 0 ? (
        <Nothing>No instance type made its jobs wait longer than its discount is worth.</Nothing>
      ) : (
        <Table
          variant="embedded"
          items={slowTypes}
          trackBy={({ instanceType, where = '' }) => `${where} ${instanceType}`}
          ariaLabels={{ tableLabel: 'Instance types whose waits outgrow their discount' }}
          columnDefinitions={[
            {
              id: 'type',
              header: 'Instance type',
              isRowHeader: true,
              cell: ({ instanceType, where }) => (
                <>
                  <AppLink
                    href={links.to({
                      ...{ spot: true, instanceTypes: [instanceType] },
                      ...(where !== undefined && { where: [where] }),
                    })}
                  >
                    {instanceType}
                  </AppLink>
                  <Where slug={where} />
                </>
              ),
            },
            numberColumn({ id: 'jobs', header: 'Spot jobs', cell: ({ jobs }) => formatNumber(jobs) }),
            { id: 'waited', header: 'Waited', cell: ({ waitingHours }) => formatHours(waitingHours) },
            { id: 'held', header: 'Held', cell: ({ heldHours }) => formatHours(heldHours) },
            { id: 'ratio', header: 'Waited per hour held', cell: ({ waitRatio }) => formatShare(waitRatio) },
            { id: 'share', header: 'Savings', cell: ({ share }) => formatShare(share) },
            howColumn<SlowType>(
              (one) => `the wait of ${one.instanceType}`,
              (one) => explainSlowType(one),
            ),
          ]}
        />
      )}
    </section>
  );
};

/** In a report of several backends, which one a row is of. */
const Where = ({ slug }: { slug: string | undefined }) =>
  slug === undefined ? null : (
    <Box variant="small" display="block">
      {placeName(slug)}
    </Box>
  );

const Nothing = ({ children }: { children: string }) => (
  <div className={styles.nothing}>
    <StatusIndicator type="info">{children}</StatusIndicator>
  </div>
);
