'use client';

import Alert from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatHours, formatNumber } from '@/lib/training/format';
import { amountTexts } from '@/lib/training/money/money-text';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { AppLink } from '../shell/app-link';
import { type EnterPrice, PriceEntry } from './price-entry';
import { type ReportLinks } from './report-links';

interface UnpricedNoticeProps {
  report: SavingsReport;
  links: ReportLinks;
  onEnter: EnterPrice;
}

/** So many fields are open at first. */
const maxOpen = 3;

/** What has no price: all that can be said without one, and the place to enter it. At the top, where it distorts. */
export const UnpricedNotice = ({ report, links, onEnter }: UnpricedNoticeProps) => {
  const { pricesMissing, pricesPending, excluded } = report;
  const { amounts, instanceTypes } = excluded.unpriced;
  if (pricesPending || (pricesMissing.length === 0 && amounts.jobs === 0)) return null;
  const { savedShare, sageMakerShare } = amountTexts(amounts);
  return (
    <Alert type="warning" header="No price">
      <SpaceBetween size="s">
        {amounts.jobs > 0 && (
          <div data-testid="unpriced">
            <AppLink href={links.to({ standing: 'unpriced' })}>
              {formatNumber(amounts.jobs)} {amounts.jobs === 1 ? 'job' : 'jobs'}
            </AppLink>{' '}
            on instance types without a known price ({instanceTypes.join(', ')}):{' '}
            {formatHours(amounts.trainingHours)} of training time, {formatHours(amounts.billableHours)} billed
            {amounts.spotJobs > 0 &&
              `, ${savedShare} saved by spot (SageMaker’s own figure: ${sageMakerShare}), ${formatNumber(amounts.interruptions)} interruptions`}
            . {report.totals.priced ? 'They are not in the totals below.' : 'So no money can be told below.'}
          </div>
        )}
        {pricesMissing.length > 0 && (
          <ExpandableSection
            headerText={`Enter ${pricesMissing.length === 1 ? 'the price' : `${formatNumber(pricesMissing.length)} prices`}`}
            defaultExpanded={pricesMissing.length <= maxOpen}
          >
            <SpaceBetween size="s">
              {pricesMissing.map((missing) => (
                <PriceEntry
                  key={`${missing.where ?? ''} ${missing.instanceType}`}
                  {...missing}
                  onEnter={onEnter}
                />
              ))}
            </SpaceBetween>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Alert>
  );
};
